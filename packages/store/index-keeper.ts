import type { Sql } from './sql.ts'
import { indexSome, manyDue } from './words.ts'

/** After how many runs words are indexed: seldom enough to be worth a transaction, and so that no call waits long. */
const often = 64
/** How many are indexed then: more than were written, so that a backlog shrinks. */
const atOnce = 2 * often

/** Keeps the index for searching close behind the runs that one writer writes. */
export interface IndexKeeper {
  /** Runs were written. Raises what the database says when they, or others that wait, cannot be indexed. */
  wrote(runs: number): Promise<void>
  /** Runs were written in a storm: their words can wait until it is over. */
  owes(runs: number): void
  /** Indexes some of what is owed; says whether there is more. */
  some(): Promise<boolean>
  /** The last look of a writer: many that wrote a run each leave as much to a search as one that wrote many. */
  last(): Promise<void>
}

/**
 * Indexes after every few hundred runs, so that no search ever has much to index first.
 *
 * Not with each run: a command would open the index for one row, and wait for it.
 */
export const createIndexKeeper = (sql: Sql): IndexKeeper => {
  let written = 0
  let since = 0

  const owes = (runs: number): void => {
    written += runs
    since += runs
  }
  const some = async (): Promise<boolean> => {
    if (since < often) return false
    const more = await sql.write(() => indexSome(sql.dialect, atOnce))
    since = more ? since - often : 0
    return since >= often
  }

  return {
    async wrote(runs) {
      owes(runs)
      while (await some());
    },
    owes,
    some,
    async last() {
      if (written > 0 && (await sql.read(manyDue))) await sql.write(() => indexSome(sql.dialect))
    },
  }
}
