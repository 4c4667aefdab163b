import type { Sql } from './sql.ts'
import { indexSome, manyDue } from './words.ts'

/** After how many runs their words are indexed; fewer than are indexed at once, so that a backlog shrinks. */
const often = 250

/** Keeps the index for searching close behind the runs that one writer writes. */
export interface IndexKeeper {
  /** Runs were written. Raises what the database says when they, or others that wait, cannot be indexed. */
  wrote(runs: number): Promise<void>
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
  return {
    async wrote(runs) {
      written += runs
      since += runs
      while (since >= often) {
        const more = await sql.write(() => indexSome(sql.dialect))
        since = more ? since - often : 0
      }
    },
    async last() {
      if (written > 0 && (await sql.read(manyDue))) await sql.write(() => indexSome(sql.dialect))
    },
  }
}
