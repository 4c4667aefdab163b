import type { Refusal, Settled } from './answer.ts'
import { event, type WireFormat } from './wire-format.ts'

/** Status, type and words of errors, after https://docs.anthropic.com/en/api/errors (read 2026-11). */
const refusals: Readonly<Record<Refusal, readonly [number, string, (model: string) => string]>> = {
  auth: [401, 'authentication_error', () => 'invalid x-api-key'],
  'no-credit': [
    400,
    'invalid_request_error',
    () =>
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
  ],
  'rate-limited': [
    429,
    'rate_limit_error',
    () => "This request would exceed your organization's rate limit of 50,000 input tokens per minute.",
  ],
  server: [500, 'api_error', () => 'Internal server error'],
  overloaded: [529, 'overloaded_error', () => 'Overloaded'],
  'context-overflow': [400, 'invalid_request_error', () => 'prompt is too long: 210042 tokens > 200000 maximum'],
  'unknown-model': [404, 'not_found_error', (model) => `model: ${model}`],
  'invalid-request': [400, 'invalid_request_error', () => 'max_tokens: must be greater than 0'],
}

const failure = (type: string, message: string) => ({
  type: 'error',
  error: { type, message },
  request_id: 'req_011CTest',
})

const stops = {
  stop: 'end_turn',
  length: 'max_tokens',
  'content-filter': 'refusal',
  'tool-calls': 'tool_use',
} as const

const inputUsage = ({ usage }: Settled) => ({
  input_tokens: usage.input,
  cache_creation_input_tokens: usage.cachedWrite,
  cache_read_input_tokens: usage.cachedRead,
})

// Thinking is part of the output in the totals of this provider.
const outputUsage = ({ usage }: Settled) => ({
  output_tokens: usage.output + usage.reasoning,
  ...(usage.reasoning > 0 ? { output_tokens_details: { thinking_tokens: usage.reasoning } } : {}),
})

const contentOf = (answer: Settled): { type: string; [field: string]: unknown }[] => [
  ...(answer.reasoning ? [{ type: 'thinking', thinking: answer.reasoning, signature: 'sig' }] : []),
  ...(answer.pieces.length > 0 ? [{ type: 'text', text: answer.pieces.join('') }] : []),
  ...answer.toolCalls.map(({ id, name, input }) => ({ type: 'tool_use', id, name, input })),
]

const message = (answer: Settled) => ({
  id: 'msg_01Test',
  type: 'message',
  role: 'assistant',
  model: answer.model,
  stop_sequence: null,
})

const named = (data: { type: string; [field: string]: unknown }): string => event(data, data.type)

const started = (index: number, block: unknown) => named({ type: 'content_block_start', index, content_block: block })
const delta = (index: number, change: unknown) => named({ type: 'content_block_delta', index, delta: change })
const stopped = (index: number) => named({ type: 'content_block_stop', index })

/** `POST /v1/messages`, after https://docs.anthropic.com/en/api/messages-streaming (read 2026-11). */
export const anthropic: WireFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  whole: (answer) => ({
    ...message(answer),
    content: contentOf(answer),
    stop_reason: stops[answer.finish],
    usage: { ...inputUsage(answer), ...outputUsage(answer) },
  }),
  frames(answer) {
    const text = answer.reasoning ? 1 : 0
    const tools = text + (answer.pieces.length > 0 ? 1 : 0)
    return {
      opening: [
        named({
          type: 'message_start',
          message: {
            ...message(answer),
            content: [],
            stop_reason: null,
            usage: { ...inputUsage(answer), output_tokens: 1 },
          },
        }),
        named({ type: 'ping' }),
        ...(answer.reasoning
          ? [
              started(0, { type: 'thinking', thinking: '', signature: '' }),
              delta(0, { type: 'thinking_delta', thinking: answer.reasoning }),
              delta(0, { type: 'signature_delta', signature: 'sig' }),
              stopped(0),
            ]
          : []),
        ...(answer.pieces.length > 0 ? [started(text, { type: 'text', text: '' })] : []),
      ],
      pieces: answer.pieces.map((piece) => delta(text, { type: 'text_delta', text: piece })),
      closing: [
        ...(answer.pieces.length > 0 ? [stopped(text)] : []),
        ...answer.toolCalls.flatMap(({ id, name, input }, i) => {
          const json = JSON.stringify(input)
          const middle = Math.ceil(json.length / 2)
          return [
            started(tools + i, { type: 'tool_use', id, name, input: {} }),
            delta(tools + i, { type: 'input_json_delta', partial_json: '' }),
            delta(tools + i, { type: 'input_json_delta', partial_json: json.slice(0, middle) }),
            delta(tools + i, { type: 'input_json_delta', partial_json: json.slice(middle) }),
            stopped(tools + i),
          ]
        }),
        named({
          type: 'message_delta',
          delta: { stop_reason: stops[answer.finish], stop_sequence: null },
          usage: outputUsage(answer),
        }),
        named({ type: 'message_stop' }),
      ],
    }
  },
  refusal(kind, model) {
    const [status, type, words] = refusals[kind]
    return { status, body: failure(type, words(model)) }
  },
  errorFrame: named(failure('overloaded_error', 'Overloaded')),
  brokenFrame: 'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"te\n\n',
}
