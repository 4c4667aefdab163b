import type { Settled } from './answer.ts'
import { openaiRefusal } from './openai-errors.ts'
import { event, type WireFormat } from './wire-format.ts'

const stops = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'content_filter',
  'tool-calls': 'tool_calls',
} as const

// The prompt includes what the cache held, the completion includes reasoning.
const usageOf = ({ usage }: Settled) => {
  const prompt = usage.input + usage.cachedRead + usage.cachedWrite
  const completion = usage.output + usage.reasoning
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: usage.cachedRead,
      ...(usage.cachedWrite > 0 ? { cache_write_tokens: usage.cachedWrite } : {}),
    },
    completion_tokens_details: { reasoning_tokens: usage.reasoning },
  }
}

const callsOf = ({ toolCalls }: Settled) =>
  toolCalls.map(({ id, name, input }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }))

const wantsUsage = (body: Readonly<Record<string, unknown>>): boolean => {
  const options = body.stream_options
  return typeof options === 'object' && options !== null && 'include_usage' in options && options.include_usage === true
}

/** `POST /v1/chat/completions`, after https://platform.openai.com/docs/api-reference/chat (read 2026-11). */
export const openaiChat: WireFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  whole: (answer) => ({
    id: 'chatcmpl-test',
    object: 'chat.completion',
    created: 1_790_000_000,
    model: answer.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: answer.pieces.length > 0 ? answer.pieces.join('') : null,
          ...(answer.reasoning ? { reasoning_content: answer.reasoning } : {}),
          ...(answer.toolCalls.length > 0 ? { tool_calls: callsOf(answer) } : {}),
        },
        logprobs: null,
        finish_reason: stops[answer.finish],
      },
    ],
    usage: usageOf(answer),
  }),
  frames(answer, body) {
    const chunk = (delta: unknown, finish: string | null = null) =>
      event({
        id: 'chatcmpl-test',
        object: 'chat.completion.chunk',
        created: 1_790_000_000,
        model: answer.model,
        choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      })
    return {
      opening: [
        chunk({ role: 'assistant', content: '' }),
        ...(answer.reasoning ? [chunk({ reasoning_content: answer.reasoning })] : []),
      ],
      pieces: answer.pieces.map((content) => chunk({ content })),
      closing: [
        ...callsOf(answer).flatMap(({ function: call, ...head }, index) => {
          const middle = Math.ceil(call.arguments.length / 2)
          return [
            chunk({ tool_calls: [{ index, ...head, function: { name: call.name, arguments: '' } }] }),
            chunk({ tool_calls: [{ index, function: { arguments: call.arguments.slice(0, middle) } }] }),
            chunk({ tool_calls: [{ index, function: { arguments: call.arguments.slice(middle) } }] }),
          ]
        }),
        chunk({}, stops[answer.finish]),
        ...(wantsUsage(body)
          ? [
              event({
                id: 'chatcmpl-test',
                object: 'chat.completion.chunk',
                created: 1_790_000_000,
                model: answer.model,
                choices: [],
                usage: usageOf(answer),
              }),
            ]
          : []),
        event('[DONE]'),
      ],
    }
  },
  refusal: openaiRefusal,
  errorFrame: event(openaiRefusal('server', '').body),
  brokenFrame: 'data: {"id":"chatcmpl-test","object":"chat.completion.chunk","choices":[{"index":0,"del\n\n',
}
