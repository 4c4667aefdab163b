import { expect, test } from 'bun:test'
import type { Envelope, HttpFront, RunEvent } from '@nimbus/kernel'
import { readLines } from './read-lines.ts'
import { sampleServer } from './sample-server.ts'

const frames = (text: string) =>
  text
    .split('\n\n')
    .filter((frame) => frame.startsWith('id:') || frame.startsWith('event:'))
    .map((frame) => Object.fromEntries(frame.split('\n').map((line) => line.split(/: (.*)/s, 2)))) as {
    id?: string
    event: string
    data: string
  }[]

const lines = async (response: Response) => {
  const all: (RunEvent | Envelope)[] = []
  if (response.body) for await (const line of readLines(response.body)) all.push(JSON.parse(line))
  return all
}

test('streams the events of a call as server-sent events that end with the envelope', async () => {
  await using server = sampleServer()
  const response = await server.ask('/api/steps/count', { body: { to: 3 }, headers: { accept: 'text/event-stream' } })
  expect(response.headers.get('content-type')).toStartWith('text/event-stream')
  const got = frames(await response.text())
  expect(got.map(({ event }) => event)).toEqual([
    'decision',
    'started',
    'progress',
    'progress',
    'progress',
    'ended',
    'envelope',
  ])
  expect(got.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6', undefined])
  expect(JSON.parse(got.at(-1)?.data ?? '')).toMatchObject({ ok: true, data: { counted: 3 } })
})

test('streams them as lines of JSON, errors included', async () => {
  await using server = sampleServer()
  const headers = { accept: 'application/x-ndjson' }
  const all = await lines(await server.ask('/api/steps/fail', { body: { how: 'failed' }, headers }))
  expect(all.at(-1)).toMatchObject({ ok: false, outcome: 'failed', error: { code: 'it-broke', exit: 1 } })
})

test('streams ten thousand events whole and in order', async () => {
  await using server = sampleServer()
  const headers = { accept: 'application/x-ndjson' }
  const all = await lines(await server.ask('/api/steps/count', { body: { to: 10_000 }, headers }))
  expect(all.slice(0, -1).map((event) => ('n' in event ? event.n : 0))).toEqual(
    Array.from({ length: 10_003 }, (_, i) => i + 1),
  )
})

test('stops a call whose reader is too slow', async () => {
  await using server = sampleServer({ backlog: { most: 1000, patienceMs: 0 } })
  const headers = { accept: 'application/x-ndjson' }
  const response = await server.ask('/api/steps/count', { body: { to: 100, pauseMs: 1 }, headers })
  expect((await lines(response)).at(-1)).toMatchObject({ ok: true })
  const burst = server.ask('/api/steps/count', { body: { to: 10_000 }, headers })
  expect(await burst.then(lines).catch(() => 'cut off')).toBe('cut off')
})

test('a burst is no slow reader: it comes whole', async () => {
  await using server = sampleServer({ backlog: { most: 1000, patienceMs: 60_000 } })
  const headers = { accept: 'application/x-ndjson' }
  const all = await lines(await server.ask('/api/steps/count', { body: { to: 10_000 }, headers }))
  expect(all.at(-1)).toMatchObject({ ok: true, data: { counted: 10_000 } })
})

test('a front that cannot say the end ends its stream all the same', async () => {
  const front: HttpFront = {
    kind: 'http',
    method: 'POST',
    path: '/v1/tally',
    operation: 'steps.count',
    summary: 'Counts',
    open: () => ({
      input: { to: 3 },
      stream: {
        beat: ': beat\n\n',
        chunk: String,
        end() {
          throw new Error('nothing to say')
        },
      },
      answer: () => ({ status: 200, body: {} }),
    }),
    fault: (error, status) => ({ status, body: error }),
  }
  await using server = sampleServer({ fronts: [front], heartbeatMs: 20 })
  const looking = [
    server.ask('/v1/tally?dryRun=true', { body: {} }),
    server.ask('/v1/tally', { body: {}, headers: { prefer: 'dry-run' } }),
  ]
  for (const looked of looking) expect((await looked).status).toBe(422)
  const response = await server.ask('/v1/tally', { body: {} })
  expect(response.status).toBe(200)
  await response.text()
})

test('answers 202 with the run when asked to, and its events can be followed from any number', async () => {
  await using server = sampleServer()
  const started = await server.ask('/api/steps/count', { body: { to: 5 }, headers: { prefer: 'respond-async' } })
  expect(started.status).toBe(202)
  const { run, events } = (await started.json()) as { run: string; events: string }
  expect(run).toStartWith('r_')
  const all = await lines(await server.ask(events, { headers: { accept: 'application/x-ndjson' } }))
  expect(all).toHaveLength(8)
  const rest = await server.ask(`${events}?after=1`, {
    headers: { accept: 'application/x-ndjson', 'last-event-id': '6' },
  })
  expect((await lines(rest)).map((event) => ('n' in event ? event.n : 0))).toEqual([7, 8])
  expect((await server.ask(`${events}?after=8`)).status).toBe(204)
})

test('refuses what is no number of an event', async () => {
  await using server = sampleServer()
  const started = await server.ask('/api/steps/count', { body: { to: 1 }, headers: { prefer: 'respond-async' } })
  const { events } = (await started.json()) as { events: string }
  for (const after of ['abc', '-1', '1.5', ''])
    expect([after, (await server.ask(`${events}?after=${after}`)).status]).toEqual([after, 422])
  const named = await server.ask(events, { headers: { 'last-event-id': 'abc' } })
  expect(await named.json()).toMatchObject({ status: 422, error: { code: 'invalid-input', at: 'after' } })
})

test('knows no run that was never there', async () => {
  await using server = sampleServer()
  expect((await server.ask('/api/runs/r_aaaaaaaaaaaaaaaaaaaa/events')).status).toBe(404)
  expect((await server.ask('/api/runs/..%2f..%2fetc/events')).status).toBe(404)
})

test('says on a quiet stream that it is alive', async () => {
  await using server = sampleServer({ heartbeatMs: 10 })
  const stop = new AbortController()
  const response = await server.ask('/api/steps/wait', {
    body: { ms: 60_000 },
    headers: { accept: 'text/event-stream' },
    signal: stop.signal,
  })
  let text = ''
  for await (const bytes of response.body ?? []) {
    text += new TextDecoder().decode(bytes)
    if (text.split(': still here').length > 3) break
  }
  stop.abort()
  expect(text).toContain(': still here\n\n')
})

const ended = async (server: ReturnType<typeof sampleServer>, operation: string) => {
  for (let i = 0; i < 400; i++) {
    const run = [...server.gateway.ports.held.runs.values()].find((each) => each.operation === operation)
    if (run && run.outcome !== 'running') return run.outcome
    await Bun.sleep(5)
  }
  return 'never'
}

test.each(['text/event-stream', 'application/json'])('stops a call whose caller of %s goes away', async (accept) => {
  await using server = sampleServer()
  const leave = new AbortController()
  const { promise: waiting, resolve } = Promise.withResolvers<void>()
  const invoke = server.gateway.invoke.bind(server.gateway)
  server.gateway.invoke = (call) =>
    invoke({
      ...call,
      onEvent(event) {
        call.onEvent?.(event)
        if (event.type === 'progress') resolve()
      },
    })
  const asked = server.ask('/api/steps/wait', { body: { ms: 60_000 }, headers: { accept }, signal: leave.signal })
  const failed = asked.then(
    (response) => response.text().catch(() => 'gone'),
    () => 'gone',
  )
  await waiting
  leave.abort()
  expect(await failed).toBe('gone')
  expect(await ended(server, 'steps.wait')).toBe('cancelled')
})

test('cancels a run by its id for whoever started it, who then gets 499', async () => {
  await using server = sampleServer()
  const started = await server.ask('/api/steps/wait', { body: { ms: 60_000 }, headers: { prefer: 'respond-async' } })
  const { run, cancel } = (await started.json()) as { run: string; cancel: string }
  expect(cancel).toContain(run)
  const stranger = await server.ask(cancel, { method: 'POST', headers: { authorization: 'Bearer model-token' } })
  expect(stranger.status).toBe(404)
  const byStart = await server.ask(`/api/runs/${run.slice(0, 10)}/cancel`, { method: 'POST' })
  expect([byStart.status, await byStart.json()]).toEqual([202, { run, cancelling: true }])
  expect(await ended(server, 'steps.wait')).toBe('cancelled')
})

test('lets what runs finish when it stops, and takes nothing new', async () => {
  const server = sampleServer({ drainMs: 5_000 })
  const running = server.ask('/api/steps/wait', { body: { ms: 300 } })
  const first = await server.ask('/api/steps/count', { body: { to: 1 } })
  expect(first.status).toBe(200)
  const stopped = server.stop()
  expect((await running).status).toBe(200)
  await stopped
  const after = await server.ask('/health').then(
    () => 'answered',
    () => 'refused',
  )
  expect(after).toBe('refused')
})

test('cancels what still runs at the deadline, and waits for its end', async () => {
  const server = sampleServer({ drainMs: 50 })
  const running = server.ask('/api/steps/wait', { body: { ms: 60_000 } })
  await server.ask('/api/steps/count', { body: { to: 1 } })
  await server.stop()
  expect((await running).status).toBe(499)
})
