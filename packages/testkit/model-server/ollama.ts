import type { Refusal, Settled } from './answer.ts'
import type { WireFormat } from './wire-format.ts'

/** Status and words, after https://github.com/ollama/ollama/blob/main/docs/api.md and its server (read 2026-11). */
const refusals: Readonly<Record<Refusal, readonly [number, (model: string) => string]>> = {
  auth: [401, () => 'unauthorized'],
  'no-credit': [402, () => 'payment required'],
  'rate-limited': [429, () => 'too many requests'],
  server: [500, () => 'llama runner process has terminated: exit status 2'],
  overloaded: [503, () => 'server busy, please try again.  maximum pending requests exceeded'],
  'context-overflow': [400, () => 'prompt too long; exceeded max context length by 4096 tokens'],
  'unknown-model': [404, (model) => `model '${model}' not found`],
  'invalid-request': [400, () => 'invalid options: temperature'],
}

const line = (data: unknown): string => `${JSON.stringify(data)}\n`

const head = ({ model }: Settled) => ({ model, created_at: '2026-11-01T12:00:00.000000Z' })

const callsOf = ({ toolCalls }: Settled) =>
  toolCalls.length > 0
    ? { tool_calls: toolCalls.map(({ id, name, input }) => ({ id, function: { name, arguments: input } })) }
    : {}

// One count for the prompt and one for what was generated, thinking included.
const done = ({ usage, finish }: Settled) => ({
  done: true,
  done_reason: finish === 'length' ? 'length' : 'stop',
  total_duration: 4_935_886_791,
  load_duration: 534_986_708,
  prompt_eval_count: usage.input + usage.cachedRead + usage.cachedWrite,
  prompt_eval_duration: 107_345_000,
  eval_count: usage.output + usage.reasoning,
  eval_duration: 4_289_432_000,
})

/** `POST /api/chat`, after https://github.com/ollama/ollama/blob/main/docs/api.md (read 2026-11). */
export const ollama: WireFormat = {
  contentType: 'application/x-ndjson',
  whole: (answer) => ({
    ...head(answer),
    message: {
      role: 'assistant',
      content: answer.pieces.join(''),
      ...(answer.reasoning ? { thinking: answer.reasoning } : {}),
      ...callsOf(answer),
    },
    ...done(answer),
  }),
  frames(answer) {
    const part = (message: object) =>
      line({ ...head(answer), message: { role: 'assistant', content: '', ...message }, done: false })
    return {
      opening: answer.reasoning ? [part({ thinking: answer.reasoning })] : [],
      pieces: answer.pieces.map((content) => part({ content })),
      closing: [
        ...(answer.toolCalls.length > 0 ? [part(callsOf(answer))] : []),
        line({ ...head(answer), message: { role: 'assistant', content: '' }, ...done(answer) }),
      ],
    }
  },
  refusal(kind, model) {
    const [status, words] = refusals[kind]
    return { status, body: { error: words(model) } }
  },
  errorFrame: line({ error: 'an error was encountered while running the model: unexpected EOF' }),
  brokenFrame: '{"model":"llama3.2","created_at":"2026-11-01T12:0\n',
}
