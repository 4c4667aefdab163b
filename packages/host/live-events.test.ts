import { expect, test } from 'bun:test'
import type { Journal, RunEvent } from '@nimbus/kernel'
import { workspace } from '@nimbus/testkit'
import { createLiveEvents } from './live-events.ts'

const event = (n: number, type: RunEvent['type'] = 'progress'): RunEvent => ({ run: 'r_a', n, at: '', type, data: n })

/** A store that has nothing yet: what follows must come from the events themselves. */
const emptyStore = () => ({ events: async () => [], get: async () => undefined }) as unknown as Journal

const numbers = async (events: AsyncIterable<RunEvent>): Promise<number[]> => {
  const seen: number[] = []
  for await (const { n } of events) seen.push(n)
  return seen
}

test('two who follow a run both hear all of it, though nothing is stored yet', async () => {
  const { publish, tail } = createLiveEvents(emptyStore)
  publish(event(1, 'started'), 'local')
  const followers = [numbers(tail('r_a', 0, 'local')), numbers(tail('r_a', 1, 'local'))]
  await Promise.resolve()
  publish(event(2), 'local')
  publish(event(3), 'local')
  publish(event(4, 'ended'), 'local')
  expect(await Promise.all(followers)).toEqual([
    [1, 2, 3, 4],
    [2, 3, 4],
  ])
})

test('a follower that is slow misses nothing', async () => {
  const { publish, tail } = createLiveEvents(emptyStore)
  publish(event(1, 'started'), 'local')
  const events = tail('r_a', 0, 'local')[Symbol.asyncIterator]()
  expect((await events.next()).value).toMatchObject({ n: 1 })
  publish(event(2), 'local')
  publish(event(3, 'ended'), 'local')
  expect((await events.next()).value).toMatchObject({ n: 2 })
  expect((await events.next()).value).toMatchObject({ n: 3 })
  expect((await events.next()).done).toBe(true)
})

test('a run is followed by the beginning of its id, where only one begins so', async () => {
  const stored = [{ id: 'r_stored22222222222222', tenant: 'local' }]
  const store = { ...emptyStore(), find: async (text: string) => stored.filter(({ id }) => id.startsWith(text)) }
  const { publish, tail } = createLiveEvents(() => store as unknown as Journal)
  for (const [run, tenant] of [
    ['r_abcd2222222222222222', 'local'],
    ['r_abce2222222222222222', 'local'],
    ['r_abcf2222222222222222', 'other'],
  ] as const) {
    publish({ ...event(1, 'chunk'), run }, tenant)
    publish({ ...event(2, 'ended'), run }, tenant)
  }
  const followed = async (text: string) => numbers(tail(text, 0, 'local'))
  expect([await followed('r_abcd'), await followed('r_abce2')]).toEqual([
    [1, 2],
    [1, 2],
  ])
  for (const text of ['r_abc', 'r_abcf', 'r_zzzz']) expect([text, await followed(text)]).toEqual([text, []])
  stored.push({ id: 'r_abcd3333333333333333', tenant: 'local' })
  expect(await followed('r_abcd')).toEqual([])
})

test('a run that nobody knows ends at once', async () => {
  expect(await numbers(createLiveEvents(emptyStore).tail('r_b', 0, 'local'))).toEqual([])
})

test('whoever stops listening is let go', async () => {
  const { publish, tail } = createLiveEvents(emptyStore)
  publish(event(1, 'started'), 'local')
  const abort = new AbortController()
  const followed = numbers(tail('r_a', 0, 'local', abort.signal))
  await Promise.resolve()
  abort.abort()
  expect(await followed).toEqual([1])
})

test('a run of this process can be followed from its first event to its end', async () => {
  await using place = await workspace()
  const host = await place.host()
  const started = Promise.withResolvers<string>()
  const calling = place.invoke(
    'fs.write',
    { file: 'a.txt', content: 'x' },
    { onEvent: ({ run }) => started.resolve(run) },
  )
  const run = await started.promise
  const followed = numbers(host.tail(run, 0, host.principal))
  const { ok } = await calling
  const seen = await followed
  expect(ok).toBe(true)
  expect(seen).toEqual(seen.map((_, i) => i + 1))
  expect(await numbers(host.tail(run, 0, host.principal))).toEqual(seen)
  expect(await numbers(host.tail(run, 1, host.principal))).toEqual(seen.slice(1))
})

test('a run of another process is followed through the store', async () => {
  await using place = await workspace()
  const host = await place.host()
  const { stdout } = await place.cli(['fs', 'write', 'a.txt', '--content', 'x', '--json'])
  const { run } = JSON.parse(stdout) as { run: string }
  const seen = await numbers(host.tail(run, 0, host.principal))
  expect(seen.length).toBeGreaterThan(2)
  expect(seen).toEqual(seen.map((_, i) => i + 1))
})

test('a run of another tenant is as if there were none, live and stored', async () => {
  const { publish, tail } = createLiveEvents(emptyStore)
  publish(event(1, 'started'), 'local')
  expect(await numbers(tail('r_a', 0, 'others'))).toEqual([])

  await using place = await workspace()
  const host = await place.host()
  const { run } = await place.invoke('fs.write', { file: 'a.txt', content: 'x' })
  expect((await numbers(host.tail(run, 0, host.principal))).length).toBeGreaterThan(2)
  expect(await numbers(host.tail(run, 0, { ...host.principal, tenant: 'others' }))).toEqual([])
})

test('the pieces of a run can be followed after its end, because the store may not hold them', async () => {
  const { publish, tail } = createLiveEvents(emptyStore)
  for (const each of [event(1, 'started'), event(2, 'chunk'), event(3, 'ended')]) publish(each, 'local')
  expect(await numbers(tail('r_a', 1, 'local'))).toEqual([2, 3])
  expect(await numbers(tail('r_a', 0, 'another'))).toEqual([])
})

test('only so many runs are held on to after their end, the latest', async () => {
  const { publish, tail } = createLiveEvents(emptyStore)
  const ended = (run: string) => {
    publish({ ...event(1, 'chunk'), run }, 'local')
    publish({ ...event(2, 'ended'), run }, 'local')
  }
  for (let i = 0; i <= 500; i++) ended(`r_${i}`)
  expect(await numbers(tail('r_0', 0, 'local'))).toEqual([])
  expect(await numbers(tail('r_500', 0, 'local'))).toEqual([1, 2])
})
