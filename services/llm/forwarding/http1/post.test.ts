import { describe, expect, test } from 'bun:test'
import { stopBy } from '@nimbus/kernel/define'
import { modelServer } from '@nimbus/testkit/model-server'
import fc from 'fast-check'
import { attempt } from '../../providers/attempt.ts'
import { modelFailure, scriptedProvider, ways } from '../../providers/testing.ts'
import { withinTime } from '../../providers/time-limit.ts'
import { post } from './post.ts'
import { inCuts, type RawRequest, rawServer } from './testing.ts'

const whole = (text: string, fields = '') =>
  `HTTP/1.1 200 OK\r\n${fields}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`

interface Asking {
  wants?: 'whole' | 'pieces'
  signal?: AbortSignal
  headers?: Record<string, string>
  body?: string
}

/** Posts as a call does, within its limit of silence, and gives what `use` makes of the answer. */
const posted = <T>(
  url: string,
  use: (answer: Awaited<ReturnType<typeof post>>) => Promise<T>,
  { wants = 'whole', signal = new AbortController().signal, headers = {}, body = '{}' }: Asking = {},
): Promise<T> => {
  const here = attempt(scriptedProvider('openai-compatible', { url }), 'm')
  return withinTime(here, stopBy(signal), async (limit) => use(await post({ url, headers, body }, { wants, limit })))
}

const textOf = (url: string, asking?: Asking) => posted(url, (answer) => answer.text(), asking)

describe('a connection', () => {
  test('is used again', async () => {
    using server = rawServer(({ connection, nth, say }) => say(whole(`${connection}.${nth}`)))
    expect([await textOf(server.url), await textOf(server.url)]).toEqual(['1.1', '1.2'])
  })

  test.each([
    ['says that it closes', 'Connection: close\r\n', ''],
    ['says more than was asked', '', 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison'],
  ])('that %s is not used again', async (_how, fields, behind) => {
    using server = rawServer(({ connection, say }) => say(whole(String(connection), fields) + behind))
    expect([await textOf(server.url), await textOf(server.url)]).toEqual(['1', '2'])
  })

  test('whose answer is wanted whole though pieces were asked for gives all of it, however large', async () => {
    const large = 'x'.repeat(8 * 1024 * 1024)
    using server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response(large, { status: 500 }) })
    expect((await textOf(`${server.url.href}v1/chat`, { wants: 'pieces' })).length).toBe(large.length)
  })

  test('that says something while nobody asks is not used again', async () => {
    const said = Promise.withResolvers<RawRequest>()
    using server = rawServer((request) => {
      request.say(whole(String(request.connection)))
      said.resolve(request)
    })
    expect(await textOf(server.url)).toBe('1')
    const { say, left } = await said.promise
    say(whole('poison'))
    await left
    expect(await textOf(server.url)).toBe('2')
  })

  test('that was used before and closes unheard is replaced by a new one, once', async () => {
    using server = rawServer(({ connection, nth, say, close }) =>
      nth === 1 ? say(whole(String(connection))) : close(),
    )
    expect([await textOf(server.url), await textOf(server.url)]).toEqual(['1', '2'])
  })

  test('that is new and closes unheard is a failure: the request may have been done', async () => {
    using server = rawServer(({ close }) => close())
    expect(await modelFailure(textOf(server.url))).toMatchObject({ kind: 'network' })
    expect(server.connections).toBe(1)
  })

  test('that breaks off within an answer is a failure, also where it was used before', async () => {
    using server = rawServer(({ nth, say, close }) => {
      if (nth === 1) return say(whole('one'))
      say('HTTP/1.1 200')
      close()
    })
    await textOf(server.url)
    expect(await modelFailure(textOf(server.url))).toMatchObject({ kind: 'network' })
    expect(server.connections).toBe(1)
  })

  test('is closed when nobody wants its answer any more', async () => {
    const asked = Promise.withResolvers<RawRequest>()
    using server = rawServer(asked.resolve)
    const caller = new AbortController()
    const answer = textOf(server.url, { signal: caller.signal })
    const { left } = await asked.promise
    caller.abort(new Error('enough'))
    expect(await answer.catch(String)).toBe('Error: enough')
    await left
  })

  test('is left alone by a caller who gives up after its answer, when others use it', async () => {
    const second = Promise.withResolvers<RawRequest>()
    using server = rawServer((request) => (request.nth === 1 ? request.say(whole('one')) : second.resolve(request)))
    const caller = new AbortController()
    const first = await posted(server.url, async (answer) => answer, { signal: caller.signal })
    expect(await first.text()).toBe('one')
    const other = textOf(server.url)
    const { say } = await second.promise
    caller.abort()
    say(whole('two'))
    expect(await other).toBe('two')
  })
})

test('where nobody listens is told with the words of the system', async () => {
  const server = rawServer(() => undefined)
  server[Symbol.dispose]()
  expect((await modelFailure(textOf(server.url))).message).toMatch(/ECONNREFUSED: .* to 127\.0\.0\.1:\d+$/)
})

test('a stream whose reader is slow is not read ahead without end', async () => {
  const piece = 'x'.repeat(64 * 1024)
  let sent = 0
  using server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            sent += piece.length
            controller.enqueue(piece)
            if (sent >= 64 * 1024 * 1024) controller.close()
          },
        }),
      ),
  })
  const read = await posted(
    server.url.href,
    async ({ body }) => {
      let size = 0
      let ahead = 0
      for await (const bytes of body ?? []) {
        size += bytes.length
        ahead = Math.max(ahead, sent - size)
        await Bun.sleep(0)
      }
      return { size, ahead }
    },
    { wants: 'pieces' },
  )
  expect(read.size).toBe(64 * 1024 * 1024)
  expect(read.ahead).toBeLessThan(32 * 1024 * 1024)
})

test('a body of any size and in any script arrives as it is', async () => {
  const body = `{"text":"${'ü€😀x'.repeat(1_000_000)}"}`
  using server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request) => new Response(await request.text()),
  })
  expect((await textOf(server.url.href, { body })) === body).toBe(true)
})

test('what was packed unasked is unpacked, and what cannot be is refused', async () => {
  using server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: (request) => {
      const coding = new URL(request.url).pathname.slice(1)
      return new Response(Bun.gzipSync('It runs.'), { headers: { 'content-encoding': coding } })
    },
  })
  expect(await textOf(`${server.url.href}gzip`)).toBe('It runs.')
  expect(await modelFailure(textOf(`${server.url.href}br`))).toMatchObject({ kind: 'network' })
})

test('a header that would be two is refused, and nothing is sent', async () => {
  using server = rawServer(({ say }) => say(whole('no')))
  const headers = [
    ['x-a', 'b\r\nx-c: d'],
    ['x-a', 'b\nx-c: d'],
    ['x-a: b\r\nx-c', 'd'],
  ] as const
  for (const [name, value] of headers)
    expect(await modelFailure(textOf(server.url, { headers: { [name]: value } }))).toMatchObject({ kind: 'network' })
  expect(server.connections).toBe(0)
})

test.each([
  ['Transfer-Encoding', 'chunked'],
  ['Content-Length', '0'],
  ['User-Agent', 'mine'],
  ['X-Name', 'Zoë'],
])('a header %s is left to the runtime, and the request is still one', async (name, value) => {
  const asked: string[] = []
  using server = rawServer(({ text, say }) => {
    asked.push(text)
    say(whole('ok'))
  })
  expect(await textOf(server.url, { headers: { [name]: value }, body: '{"a":1}' })).toBe('ok')
  expect(asked).toHaveLength(1)
  expect(asked[0]).toContain('{"a":1}')
})

test('where a proxy is configured, everything goes through it', async () => {
  const seen: string[] = []
  using proxy = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: (request) => {
      seen.push(request.headers.get('host') ?? '')
      return new Response('by the proxy')
    },
  })
  process.env.http_proxy = proxy.url.origin
  try {
    expect(await textOf('http://models.invalid/v1/chat/completions')).toBe('by the proxy')
  } finally {
    delete process.env.http_proxy
  }
  expect(seen).toEqual(['models.invalid'])
})

/** A relay that cuts what a server says at some places. */
const relayed = (to: string, cuts: readonly number[]) => {
  const { hostname, port } = new URL(to)
  return rawServer(({ text, say, close }) => {
    const parts: Buffer[] = []
    void Bun.connect({
      hostname,
      port: Number(port),
      socket: {
        open: (socket) => void socket.write(text.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n')),
        data: (_socket, bytes) => void parts.push(bytes),
        async close() {
          for (const part of inCuts(Buffer.concat(parts), cuts)) {
            say(part.toString('latin1'))
            // What is sent in two turns arrives in two pieces.
            await new Promise((resolve) => setImmediate(resolve))
          }
          close()
        },
      },
    })
  })
}

const forwarded = ways.filter(([way]) => way.includes('forwarded'))

test.each(forwarded)('the answer of a model is the same however it is cut, %s', async (_way, type, ask) => {
  const text = ['It ran ', 'out of ', 'memory.']
  await using server = await modelServer({ otherwise: { text } })
  const property = fc.asyncProperty(fc.array(fc.nat(), { maxLength: 6 }), fc.boolean(), async (cuts, streamed) => {
    using relay = relayed(server.url, cuts)
    const io = streamed ? { onChunk: () => undefined } : {}
    const answer = await ask(type, { url: new URL(relay.url).origin }, {}, io)
    expect(answer.text).toBe(text.join(''))
  })
  await fc.assert(property, { numRuns: 30 })
})
