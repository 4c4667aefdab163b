import { expect, test } from 'bun:test'
import type { ErrorData, RunEnd, RunEvent, RunStart } from '@nimbus/kernel'
import { anEnd, aRun, onEachDatabase } from './test-places.ts'

const aRead = (changes: Partial<RunStart> = {}) =>
  aRun({ operation: 'git.status', effect: 'read', decision: 'defaults: reading is allowed', ...changes })

type Said = readonly [type: RunEvent['type'], data: unknown]

/** The events of a run, each at a time of its own. */
const eventsOf = (run: RunStart, ...said: readonly Said[]): RunEvent[] =>
  said.map(([type, data], i) => ({ run: run.id, n: i + 1, at: `2026-03-01T12:00:0${i}.000Z`, type, data }))

/** What every read says that was allowed. */
const allowed = (run: RunStart, { envelope: { ok, outcome, error } }: RunEnd): readonly [Said, Said, Said] => [
  ['decision', { decide: 'allow', rule: run.decision }],
  ['started', { operation: run.operation, input: run.input }],
  ['ended', { ok, outcome, ...(error ? { error } : {}) }],
]

onEachDatabase('the events of a read', (place) => {
  test('come back as they were, though its row holds only their times', async () => {
    await using here = await place()
    const { journal } = await here.open()
    const run = aRead()
    const events = eventsOf(run, ...allowed(run, anEnd(run)))
    await journal.note(run, anEnd(run), events)

    expect(await journal.events(run.id, 0, 100)).toEqual(events)
    expect(await journal.events(run.id, 1, 1)).toEqual(events.slice(1, 2))
    expect(await here.meddle('SELECT events FROM runs WHERE id = ?', run.id)).toEqual([
      { events: JSON.stringify(events.map(({ at }) => at)) },
    ])
  })

  test('come back with the error of one that failed', async () => {
    await using here = await place()
    const { journal } = await here.open()
    const run = aRead()
    const error: ErrorData = { code: 'not-found', message: 'There is no a', exit: 5 }
    const end: RunEnd = {
      outcome: 'missing',
      envelope: { ok: false, run: run.id, outcome: 'missing', error },
      endedAt: '2026-03-01T12:00:05.000Z',
    }
    const events = eventsOf(run, ...allowed(run, end))
    await journal.note(run, end, events)

    expect(await journal.events(run.id, 0, 100)).toEqual(events)
  })

  test('come back as they were where they say more, or something else, than the row', async () => {
    await using here = await place()
    const { journal } = await here.open()
    const run = aRead()
    const end = anEnd(run)
    const [decision, started, ended] = allowed(run, end)
    const others = [
      eventsOf(run, decision, started, ['chunk', { line: 'a' }], ended),
      eventsOf(run, ['decision', { decide: 'ask', rule: run.decision }], started, ended),
      eventsOf(run, ['decision', { decide: 'allow', rule: run.decision, because: 'granted' }], started, ended),
      eventsOf(run, decision, ['started', { operation: run.operation, input: { message: 'another' } }], ended),
      eventsOf(run, decision, started, ['ended', { ok: true, outcome: 'negative' }]),
      eventsOf(run, decision, ended),
    ]
    for (const events of others) {
      const id = `${run.id.slice(0, -2)}z${others.indexOf(events) + 2}`
      const own = events.map((event) => ({ ...event, run: id }))
      await journal.note({ ...run, id }, { ...end, envelope: { ...end.envelope, run: id } }, own)
      expect(await journal.events(id, 0, 100)).toEqual(own)
    }
  })
})
