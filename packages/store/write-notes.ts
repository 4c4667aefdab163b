import type { Noted } from './outbox.ts'
import { areShort, insertEvents, mostInRow } from './run-events.ts'
import { insertRun } from './run-rows.ts'
import type { Work } from './sql.ts'

/** Writes reads that have ended, each as a row with its events. One that is there already stays as it is. */
export function* writeNotes(notes: readonly Noted[]): Work<void> {
  for (const { run, end, events } of notes) {
    const apart = areShort(events) || events.length <= mostInRow ? undefined : events
    if ((yield* insertRun(run, null, apart ? { end } : { end, events })) && apart) yield* insertEvents(apart, () => run)
  }
}
