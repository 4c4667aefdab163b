import type { Clock, RunEnd, RunEvent, RunStart } from '@nimbus/kernel'
import { appendEntries, type NewEntry } from './chain.ts'
import type { Checkpoint } from './checkpoint.ts'
import { createIndexKeeper } from './index-keeper.ts'
import { Outbox, type Waiting } from './outbox.ts'
import { isRefusal, refusedEntry } from './run-entries.ts'
import { type Belongs, fitInRow, inShort, insertEvents } from './run-events.ts'
import { type RowText, rowIn, rowText } from './run-rows.ts'
import type { Sql, Value, Work } from './sql.ts'
import { writeMissing, writeNotes, writeRows } from './write-notes.ts'
import type { WriterThread } from './writer-thread.ts'

/** Reads and events, which wait to be written together. */
export interface RunBatches {
  /** Adds a run that is over; resolves when more may be added. */
  note(run: RunStart, end: RunEnd, events: readonly RunEvent[]): Promise<void>
  /** Adds events of runs that go on. */
  append(events: readonly RunEvent[]): Promise<void>
  /**
   * Writes what waits and something more in one transaction, which gets the audit entries of what waited, to append
   * them with its own. Gives how many runs were written; the search does not know them yet.
   */
  writeWith(more: (entries: readonly NewEntry[]) => Work<void>): Promise<number>
  /** Says that so many runs were written, for the search to know. Never fails; `trouble` tells. */
  index(runs: number): Promise<void>
  /** Sees to it that everything is written. What could not be written waits again. */
  flush(): Promise<void>
  /** The same without giving way; SQLite only. */
  flushNow(): void
  /** Writes what waits, and leaves no search much to index; for a store that is closed. */
  finish(): Promise<void>
  /** Why the last batch could not be written or indexed, while that is so. */
  trouble(): string | undefined
}

const whyNot = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : 'the last batch could not be written'

const columnsOf = (row: RowText): Value[] => rowIn(row.split('\n'))

const runsIn = ({ notes, rows, doubted }: Waiting): number => notes.length + rows.length + doubted.length

/** So much is kept of what cannot be written: more would only fill the memory until nothing works. */
const mostKept = 10_000

const nothingToWaitFor = Promise.resolve()

/** So many reads at once are the thread's; fewer are written sooner than it could be told of them. */
const busy = 32

/** What batches are written with. */
interface Around {
  sql: Sql
  clock: Clock
  checkpoint: Checkpoint
  /** Whose a run is that events come of. */
  belongs: (run: string) => Belongs
  /** Writes the reads of busy moments. */
  thread: WriterThread | undefined
}

/** Collects reads and events for up to a twentieth of a second, and writes them. */
export const createRunBatches = ({ sql, clock, checkpoint, belongs, thread }: Around): RunBatches => {
  const index = createIndexKeeper(sql)
  let failure: string | undefined
  let unindexed: string | undefined
  let writing: Promise<void> = Promise.resolve()
  let handedOver: Promise<void> = Promise.resolve()

  /** Writes runs and events, and gives what the audit chain has to say of them. */
  function* writeBatch({ notes, rows, doubted, events }: Waiting): Work<NewEntry[]> {
    yield* writeNotes(notes)
    // One by one: where the first cannot be written the others need not be read.
    yield* writeMissing(doubted.values().map(columnsOf))
    yield* writeRows(rows.values().map(columnsOf))
    yield* insertEvents(events, belongs)
    return notes.filter(isRefusal).map(refusedEntry)
  }

  function* writeWaiting(taken: Waiting): Work<boolean> {
    const entries = yield* writeBatch(taken)
    yield* appendEntries(sql.dialect, clock, entries)
    return entries.length > 0
  }

  const outbox = new Outbox(thread ? 'apart' : 'here', () => void pass()?.catch(() => undefined))

  /** Writes what waits, in the thread or here; gives what to wait for where more should not be added meanwhile. */
  const pass = (): Promise<void> | undefined => {
    // After a failure whoever adds more waits for it here, and hears of it, until a batch was written again.
    if (!thread?.works || failure !== undefined || outbox.rows < busy) return flush()
    const { rows, ...rest } = outbox.take()
    outbox.add(rest)
    const written = thread.writeReads(rows).catch((thrown: unknown) => {
      failure = whyNot(thrown)
      outbox.add({ doubted: rows })
    })
    const before = handedOver
    handedOver = written.then(() => before)
    return thread.behind ? handedOver : undefined
  }

  /**
   * Waits for what the thread has been given, and once more for what the clock of the outbox gave it meanwhile: that
   * took everything that was waiting. Whatever comes later is nobody's concern who asked before, or a history could
   * not be read as long as others go on.
   */
  const allHandedOver = async (): Promise<void> => {
    const before = handedOver
    await before
    if (handedOver !== before) await handedOver
  }

  /** Runs are written, whatever becomes of their words: that is told by the store's health and by every search. */
  const indexed = async (work: Promise<void>): Promise<void> => {
    try {
      await work
      unindexed = undefined
    } catch (thrown) {
      unindexed = whyNot(thrown)
    }
  }

  /** Sees to it that everything is written. What could not be written waits again. */
  const flush = (): Promise<void> => {
    writing = writing
      .catch(() => undefined)
      .then(async () => {
        await allHandedOver()
        if (outbox.empty) return
        const taken = outbox.take()
        try {
          if (await sql.write(() => writeWaiting(taken))) checkpoint.touch()
          failure = undefined
        } catch (thrown) {
          outbox.add(taken)
          failure = whyNot(thrown)
          throw thrown
        }
        await indexed(index.wrote(runsIn(taken)))
      })
    return writing
  }

  const hasRoom = (): boolean => failure === undefined || outbox.size < mostKept

  const add: RunBatches['note'] = (run, end, events) => {
    const note = { run, end, events: inShort(run, end.envelope, events) }
    // A refusal is an entry of the audit chain, which is written in one place only. A row costs less to hold on to
    // than all that it is made from.
    const apart = thread?.works && !isRefusal(note) && fitInRow(note.events)
    const full = apart ? outbox.addRow(rowText(run, note)) : outbox.add({ notes: [note] })
    return (full ? pass() : undefined) ?? nothingToWaitFor
  }

  return {
    note(run, end, events) {
      return hasRoom() ? add(run, end, events) : flush().then(() => add(run, end, events))
    },

    async append(events) {
      if (!hasRoom()) await flush()
      if (outbox.add({ events })) await flush()
    },

    async writeWith(more) {
      // Events of the same run may be on their way in a batch of their own.
      await writing.catch(() => undefined)
      const waiting = outbox.take()
      try {
        await sql.write(function* () {
          yield* more(yield* writeBatch(waiting))
        })
      } catch (thrown) {
        outbox.add(waiting)
        throw thrown
      }
      return runsIn(waiting)
    },

    index: (runs) => indexed(index.wrote(runs)),
    flush,
    flushNow() {
      const { doubted, ...rest } = outbox.take()
      const taken = { ...rest, doubted: [...doubted, ...(thread?.unwritten() ?? [])] }
      if (runsIn(taken) + taken.events.length === 0 || !sql.writeNow) return
      if (sql.writeNow(() => writeWaiting(taken))) checkpoint.touch()
    },
    async finish() {
      await flush()
      await indexed(index.last())
    },
    trouble: () => failure ?? unindexed,
  }
}
