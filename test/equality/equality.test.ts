import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Envelope } from '@nimbus/kernel'
import { cases } from './cases.ts'
import { createNormalise, type Normalise } from './normal-form.ts'
import { inProcess, oneProcess, type Recorded, recordedIn, twoProcesses, type World } from './world.ts'

interface Played {
  name: string
  normalise: Normalise
  envelopes: ReadonlyMap<string, Envelope>
  recorded: Recorded
}

/** Plays all cases in one world, one after the other, and reads back what it recorded. */
const play = async (open: () => Promise<World>): Promise<Played> => {
  await using world = await open()
  const { path, home } = world.place
  const envelopes = new Map<string, Envelope>()
  for (const { title, input, ...call } of cases) {
    const given: unknown = typeof input === 'function' ? input(envelopes) : input
    envelopes.set(title, await world.call({ ...call, input: given }))
  }
  await world.stop()
  const recorded = await recordedIn(world)
  return {
    name: world.name,
    // An error that leaves over HTTP names paths relative to the workspace; see `host-paths.ts`.
    normalise: createNormalise({ '': `${path}/`, workspace: path, home }),
    envelopes,
    recorded,
  }
}

let played: readonly Played[] = []

beforeAll(async () => {
  played = await Promise.all([inProcess, oneProcess, twoProcesses].map(play))
}, 60_000)

afterAll(() => {
  played = []
})

const first = 0
const others = [1, 2]
const at = (index: number): Played => {
  const found = played[index]
  if (!found) throw new Error('the worlds were not played')
  return found
}

/** A run with everything it recorded, and its children in the order of their start. */
const treeOf = (run: string, { runs }: Recorded): unknown => {
  const record = runs.find(({ id }) => id === run)
  const children = runs.filter(({ parent }) => parent === run).sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
  return { record, children: children.map(({ id }) => treeOf(id, { runs, audit: [] })) }
}

test('there are at least a hundred cases, each with its own title', () => {
  expect(cases.length).toBeGreaterThanOrEqual(100)
  expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length)
})

describe.each(others)('world %d gives what the first one gives', (other) => {
  test.each(cases.map(({ title }) => title))('%s', (title) => {
    const [one, two] = [at(first), at(other)].map(({ envelopes, recorded, normalise }) => {
      const envelope = envelopes.get(title)
      return normalise({ envelope, tree: treeOf(envelope?.run ?? '', recorded) })
    })
    expect(two).toEqual(one)
  })

  test('and wrote the same audit', () => {
    const [one, two] = [at(first), at(other)].map(({ recorded, normalise }) =>
      recorded.audit
        .map((entry) => ({ ...(entry as object), seq: 0, hash: '' }))
        .map((entry) => JSON.stringify(normalise(entry)))
        // Reads are written in batches, each process its own.
        .sort(),
    )
    expect(one?.length).toBeGreaterThan(50)
    expect(two).toEqual(one)
  })
})

test('every case left a run with its events, in every world', () => {
  for (const { name, envelopes, recorded } of played)
    for (const [title, { run, outcome }] of envelopes) {
      const record = recorded.runs.find(({ id }) => id === run)
      expect([name, title, record?.outcome, record?.events.at(-1)?.type]).toEqual([name, title, outcome, 'ended'])
    }
})

test('the cases show every outcome', () => {
  const outcomes = new Set([...at(first).envelopes.values()].map(({ outcome }) => outcome))
  expect([...outcomes].sort()).toEqual([
    'approval',
    'cancelled',
    'denied',
    'done',
    'failed',
    'invalid',
    'missing',
    'negative',
    'preview',
  ])
})
