import type { Noted } from './outbox.ts'
import { insertEvents, mostInRow } from './run-events.ts'
import { insertRun } from './run-rows.ts'
import type { Work } from './sql.ts'

/** Writes reads that have ended, each as a row with its events. One that is there already stays as it is. */
export function* writeNotes(notes: readonly Noted[]): Work<void> {
  for (const { run, end, events } of notes) {
    const inRow = events.length <= mostInRow
    if ((yield* insertRun(run, null, inRow ? { end, events } : { end })) && !inRow)
      yield* insertEvents(events, () => run)
  }
}
