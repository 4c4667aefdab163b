import { expect, test } from 'bun:test'
import { signatureHeader, signCall } from '@nimbus/host/signed-context'
import { type Envelope, type RunEvent } from '@nimbus/kernel'
import { operation, z } from '@nimbus/kernel/define'
import { memoryGateway, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { type Shelf, sampleOperations } from '@nimbus/testkit/sample-operations'
import { peerCallPath } from './peer-call.ts'
import { createRemote } from './remote.ts'
import { serve } from './serve.ts'

const key = new Uint8Array(32).fill(3)
const workspace = '/srv/workspace'

/** `shelf` in a process of its own, and a gateway that serves `steps` and reaches `shelf` through it. */
const split = (options: { key?: Uint8Array; services?: readonly string[] } = {}) => {
  const shelf: Shelf = new Map([['a', '1']])
  const sources = [memorySource(sampleOperations(shelf))]
  const far = memoryGateway(sources, { workspace })
  const server = serve(far, { port: 0, peerKey: key, drainMs: 50, services: options.services ?? ['shelf', 'steps'] })
  const remote = createRemote([{ url: server.url, services: ['shelf', 'steps'] }], options.key ?? key)
  const near = memoryGateway(sources, { workspace, remote })
  return { shelf, far, near, server, [Symbol.asyncDispose]: () => server.stop() }
}

const call = (operation: string, input: unknown) => ({ operation, input, principal: person, surface: 'cli' as const })
test('a nested call carries parent and approval to the other process, and nothing beyond what was approved', async () => {
  const shelf: Shelf = new Map([['a', '1']])
  const sources = [memorySource(sampleOperations(shelf))]
  const far = memoryGateway(sources, { workspace })
  const server = serve(far, { port: 0, peerKey: key, drainMs: 50, services: ['shelf'] })
  const near = memoryGateway(sources, {
    workspace,
    remote: createRemote([{ url: server.url, services: ['shelf'] }], key),
  })
  const copy = call('steps.copy-all', { names: ['a'] })

  const done = await near.invoke(copy)
  expect(done).toMatchObject({ outcome: 'done', data: { copied: 1 } })
  expect([...far.ports.held.runs.values()]).toMatchObject([
    { operation: 'shelf.put', surface: 'call', parent: done.run, root: done.run, outcome: 'done' },
  ])
  // The caller foresaw a creation; replacing what is there by now was never allowed.
  const again = await near.invoke(copy)
  expect(again).toMatchObject({ outcome: 'approval', error: { code: 'approval-needed' } })
  expect([...far.ports.held.plans.keys()]).toEqual([again.error?.plan ?? 'none'])
  await server.stop()
})

const bare = ({ run: _run, error, ...rest }: Envelope) => ({
  ...rest,
  ...(error ? { error: JSON.parse(JSON.stringify(error).replaceAll(/p_[a-z2-7]{20}/g, 'p_')) } : {}),
})

test('gives the envelope of the other process, where the run is recorded', async () => {
  await using both = split()
  const envelope = await both.near.invoke(call('shelf.get', { name: 'a' }))
  expect(envelope).toMatchObject({ ok: true, data: { value: '1' } })
  expect(both.far.ports.held.runs.get(envelope.run)).toMatchObject({ surface: 'cli', principal: 'ada', workspace })
  expect(both.near.ports.held.runs.size).toBe(0)
})

test('carries consent, which a plain client of HTTP cannot give', async () => {
  await using both = split()
  const put = call('shelf.put', { name: 'a', value: '2' })
  expect(await both.near.invoke(put)).toMatchObject({ outcome: 'approval', error: { exit: 3 } })
  expect(await both.near.invoke({ ...put, consent: { yes: true, confirm: [] } })).toMatchObject({ outcome: 'done' })
  expect(both.shelf.get('a')).toBe('2')
})

test('reaches the other process beside any proxy', async () => {
  await using both = split()
  const before = process.env.HTTP_PROXY
  process.env.HTTP_PROXY = 'http://127.0.0.1:9'
  try {
    expect(await both.near.invoke(call('shelf.get', { name: 'a' }))).toMatchObject({ ok: true, data: { value: '1' } })
  } finally {
    if (before === undefined) delete process.env.HTTP_PROXY
    else process.env.HTTP_PROXY = before
  }
})

test('a call whose record cannot be written is a failure, and the process goes on', async () => {
  await using both = split()
  both.far.flush = async () => {
    throw new Error('the store is closed')
  }
  expect(await both.near.invoke(call('shelf.get', { name: 'a' }))).toMatchObject({
    ok: false,
    error: { code: 'unexpected', message: 'the store is closed' },
  })
})

test('passes on the events as they happen', async () => {
  await using both = split()
  const events: RunEvent[] = []
  const envelope = await both.near.invoke({
    ...call('steps.count', { to: 3 }),
    onEvent: (event) => void events.push(event),
  })
  expect(events.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6])
  expect(new Set(events.map(({ run }) => run))).toEqual(new Set([envelope.run]))
})

test('cancels in the other process and gives its envelope', async () => {
  await using both = split()
  const stop = new AbortController()
  const envelope = await both.near.invoke({
    ...call('steps.wait', { ms: 60_000 }),
    signal: stop.signal,
    onEvent: ({ type }) => {
      if (type === 'progress') stop.abort()
    },
  })
  expect(envelope).toMatchObject({ ok: false, outcome: 'cancelled', error: { code: 'cancelled', exit: 130 } })
  expect(both.far.ports.held.runs.get(envelope.run)?.outcome).toBe('cancelled')
})

test.each([
  ['shelf.get', { name: 'a' }],
  ['shelf.get', { name: 'nothing' }],
  ['shelf.get', { name: 4 }],
  ['shelf.put', { name: 'a', value: 'x' }],
  ['shelf.remove', { name: 'a' }],
  ['steps.judge', { number: 3 }],
  ['steps.fail', { how: 'failed' }],
  ['steps.fail', { how: 'defect' }],
  ['steps.private', {}],
])('gives for %s %j what the same process gives', async (operation, input) => {
  await using both = split()
  const there = await both.near.invoke(call(operation, input))
  const here = await both.far.invoke(call(operation, input))
  expect(bare(there)).toEqual(bare(here))
})

test('a process with another key is not believed', async () => {
  await using both = split({ key: new Uint8Array(32).fill(9) })
  expect(await both.near.invoke(call('shelf.get', { name: 'a' }))).toMatchObject({
    outcome: 'failed',
    error: { code: 'service-refused' },
  })
  expect(both.far.ports.held.runs.size).toBe(0)
})

test('a recorded call cannot be sent again, and a token does not stand for a signature', async () => {
  await using both = split()
  const body = JSON.stringify({
    id: '1',
    operation: 'shelf.get',
    input: { name: 'a' },
    context: { principal: person, surface: 'cli', workspace, base: workspace },
    follow: false,
  })
  const headers = { 'content-type': 'application/json', [signatureHeader]: signCall(key, peerCallPath, body) }
  const send = (extra: Record<string, string>) =>
    fetch(new URL(peerCallPath, both.server.url), { method: 'POST', body, headers: extra })
  expect((await send(headers)).status).toBe(200)
  expect((await send(headers)).status).toBe(401)
  expect((await send({ authorization: 'Bearer person-token' })).status).toBe(401)
})

test('a process that does not serve the service says so', async () => {
  await using both = split({ services: ['steps'] })
  expect(await both.near.invoke(call('shelf.get', { name: 'a' }))).toMatchObject({ error: { code: 'not-served-here' } })
})

test('a process that is not there is an error that says how to start it', async () => {
  const both = split()
  await both.server.stop()
  expect(await both.near.invoke(call('shelf.get', { name: 'a' }))).toMatchObject({
    outcome: 'missing',
    error: { code: 'service-unreachable', exit: 5, next: 'start it with: nimbus serve' },
  })
})

test('a session is tainted here by what a call of its call has read in the other process', async () => {
  const relay = operation({
    id: 'relay.names',
    summary: 'Give the names that another operation lists',
    effect: 'read',
    input: z.object({}),
    output: z.object({ names: z.array(z.string()) }),
    examples: [],
    run: async (_input, ctx) => (await ctx.call('shelf.list' as never, {} as never)) as { names: string[] },
  })
  const sources = [memorySource([...sampleOperations(new Map([['a', '1']])), relay])]
  const far = memoryGateway(sources, { workspace })
  const server = serve(far, { port: 0, peerKey: key, drainMs: 50, services: ['shelf', 'relay'] })
  const near = memoryGateway(sources, {
    workspace,
    remote: createRemote([{ url: server.url, services: ['relay', 'shelf'] }], key),
  })
  await near.invoke({ ...call('shelf.get', { name: 'a' }), session: 's' })
  expect(near.isTainted('s')).toBe(false)
  await near.invoke({ ...call('relay.names', {}), session: 's' })
  expect(near.isTainted('s')).toBe(true)
  await server.stop()
})
