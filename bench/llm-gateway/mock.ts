// A provider that answers at once, in the format of OpenAI, until its stdin ends. Prints its URL when it is ready.
export {}

const answer = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 1,
  model: 'bench-model',
  choices: [{ index: 0, message: { role: 'assistant', content: 'It runs out of memory.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 20, completion_tokens: 6, total_tokens: 26 },
})

const chunk = (delta: unknown, finish: string | null = null, more = {}) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1, model: 'bench-model', choices: [{ index: 0, delta, finish_reason: finish }], ...more })}\n\n`

const pieces = ['It ', 'runs ', 'out ', 'of ', 'memory.']
const usage = { prompt_tokens: 20, completion_tokens: 6, total_tokens: 26 }
const frames = [
  chunk({ role: 'assistant', content: '' }),
  ...pieces.map((content) => chunk({ content })),
  chunk({}, 'stop', { usage }),
  'data: [DONE]\n\n',
].join('')

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  async fetch(request) {
    const body = (await request.json()) as { stream?: boolean }
    return body.stream
      ? new Response(frames, { headers: { 'content-type': 'text/event-stream' } })
      : new Response(answer, { headers: { 'content-type': 'application/json' } })
  },
})
console.log(server.url.origin)
for await (const _ of Bun.stdin.stream()) continue
await server.stop(true)
