import type { RunEvent } from '@nimbus/kernel'
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

/** All events of a read as its row holds them; which run they belong to goes without saying. */
export const eventsText = (events: readonly RunEvent[]): string =>
  JSON.stringify(events.map(({ n, at, type, data = null }) => ({ n, at, type, data })))

/** The events of a run after a number, the first of them first, wherever they are kept. */
export function* eventsOf(run: string, after: number, limit: number): Work<RunEvent[]> {
  const found = yield* row<{ events: string | null }>('SELECT events FROM runs WHERE id = ?', run)
  if (found?.events) {
    const all = JSON.parse(found.events) as Omit<RunEvent, 'run'>[]
    return all
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
