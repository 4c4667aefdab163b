import { expect, test } from 'bun:test'
import type { SocketFront } from '@nimbus/kernel'
import { outcomeOf, type SampleServer, sampleServer } from './sample-server.ts'
import { openSocket } from './sample-socket.ts'

const bearer = { authorization: 'Bearer person-token' }
const withStream = { streams: [{ service: 'steps', port: 0 }] }

const streamOf = (server: SampleServer) => server.streams.steps ?? ''

test('runs a call of its service and says its events and its result', async () => {
  await using server = sampleServer()
  await using socket = await openSocket(`${server.url}/api/steps/stream`, bearer)
  socket.send({ type: 'call', id: 'one', operation: 'steps.count', input: { to: 2 } })
  const said = await socket.until('envelope')
  expect(said.map(({ type, id }) => `${String(type)} ${String(id)}`)).toEqual([
    ...Array.from({ length: 5 }, () => 'event one'),
    'envelope one',
  ])
  expect(said.at(-1)).toMatchObject({ envelope: { ok: true, data: { counted: 2 } } })
})

test('a bare /stream picks its service by the port it arrives at', async () => {
  await using server = sampleServer(withStream)
  await using socket = await openSocket(streamOf(server), bearer)
  socket.send({ type: 'call', operation: 'steps.judge', input: { number: 4 } })
  expect((await socket.until('envelope')).at(-1)).toMatchObject({ envelope: { data: { even: true } } })
  const elsewhere = await fetch(`${server.url}/stream`, { headers: { ...bearer, upgrade: 'websocket' } })
  expect(elsewhere.status).toBe(404)
  expect(((await elsewhere.json()) as { error: { next: string } }).error.next).toContain('/api/<service>/stream')
})

test('a stream port answers everything else as well', async () => {
  await using server = sampleServer(withStream)
  const url = streamOf(server).replace('ws:', 'http:').replace('/stream', '')
  const response = await fetch(`${url}/api/shelf/get`, {
    method: 'POST',
    headers: { ...bearer, 'content-type': 'application/json' },
    body: '{"name":"a"}',
  })
  expect(await response.json()).toMatchObject({ data: { value: '1' } })
})

test('a client that offers another protocol is answered as any other', async () => {
  await using server = sampleServer()
  const response = await server.ask('/api/shelf/get', { body: { name: 'a' }, headers: { upgrade: 'h2c' } })
  expect(await response.json()).toMatchObject({ data: { value: '1' } })
})

test('opens for nobody without a token, and takes none in the address', async () => {
  await using server = sampleServer()
  for (const query of ['', '?token=person-token', '?ticket=guess', '?access_token=person-token']) {
    const response = await fetch(`${server.url}/api/steps/stream${query}`, { headers: { upgrade: 'websocket' } })
    expect([query, response.status]).toEqual([query, 401])
  }
})

test('opens for a page of this server with a ticket, once', async () => {
  await using server = sampleServer(withStream)
  const issued = await server.ask('/api/tickets', { method: 'POST' })
  expect(issued.status).toBe(201)
  const { ticket, expires } = (await issued.json()) as { ticket: string; expires: string }
  expect(Date.parse(expires) - Date.now()).toBeLessThanOrEqual(30_000)
  // The page is at the main port, the socket at another of the same server.
  await using socket = await openSocket(`${streamOf(server)}?ticket=${ticket}`, { origin: server.url })
  socket.send({ type: 'call', operation: 'steps.judge', input: { number: 1 } })
  expect((await socket.until('envelope')).at(-1)).toMatchObject({ envelope: { outcome: 'negative' } })
  const again = await fetch(`${server.url}/api/steps/stream?ticket=${ticket}`, { headers: { upgrade: 'websocket' } })
  expect(again.status).toBe(401)
  expect(await again.json()).toMatchObject({ error: { code: 'ticket-unknown' } })
})

test('a ticket acts as whoever got it', async () => {
  await using server = sampleServer()
  const issued = await server.ask('/api/tickets', { method: 'POST', headers: { authorization: 'Bearer model-token' } })
  const { ticket } = (await issued.json()) as { ticket: string }
  await using socket = await openSocket(`${server.url}/api/steps/stream?ticket=${ticket}`)
  socket.send({ type: 'call', operation: 'steps.judge', input: { number: 1 } })
  await socket.until('envelope')
  expect([...server.gateway.ports.held.runs.values()].map(({ principal }) => principal)).toEqual(['helper-model'])
})

test.each([
  ['a page of another origin', { origin: 'https://evil.example' }],
  ['a page of another port of this machine', { origin: 'http://127.0.0.1:1' }],
  ['a name that a page could point here', { host: 'evil.example' }],
] as const)('refuses %s, token or not', async (_who, headers) => {
  await using server = sampleServer()
  const response = await fetch(`${server.url}/api/steps/stream`, {
    headers: { ...bearer, upgrade: 'websocket', ...headers },
  })
  expect(response.status).toBe(403)
})

test('answers what it does not understand and stays open', async () => {
  await using server = sampleServer()
  await using socket = await openSocket(`${server.url}/api/steps/stream`, bearer)
  const codes: unknown[] = []
  for (const text of [
    '{"type":',
    '[1]',
    '{"type":"dance","id":"x"}',
    '{"type":"call"}',
    '{"type":"call","id":7,"operation":"steps.judge"}',
    '{"type":"call","operation":"steps.judge","input":{"number":2},"dryRun":"yes"}',
    '{"type":"call","operation":"steps.juge"}',
    '{"type":"call","operation":"shelf.list"}',
    '{"type":"call","operation":"steps.private"}',
    '{"type":"cancel","id":"nobody"}',
    '{"type":"follow","run":"../etc"}',
    '['.repeat(5000),
  ]) {
    socket.sendText(text)
    codes.push(((await socket.next()).error as { code: string }).code)
  }
  expect(codes).toEqual([
    'bad-json',
    'bad-message',
    'unknown-message',
    'bad-message',
    'bad-message',
    'bad-message',
    'unknown-operation',
    'wrong-service',
    'not-offered',
    'not-running',
    'invalid-id',
    'bad-json',
  ])
  socket.send({ type: 'call', operation: 'steps.judge', input: { number: 'two' } })
  expect((await socket.until('envelope')).at(-1)).toMatchObject({ envelope: { outcome: 'invalid' } })
})

test('cancels one call by its id and leaves the others alone', async () => {
  await using server = sampleServer()
  await using socket = await openSocket(`${server.url}/api/steps/stream`, bearer)
  socket.send({ type: 'call', id: 'long', operation: 'steps.wait', input: { ms: 60_000 } })
  socket.send({ type: 'call', id: 'long', operation: 'steps.wait', input: { ms: 60_000 } })
  expect((await socket.until('error')).at(-1)).toMatchObject({ id: 'long', error: { code: 'duplicate-id' } })
  socket.send({ type: 'cancel', id: 'long' })
  expect((await socket.until('envelope')).at(-1)).toMatchObject({ id: 'long', envelope: { outcome: 'cancelled' } })
})

test('a socket that closes cancels what it had running', async () => {
  await using server = sampleServer()
  const socket = await openSocket(`${server.url}/api/steps/stream`, bearer)
  socket.send({ type: 'call', operation: 'steps.wait', input: { ms: 60_000 } })
  await socket.until('event')
  socket.close()
  expect(await outcomeOf(server, 'steps.wait')).toBe('cancelled')
})

test('a second tab, or the same after a break, follows a run from any event on', async () => {
  await using server = sampleServer()
  const started = await server.ask('/api/steps/count', {
    body: { to: 5, pauseMs: 5 },
    headers: { prefer: 'respond-async' },
  })
  const { run } = (await started.json()) as { run: string }
  const follow = async (after: number) => {
    await using socket = await openSocket(`${server.url}/api/steps/stream`, bearer)
    socket.send({ type: 'follow', run, after })
    return (await socket.until('end')).flatMap(({ event }) => (event ? [(event as { n: number }).n] : []))
  }
  expect(await Promise.all([follow(0), follow(6)])).toEqual([
    [1, 2, 3, 4, 5, 6, 7, 8],
    [7, 8],
  ])
})

test('a token that is withdrawn closes the socket at its next message', async () => {
  await using server = sampleServer()
  const realAuthenticate = server.gateway.authenticate.bind(server.gateway)
  let good = true
  server.gateway.authenticate = async (token) => (good ? realAuthenticate(token) : undefined)
  await using socket = await openSocket(`${server.url}/api/steps/stream`, bearer)
  good = false
  // A token counts as known for two seconds, so it takes as long.
  const again = setInterval(() => socket.send({ type: 'cancel', id: 'nothing' }), 50)
  expect((await socket.closed).code).toBe(1008)
  clearInterval(again)
})

test('a message whose token cannot be looked up is answered', async () => {
  await using server = sampleServer()
  await using socket = await openSocket(`${server.url}/api/steps/stream`, bearer)
  server.gateway.authenticate = async () => {
    throw new Error('cannot read /srv/home/tokens/bad.json')
  }
  // A token counts as known for two seconds, so it takes as long.
  const again = setInterval(() => socket.send({ type: 'call', id: 'one', operation: 'shelf.nothing' }), 50)
  const codes: unknown[] = []
  while (codes.at(-1) !== 'unexpected') {
    const { error } = await socket.next()
    codes.push((error as { code: string }).code)
  }
  clearInterval(again)
  expect(new Set(codes)).toEqual(new Set(['unknown-operation', 'unexpected']))
})

test('a message over the limit closes the socket', async () => {
  await using server = sampleServer({ bodyLimit: 1000 })
  await using socket = await openSocket(`${server.url}/api/steps/stream`, bearer)
  socket.sendText('x'.repeat(2000))
  expect((await socket.closed).code).toBe(1009)
})

test('lets calls finish when it stops, and says goodbye', async () => {
  const server = sampleServer({ drainMs: 5_000 })
  const socket = await openSocket(`${server.url}/api/steps/stream`, bearer)
  socket.send({ type: 'call', operation: 'steps.wait', input: { ms: 200 } })
  await socket.until('event')
  const stopped = server.stop()
  socket.send({ type: 'call', id: 'late', operation: 'steps.judge', input: { number: 2 } })
  const said = await socket.until('envelope')
  expect(said.find(({ type }) => type === 'error')).toMatchObject({ id: 'late', error: { code: 'stopping' } })
  expect(said.at(-1)).toMatchObject({ envelope: { outcome: 'done' } })
  expect((await socket.closed).code).toBe(1001)
  await stopped
})

const counting: SocketFront = {
  kind: 'socket',
  type: 'tally',
  operation: 'steps.count',
  open: (payload) => ({ input: { to: (payload as { limit: number }).limit } }),
  chunk: (data) => ({ type: 'chunk', data }),
  end: ({ data, error }) => (error ? { type: 'error', error } : { type: 'done', data }),
}

test('a front takes messages of its own and answers in its own words', async () => {
  await using server = sampleServer({ fronts: [counting] })
  await using socket = await openSocket(`${server.url}/api/steps/stream`, bearer)
  socket.send({ type: 'tally', id: 'a', payload: { limit: 3 } })
  expect(await socket.next()).toEqual({ type: 'done', id: 'a', data: { counted: 3 } })
  socket.send({ type: 'tally', payload: { limit: 0 } })
  expect(await socket.next()).toMatchObject({ type: 'error', error: { code: 'invalid-input' } })
  await using other = await openSocket(`${server.url}/api/shelf/stream`, bearer)
  other.send({ type: 'tally', payload: { limit: 3 } })
  expect(await other.next()).toMatchObject({ type: 'error', error: { code: 'unknown-message' } })
})
