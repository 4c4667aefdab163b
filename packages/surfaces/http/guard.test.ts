import { expect, test } from 'bun:test'
import { sampleServer } from './sample-server.ts'

const code = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code

test('answers nothing but /health without a token', async () => {
  await using server = sampleServer()
  for (const path of ['/api/shelf/get', '/openapi.json', '/docs', '/mcp', '/nowhere', '/api/runs/r_aaaa/events']) {
    const response = await fetch(new URL(path, server.url))
    expect([path, response.status]).toEqual([path, 401])
    const scheme = path === '/docs' || path === '/openapi.json' ? 'Basic realm' : 'Bearer'
    expect(response.headers.get('www-authenticate')).toStartWith(scheme)
    expect(await code(response)).toBe('token-needed')
  }
  const wrong = await server.ask('/api/shelf/list', { body: {}, headers: { authorization: 'Bearer guess' } })
  expect(wrong.status).toBe(401)
})

test.each(['/api/shelf/list', '/health', '/api/shelf/stream'])(
  'tells nothing at %s of why a token could not be looked up',
  async (path) => {
    await using server = sampleServer()
    server.gateway.authenticate = async () => {
      throw new Error('cannot read /srv/home/tokens/bad.json')
    }
    const headers: Record<string, string> = path.endsWith('stream') ? { upgrade: 'websocket' } : {}
    const response = await server.ask(path, { headers })
    const text = await response.text()
    expect([response.status, text]).toEqual([500, expect.stringContaining('"code":"unexpected"')])
    expect(text).not.toContain('/srv')
  },
)

test('a token may hold any sign that a header carries', async () => {
  await using server = sampleServer()
  const odd = '!"#$%&()*:;<>?@[]^`{|}~'
  const { authenticate } = server.gateway
  server.gateway.authenticate = (token) => authenticate(token === odd ? 'person-token' : token)
  const response = await server.ask('/api/shelf/list', { body: {}, headers: { authorization: `Bearer ${odd}` } })
  expect(response.status).toBe(200)
})

test('tells the details of its health only with a token', async () => {
  await using server = sampleServer()
  const open = (await (await fetch(new URL('/health', server.url))).json()) as { uptime: number }
  expect(open).toMatchObject({ status: 'ok', version: '0.0.0-test', dependencies: [{ name: 'store', ok: true }] })
  expect(open.uptime).toBeNumber()
  expect(JSON.stringify(open)).not.toContain('in memory')
  expect(JSON.stringify(await (await server.ask('/health')).json())).toContain('in memory')
})

test('says with 503 that something it depends on is missing', async () => {
  await using server = sampleServer()
  server.gateway.health = async () => [{ name: 'store', ok: false }]
  const response = await fetch(new URL('/health', server.url))
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ status: 'degraded' })
})

test('refuses a host name that a page could point here', async () => {
  await using server = sampleServer({ hosts: ['nimbus.example.com'] })
  const refused = await server.ask('/api/shelf/list', { body: {}, headers: { host: 'evil.example' } })
  expect(refused.status).toBe(403)
  expect(await code(refused)).toBe('host-not-allowed')
  expect((await server.ask('/health', { headers: { host: 'evil.example:3000' } })).status).toBe(403)
  for (const host of ['localhost:1', '127.0.0.1', '[::1]:8', 'nimbus.example.com'])
    expect([host, (await server.ask('/health', { headers: { host } })).status]).toEqual([host, 200])
})

test('answers at any address that leads to it, which no page can point elsewhere', async () => {
  await using server = sampleServer()
  for (const host of ['192.0.2.7:3000', '[2001:db8::1]:3000'])
    expect([host, (await server.ask('/health', { headers: { host } })).status]).toEqual([host, 200])
  const headers = { host: '192.0.2.7', origin: 'https://evil.example' }
  expect((await server.ask('/health', { headers })).status).toBe(403)
})

test('refuses a page at a host name that programs have called it by', async () => {
  await using server = sampleServer()
  const ask = (headers: Record<string, string>) => server.ask('/api/shelf/list', { body: {}, headers })
  expect((await ask({})).status).toBe(200)
  expect((await ask({})).status).toBe(200)
  expect((await ask({ origin: 'https://evil.example' })).status).toBe(403)
  expect((await ask({ host: 'evil.example' })).status).toBe(403)
  expect((await ask({ origin: server.url })).status).toBe(200)
})

test('refuses a page of another origin, and sends no CORS header', async () => {
  await using server = sampleServer({ origins: ['https://console.example.com'] })
  for (const origin of [
    'https://evil.example',
    'null',
    'http://localhost:1',
    'https://console.example.com.evil.example',
  ])
    expect([origin, (await server.ask('/api/shelf/list', { body: {}, headers: { origin } })).status]).toEqual([
      origin,
      403,
    ])
  for (const origin of ['https://console.example.com', server.url]) {
    const response = await server.ask('/api/shelf/list', { body: {}, headers: { origin } })
    expect([origin, response.status]).toEqual([origin, 200])
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  }
})

test('has a browser ask for the token of a page, and says what to type there', async () => {
  await using server = sampleServer()
  for (const path of ['/docs', '/openapi.json']) {
    const response = await server.ask(path, { headers: { authorization: '' } })
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="nimbus token as password", charset="UTF-8"',
    ])
    expect(await response.text()).toContain('give the token as the password, with any name')
  }
  const route = await server.ask('/api/shelf/list', { body: {}, headers: { authorization: '' } })
  expect(route.headers.get('www-authenticate')).toBe('Bearer')
})

test('takes the token as a Basic password for pages, and for nothing that runs', async () => {
  await using server = sampleServer()
  const headers = { authorization: `Basic ${btoa('anyone:person-token')}` }
  expect((await server.ask('/docs', { headers })).status).toBe(200)
  expect((await server.ask('/openapi.json', { headers })).status).toBe(200)
  expect((await server.ask('/api/shelf/list', { body: {}, headers })).status).toBe(401)
})

test('refuses a body over the limit, declared or streamed', async () => {
  await using server = sampleServer({ bodyLimit: 1000 })
  const big = JSON.stringify({ name: 'x'.repeat(2000) })
  const headers = { authorization: 'Bearer person-token', 'content-type': 'application/json' }
  const url = new URL('/api/shelf/get', server.url)
  const declared = await fetch(url, { method: 'POST', headers, body: big })
  expect([declared.status, await code(declared)]).toEqual([413, 'body-too-large'])
  const body = new ReadableStream({
    async start(controller) {
      for (const part of big.match(/.{1,100}/g) ?? []) controller.enqueue(new TextEncoder().encode(part))
      controller.close()
    },
  })
  const streamed = await fetch(url, { method: 'POST', headers, body })
  expect([streamed.status, await code(streamed)]).toEqual([413, 'body-too-large'])
})

test('takes only JSON', async () => {
  await using server = sampleServer()
  const url = new URL('/api/shelf/get', server.url)
  const authorization = 'Bearer person-token'
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp']) {
    const response = await fetch(url, { method: 'POST', headers: { authorization, 'content-type': type }, body: '{}' })
    expect([type, response.status, await code(response)]).toEqual([type, 415, 'not-json'])
  }
  const headers = { authorization, 'content-type': 'application/json; charset=utf-8' }
  const broken = await fetch(url, { method: 'POST', headers, body: '{"name":' })
  expect([broken.status, await code(broken)]).toEqual([400, 'bad-json'])
})

test('what is refused before it is a call has the envelope of every result, without a run', async () => {
  await using server = sampleServer()
  const headers = { authorization: 'Bearer person-token', 'content-type': 'application/json' }
  const refusals = [
    [401, 'denied', '/api/shelf/get', { method: 'POST' }],
    [404, 'missing', '/api/nothing', { headers }],
    [405, 'invalid', '/api/shelf/get', { headers }],
    [400, 'invalid', '/api/shelf/get', { method: 'POST', headers, body: '{"name":' }],
  ] as const
  for (const [status, outcome, path, init] of refusals) {
    const response = await fetch(new URL(path, server.url), init)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({
      ok: false,
      run: '',
      outcome,
      error: { code: expect.any(String), next: expect.any(String) },
    })
  }
})

test('takes only UTF-8, whether the length of the body is known or not', async () => {
  await using server = sampleServer()
  const url = new URL('/api/shelf/get', server.url)
  const headers = { authorization: 'Bearer person-token', 'content-type': 'application/json' }
  const bytes = new Uint8Array([...Buffer.from('{"name":"a'), 0xff, 0xfe, ...Buffer.from('"}')])
  for (const body of [bytes, new Blob([bytes]).stream()]) {
    const response = await fetch(url, { method: 'POST', headers, body })
    expect([response.status, await code(response)]).toEqual([400, 'not-utf8'])
  }
})

test('refuses a depth bomb at once', async () => {
  await using server = sampleServer()
  const url = new URL('/api/shelf/get', server.url)
  const headers = { authorization: 'Bearer person-token', 'content-type': 'application/json' }
  for (const body of ['['.repeat(500_000), `{"name":${'['.repeat(200)}${']'.repeat(200)}}`]) {
    const response = await fetch(url, { method: 'POST', headers, body })
    expect([response.status, await code(response)]).toEqual([400, 'too-deep'])
  }
})

test('is not harmed by prototype keys in body, query or path', async () => {
  await using server = sampleServer()
  const url = new URL('/api/shelf/list', server.url)
  const headers = { authorization: 'Bearer person-token', 'content-type': 'application/json' }
  const body = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"limit":3}'
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(422)
  expect((await server.ask('/api/shelf/values?__proto__=1&constructor=2')).status).toBe(422)
  expect((await server.ask('/api/shelf/values/__proto__')).status).toBe(424)
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})
