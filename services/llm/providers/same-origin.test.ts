import { describe, expect, test } from 'bun:test'
import { type ModelServer, modelServer } from '@nimbus/testkit/model-server'
import { listModels } from './list-models.ts'
import { modelFailure, scriptedProvider, ways } from './testing.ts'

/** A server in front of a provider that redirects everything below /old. */
const redirecting = (to: (path: string) => string, server?: ModelServer, status = 307) =>
  Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url)
      if (pathname.startsWith('/old') || !server)
        return new Response('', { status, headers: { location: to(pathname.replace('/old', '') + search) } })
      const { method, headers } = request
      return fetch(server.url + pathname + search, { method, headers, body: await request.text() })
    },
  })

const originOf = ({ port }: { port?: number | undefined }) => `http://127.0.0.1:${port}`

describe.each(ways)('%s', (_way, type, ask) => {
  test.each(['at once', 'as a stream'])('neither prompt nor key is sent on to another address, %s', async (how) => {
    await using other = await modelServer()
    using front = redirecting((path) => other.url + path)
    const io = how === 'at once' ? {} : { onChunk: () => undefined }
    const error = await modelFailure(ask(type, { url: originOf(front) }, {}, io))
    expect(error).toMatchObject({ kind: 'network', started: false })
    const { baseUrl } = scriptedProvider(type, other)
    expect(error.message).toBe(
      `${type} redirects to ${other.url}, where neither key nor prompt was sent; if that is its address, set its base_url to ${baseUrl}${type === 'ollama' ? '/api' : ''}`,
    )
    expect(other.requests).toEqual([])
  })

  test.each([301, 302, 307, 308])('%d within the same origin is followed with what was asked', async (status) => {
    await using server = await modelServer()
    using front = redirecting((path) => path, server, status)
    server.script({ text: 'It moved.' })
    expect(await ask(type, { url: `${originOf(front)}/old` })).toMatchObject({ text: 'It moved.' })
    expect(JSON.stringify(server.chats()[0]?.body)).toContain('Why does my pod restart?')
  })

  test('what redirects to itself is asked a few times and no more', async () => {
    let asked = 0
    using front = redirecting((path) => {
      asked++
      return path
    })
    expect((await modelFailure(ask(type, { url: originOf(front) }))).kind).toBe('malformed')
    expect(asked).toBe(6)
  })
})

test('a list is not asked for elsewhere, and the whole address is only told where it is the same API', async () => {
  await using other = await modelServer()
  using front = redirecting(() => `${other.url}/login?next=x`)
  const provider = scriptedProvider('anthropic', { url: originOf(front) })
  const error = await modelFailure(listModels(provider, new AbortController().signal, 5000))
  expect(error.message).toEndWith('if that is its address, configure it as its base_url')
  expect(other.requests).toEqual([])
})
