import type { Noted } from './outbox.ts'
import { areShort, fitInRow, insertEvents } from './run-events.ts'
import { insertMissing, insertRow, insertRun } from './run-rows.ts'
import type { Value, Work } from './sql.ts'

/** Writes reads that have ended, each as a row with its events. One that is there already stays as it is. */
export function* writeNotes(notes: readonly Noted[]): Work<void> {
  for (const { run, end, events } of notes) {
    const apart = areShort(events) || fitInRow(events) ? undefined : events
    if ((yield* insertRun(run, null, apart ? { end } : { end, events })) && apart) yield* insertEvents(apart, () => run)
  }
}

/** The same for reads whose rows are made. */
export function* writeRows(rows: Iterable<readonly Value[]>): Work<void> {
  for (const columns of rows) yield* insertRow(columns)
}

/** The same for reads that may have been written before, by somebody who did not come to say so. */
export function* writeMissing(rows: Iterable<readonly Value[]>): Work<void> {
  for (const columns of rows) yield* insertMissing(columns)
}
