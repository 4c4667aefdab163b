// Passes every request on and its answer back, and does nothing else: the floor of any gateway on this runtime.
export {}

const target = process.argv[2] ?? ''
const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  async fetch(request) {
    const { pathname } = new URL(request.url)
    const answer = await fetch(target + pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: request.headers.get('authorization') ?? '' },
      body: await request.text(),
    })
    return new Response(answer.body, { headers: { 'content-type': answer.headers.get('content-type') ?? '' } })
  },
})
console.log(server.url.origin)
for await (const _ of Bun.stdin.stream()) continue
await server.stop(true)
