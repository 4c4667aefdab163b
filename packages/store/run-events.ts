import type { Envelope, RunEvent, RunStart } from '@nimbus/kernel'
import { hasId } from './run-names.ts'
import { change, row, rows, type Work } from './sql.ts'

/** Whose an event is. */
export interface Belongs {
  tenant: string
  principal: string
}

interface EventRow extends Omit<RunEvent, 'data'> {
  data: string
}

/** Inserts events of runs that are in the table. */
export function* insertEvents(events: readonly RunEvent[], belongs: (run: string) => Belongs): Work<void> {
  for (const { run, n, at, type, data } of events) {
    const { tenant, principal } = belongs(run)
    yield* change(
      `INSERT INTO events (run, n, tenant, principal, at, type, data) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (run, n) DO NOTHING`,
      run,
      n,
      tenant,
      principal,
      at,
      type,
      JSON.stringify(data) ?? 'null',
    )
  }
}

/** How many events of a read lie in its row: that is read as a whole, however few are asked for. */
export const mostInRow = 256

/** When a read was decided, was started and ended: all there is to say of its events that its row does not say. */
export type Times = readonly [decided: string, started: string, ended: string]

const usual = ['decision', 'started', 'ended'] as const

/** What the events of a read say that nothing happened in but that it was allowed, was started and ended. */
const usualData = (run: Pick<RunStart, 'operation' | 'input' | 'decision'>, envelope: Envelope) => [
  { decide: 'allow', rule: run.decision },
  { operation: run.operation, input: run.input },
  { ok: envelope.ok, outcome: envelope.outcome, ...(envelope.error ? { error: envelope.error } : {}) },
]

const same = (a: unknown, b: Readonly<Record<string, unknown>>): boolean => {
  if (a === null || typeof a !== 'object') return false
  const said = a as Readonly<Record<string, unknown>>
  for (const key in said) if (!(key in b)) return false
  for (const key in b) if (said[key] !== b[key]) return false
  return true
}

/** The events of a read in short, where they follow from its row. */
export const inShort = (
  run: RunStart,
  envelope: Envelope,
  events: readonly RunEvent[],
): Times | readonly RunEvent[] => {
  const [decided, started, ended] = events
  if (events.length !== usual.length || !decided || !started || !ended) return events
  const data = usualData(run, envelope)
  for (let i = 0; i < usual.length; i++)
    if (events[i]?.type !== usual[i] || !same(events[i]?.data, data[i] ?? {})) return events
  return [decided.at, started.at, ended.at]
}

/** Whether the events of a read fit in its row. */
export const fitInRow = (events: Times | readonly RunEvent[]): boolean => areShort(events) || events.length <= mostInRow

/** Whether the events of a read are given in short. */
export const areShort = (events: Times | readonly RunEvent[]): events is Times => typeof events[0] === 'string'

/** All events of a read as its row holds them; which run they belong to goes without saying. */
export const eventsText = (events: Times | readonly RunEvent[]): string =>
  // A time holds nothing that JSON escapes, and most reads have no more than three of them.
  areShort(events) ? `["${events.join('","')}"]` : JSON.stringify(events.map(withoutRun))

const withoutRun = ({ n, at, type, data = null }: RunEvent) => ({ n, at, type, data })

interface EventsRow {
  operation: string
  input: string
  decision: string | null
  envelope: string | null
  events: string | null
}

/** The events that a row holds, in full. */
const inFull = (found: EventsRow): Omit<RunEvent, 'run'>[] => {
  const all: (string | Omit<RunEvent, 'run'>)[] = JSON.parse(found.events ?? '[]')
  const { operation, decision } = found
  const run = { operation, input: JSON.parse(found.input), ...(decision === null ? {} : { decision }) }
  const data = usualData(run, JSON.parse(found.envelope ?? '{}'))
  return all.map((each, i) =>
    typeof each === 'string' ? { n: i + 1, at: each, type: usual[i] ?? 'log', data: data[i] } : each,
  )
}

/** The events of a run after a number, the first of them first, wherever they are kept. */
export function* eventsOf(run: string, after: number, limit: number): Work<RunEvent[]> {
  const found = yield* row<EventsRow>(
    `SELECT operation, input, decision, envelope, events FROM runs WHERE ${hasId}`,
    run,
  )
  if (found?.events) {
    return inFull(found)
      .filter(({ n }) => n > after)
      .slice(0, limit)
      .map((event) => ({ run, ...event }))
  }
  const apart = yield* rows<EventRow>(
    'SELECT run, n, at, type, data FROM events WHERE run = ? AND n > ? ORDER BY n LIMIT ?',
    run,
    after,
    limit,
  )
  return apart.map(({ data, ...event }) => ({ ...event, data: JSON.parse(data) }))
}
