import { expect, spyOn, test } from 'bun:test'
import type { FailureKind } from './failure.ts'
import { ask, modelFailure } from './testing.ts'

const part = (message: object, more: object = {}) =>
  `${JSON.stringify({ model: 'llama3.2', created_at: '2026-11-01T12:00:00Z', done: false, ...more, message: { role: 'assistant', content: '', ...message } })}\n`
const text = part({ content: 'Half' })
const end = part({}, { done: true, done_reason: 'stop', prompt_eval_count: 3, eval_count: 1 })

/** A server that gives every request this body. */
const server = (body: string | Uint8Array<ArrayBuffer>, contentType: string) =>
  Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: () => new Response(body, { headers: { 'content-type': contentType } }),
  })

const stream = (to: ReturnType<typeof server>) =>
  ask('ollama', { url: `http://127.0.0.1:${to.port}` }, {}, { onChunk: () => undefined })

const types = ['application/x-ndjson', 'application/json', 'text/html', 'text/event-stream']

test.each(types)('an answer is one whatever it calls itself: %s', async (type) => {
  using to = server(text + end, type)
  expect(await stream(to)).toMatchObject({ text: 'Half', finish: 'stop', usage: { input: 3, output: 1 } })
})

const broken: [what: string, body: string | Uint8Array<ArrayBuffer>, kind: FailureKind][] = [
  ['a page', '<html><body>Sign in</body></html>', 'malformed'],
  ['a page of lines', '<html>\n<body>\nSign in\n</body>\n</html>\n', 'malformed'],
  ['bytes', new Uint8Array([0xff, 0xfe, 0, 1, 2, 3]), 'malformed'],
  ['null', 'null', 'malformed'],
  ['another object', '{"ok":true}', 'malformed'],
  ['a line of another API', `${text}{"choices":[]}\n${end}`, 'malformed'],
  ['an event stream', `data: ${text}\n\n`, 'malformed'],
  ['nothing', '', 'malformed'],
  ['nothing but lines', '\n\n', 'malformed'],
  ['no end', text, 'network'],
  ['half a line', text + end.slice(0, 40), 'malformed'],
  ['an error', `${text}{"error":"mid boom"}\n`, 'server'],
  ['an error of its connections', `${text}{"error":"socket hang up"}\n`, 'server'],
]

test.each(broken.flatMap(([what, body, kind]) => types.map((type) => ({ what, body, kind, type }))))(
  '$what is no answer though it calls itself $type',
  async ({ body, kind, type }) => {
    using to = server(body, type)
    using warn = spyOn(console, 'warn').mockImplementation(() => undefined)
    expect((await modelFailure(stream(to))).kind).toBe(kind)
    expect(warn).not.toHaveBeenCalled()
  },
)

test('a line that never ends is no answer', async () => {
  const spaces = new Uint8Array(4 * 1024 * 1024).fill(0x20)
  using to = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: () => new Response(new ReadableStream({ pull: (controller) => controller.enqueue(spaces) })),
  })
  expect((await modelFailure(stream(to))).kind).toBe('malformed')
})
