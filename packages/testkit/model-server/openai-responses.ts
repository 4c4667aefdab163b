import type { Settled } from './answer.ts'
import { openaiRefusal } from './openai-errors.ts'
import { event, type WireFormat } from './wire-format.ts'

// Input includes what the cache held, output includes reasoning.
const usageOf = ({ usage }: Settled) => {
  const input = usage.input + usage.cachedRead + usage.cachedWrite
  const output = usage.output + usage.reasoning
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: usage.cachedRead,
      ...(usage.cachedWrite > 0 ? { cache_write_tokens: usage.cachedWrite } : {}),
    },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: input + output,
  }
}

const textItem = (text: string) => ({
  id: 'msg_test',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
})

const callItem = ({ id, name, input }: Settled['toolCalls'][number]) => ({
  id: `fc_${id}`,
  type: 'function_call',
  status: 'completed',
  call_id: id,
  name,
  arguments: JSON.stringify(input),
})

const outputOf = (answer: Settled) => [
  ...(answer.pieces.length > 0 ? [textItem(answer.pieces.join(''))] : []),
  ...answer.toolCalls.map(callItem),
]

const incomplete = { length: 'max_output_tokens', 'content-filter': 'content_filter' } as const

const responseOf = (answer: Settled, done: 'done' | 'in-progress') => {
  const reason =
    answer.finish === 'length' || answer.finish === 'content-filter' ? incomplete[answer.finish] : undefined
  return {
    id: 'resp_test',
    object: 'response',
    created_at: 1_790_000_000,
    status: done === 'in-progress' ? 'in_progress' : reason ? 'incomplete' : 'completed',
    error: null,
    incomplete_details: done === 'done' && reason ? { reason } : null,
    model: answer.model,
    output: done === 'done' ? outputOf(answer) : [],
    parallel_tool_calls: true,
    store: false,
    usage: done === 'done' ? usageOf(answer) : null,
  }
}

/** `POST /v1/responses`, after https://platform.openai.com/docs/api-reference/responses (read 2026-11). */
export const openaiResponses: WireFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  whole: (answer) => responseOf(answer, 'done'),
  frames(answer) {
    let sequence = 0
    const named = (type: string, fields: object) => event({ type, sequence_number: sequence++, ...fields }, type)
    const place = { item_id: 'msg_test', output_index: 0, content_index: 0 }
    const text = answer.pieces.join('')
    const first = answer.pieces.length > 0 ? 1 : 0
    return {
      opening: [
        named('response.created', { response: responseOf(answer, 'in-progress') }),
        named('response.in_progress', { response: responseOf(answer, 'in-progress') }),
        ...(first > 0
          ? [
              named('response.output_item.added', {
                output_index: 0,
                item: { ...textItem(''), status: 'in_progress', content: [] },
              }),
              named('response.content_part.added', {
                ...place,
                part: { type: 'output_text', text: '', annotations: [], logprobs: [] },
              }),
            ]
          : []),
      ],
      pieces: answer.pieces.map((delta) => named('response.output_text.delta', { ...place, delta, logprobs: [] })),
      closing: [
        ...(first > 0
          ? [
              named('response.output_text.done', { ...place, text, logprobs: [] }),
              named('response.content_part.done', {
                ...place,
                part: { type: 'output_text', text, annotations: [], logprobs: [] },
              }),
              named('response.output_item.done', { output_index: 0, item: textItem(text) }),
            ]
          : []),
        ...answer.toolCalls.flatMap((call, i) => {
          const item = callItem(call)
          const at = { item_id: item.id, output_index: first + i }
          return [
            named('response.output_item.added', {
              output_index: first + i,
              item: { ...item, status: 'in_progress', arguments: '' },
            }),
            named('response.function_call_arguments.delta', { ...at, delta: item.arguments }),
            named('response.function_call_arguments.done', { ...at, arguments: item.arguments, name: item.name }),
            named('response.output_item.done', { output_index: first + i, item }),
          ]
        }),
        named(
          answer.finish === 'length' || answer.finish === 'content-filter'
            ? 'response.incomplete'
            : 'response.completed',
          { response: responseOf(answer, 'done') },
        ),
      ],
    }
  },
  refusal(kind, model) {
    const { status, body } = openaiRefusal(kind, model)
    if (kind !== 'context-overflow') return { status, body }
    const message = 'Your input exceeds the context window of this model. Please adjust your input and try again.'
    return { status, body: { error: { ...body.error, message } } }
  },
  errorFrame: event(
    {
      type: 'error',
      sequence_number: 9,
      code: 'server_error',
      message: 'The server had an error while processing your request. Sorry about that!',
      param: null,
    },
    'error',
  ),
  brokenFrame: 'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","item_id":"ms\n\n',
}
