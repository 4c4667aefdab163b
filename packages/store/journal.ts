import { type Clock, digestOf, failed, type Journal, type RunEnd, type RunStart } from '@nimbus/kernel'
import { appendEntries, type NewEntry } from './chain.ts'
import type { Checkpoint } from './checkpoint.ts'
import { createHistory } from './history.ts'
import { createIndexKeeper } from './index-keeper.ts'
import { type Noted, Outbox, type Waiting } from './outbox.ts'
import type { Processes } from './processes.ts'
import { type Belongs, fitInRow, inShort, insertEvents } from './run-events.ts'
import { closeRun, insertRun, keepInRun, rowIn, rowText } from './run-rows.ts'
import { row, type Sql, type Work } from './sql.ts'
import { writeNotes, writeRows } from './write-notes.ts'
import type { WriterThread } from './writer-thread.ts'

/** The journal, and what the store's closing and health need of it. */
export interface StoreJournal extends Journal {
  /** Writes what is batched without giving way; SQLite only. */
  flushNow(): void
  /** Writes what is batched, and leaves no search much to index; for a store that is closed. */
  finish(): Promise<void>
  /** Why the last batch could not be written or indexed, while that is so. */
  trouble(): string | undefined
}

const begunEntry = (run: RunStart): NewEntry => ({
  tenant: run.tenant,
  principal: run.principal,
  action: 'run.begin',
  subject: run.id,
  detail: {
    operation: run.operation,
    effect: run.effect,
    workspace: run.workspace,
    input: digestOf(run.input),
    ...(run.parent ? { parent: run.parent } : {}),
    ...(run.plan ? { plan: run.plan } : {}),
    ...(run.decision ? { decision: run.decision } : {}),
  },
})

const endedEntry = (id: string, { tenant, principal }: Belongs, end: RunEnd): NewEntry => ({
  tenant,
  principal,
  action: 'run.end',
  subject: id,
  detail: { outcome: end.outcome, envelope: digestOf(end.envelope) },
})

/** An effect that never began: it was refused, or needs approval first. */
const refusedEntry = ({ run, end }: Noted): NewEntry => ({
  tenant: run.tenant,
  principal: run.principal,
  action: 'run.refused',
  subject: run.id,
  detail: { operation: run.operation, effect: run.effect, input: digestOf(run.input), outcome: end.outcome },
})

const whyNot = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : 'the last batch could not be written'

/** So many reads at once are the thread's; fewer are written sooner than it could be told of them. */
const busy = 32

const isRefusal = ({ run, end }: Noted): boolean => run.effect !== 'read' && end.outcome !== 'preview'

/**
 * The journal of runs.
 *
 * A run with an effect is one transaction with its audit entry when it begins and one when it ends; both are safe from
 * a kill when they return. Reads and events wait up to a twentieth of a second, to be written together; where there is a
 * thread for it, it writes the reads of busy moments.
 */
export const createJournal = (
  sql: Sql,
  clock: Clock,
  processes: Processes,
  checkpoint: Checkpoint,
  thread?: WriterThread,
): StoreJournal => {
  const { dialect } = sql
  const open = new Map<string, Belongs>()
  const index = createIndexKeeper(sql)
  let failure: string | undefined
  let unindexed: string | undefined
  let writing: Promise<void> = Promise.resolve()
  let handedOver: Promise<void> = Promise.resolve()

  const belongs = (run: string): Belongs => open.get(run) ?? { tenant: '', principal: '' }

  /** Writes runs and events, and gives what the audit chain has to say of them. */
  function* writeBatch({ notes, rows, events }: Waiting): Work<NewEntry[]> {
    yield* writeNotes(notes)
    yield* writeRows(rows.map((row) => rowIn(row.split('\n'))))
    yield* insertEvents(events, belongs)
    return notes.filter(isRefusal).map(refusedEntry)
  }

  function* writeWaiting(taken: Waiting): Work<boolean> {
    const entries = yield* writeBatch(taken)
    yield* appendEntries(dialect, clock, entries)
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
      outbox.add({ rows })
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
        await indexed(index.wrote(taken.notes.length + taken.rows.length))
      })
    return writing
  }

  return {
    ...createHistory(sql, processes, flush),

    async begin(run) {
      await sql.write(function* () {
        yield* processes.register()
        if (!(yield* insertRun(run, processes.id)))
          throw failed('run-exists', `There is already a run ${run.id}`, { at: run.id, why: 'an id is used once' })
        yield* appendEntries(dialect, clock, [begunEntry(run)])
      })
      open.set(run.id, { tenant: run.tenant, principal: run.principal })
      processes.open(1)
      checkpoint.touch()
    },

    async keep(id, kept) {
      if ((await sql.write(() => keepInRun(id, kept))) > 0) return
      throw failed('run-not-open', `Run ${id} cannot keep anything`, { at: id, why: 'it never began, or has ended' })
    },

    async append(events) {
      for (const { run } of events) if (!open.has(run)) open.set(run, await ownerOf(sql, run))
      if (outbox.add({ events })) await flush()
    },

    async end(id, end) {
      // Events of this run may be on their way in a batch of their own.
      await writing.catch(() => undefined)
      const waiting = outbox.take()
      try {
        await sql.write(function* () {
          const refusals = yield* writeBatch(waiting)
          const closed = yield* closeRun(id, end)
          if (!closed)
            throw failed('run-not-open', `Run ${id} cannot end`, {
              at: id,
              why: 'it never began, or has already ended',
            })
          // The head of the chain is locked last by everyone, or two writers could wait for each other.
          yield* appendEntries(dialect, clock, [...refusals, endedEntry(id, closed, end)])
        })
      } catch (thrown) {
        outbox.add(waiting)
        throw thrown
      }
      if (open.delete(id)) processes.open(-1)
      checkpoint.touch()
      await indexed(index.wrote(1 + waiting.notes.length + waiting.rows.length))
    },

    async note(run, end, events) {
      const note = { run, end, events: inShort(run, end.envelope, events) }
      // A refusal is an entry of the audit chain, which is written in one place only. A row costs less to hold on to
      // than all that it is made from.
      const apart = thread?.works && !isRefusal(note) && fitInRow(note.events)
      const full = apart ? outbox.addRow(rowText(run, note)) : outbox.add({ notes: [note] })
      if (full) await pass()
    },

    flush,
    async finish() {
      await flush()
      await indexed(index.last())
    },
    flushNow() {
      const { rows, ...rest } = outbox.take()
      const taken = { ...rest, rows: [...(thread?.unwritten() ?? []), ...rows] }
      if (taken.notes.length + taken.rows.length + taken.events.length === 0 || !sql.writeNow) return
      if (sql.writeNow(() => writeWaiting(taken))) checkpoint.touch()
    },
    trouble: () => failure ?? unindexed,
  }
}

const ownerOf = async (sql: Sql, run: string): Promise<Belongs> => {
  const found = await sql.read(() => row<Belongs>('SELECT tenant, principal FROM runs WHERE id = ?', run))
  if (found) return found
  throw failed('run-not-open', `Run ${run} has no events to keep`, { at: run, why: 'it never began' })
}
