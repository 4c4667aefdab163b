import { type Clock, failed, type Journal } from '@nimbus/kernel'
import { appendEntries } from './chain.ts'
import type { Checkpoint } from './checkpoint.ts'
import { createHistory } from './history.ts'
import type { Processes } from './processes.ts'
import { createRunBatches, type RunBatches } from './run-batches.ts'
import { begunEntry, endedEntry } from './run-entries.ts'
import type { Belongs } from './run-events.ts'
import { hasId } from './run-names.ts'
import { closeRun, insertRun, keepInRun } from './run-rows.ts'
import { row, type Sql } from './sql.ts'
import type { WriterThread } from './writer-thread.ts'

/** The journal, and what the store's closing and health need of it. */
export type StoreJournal = Journal & Pick<RunBatches, 'flushNow' | 'finish' | 'trouble'>

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
  const belongs = (run: string): Belongs => open.get(run) ?? { tenant: '', principal: '' }
  const batches = createRunBatches({ sql, clock, checkpoint, belongs, thread })
  const { note, flush, flushNow, finish, trouble } = batches

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
      await batches.append(events)
    },

    async end(id, end) {
      const others = await batches.writeWith(function* (entries) {
        const closed = yield* closeRun(id, end)
        if (!closed)
          throw failed('run-not-open', `Run ${id} cannot end`, { at: id, why: 'it never began, or has already ended' })
        // The head of the chain is locked last by everyone, or two writers could wait for each other.
        yield* appendEntries(dialect, clock, [...entries, endedEntry(id, closed, end)])
      })
      if (open.delete(id)) processes.open(-1)
      checkpoint.touch()
      await batches.index(1 + others)
    },

    note,
    flush,
    flushNow,
    finish,
    trouble,
  }
}

const ownerOf = async (sql: Sql, run: string): Promise<Belongs> => {
  const found = await sql.read(() => row<Belongs>(`SELECT tenant, principal FROM runs WHERE ${hasId}`, run))
  if (found) return found
  throw failed('run-not-open', `Run ${run} has no events to keep`, { at: run, why: 'it never began' })
}
