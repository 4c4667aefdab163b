import { Database, type Statement } from 'bun:sqlite'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { closeLeavingLog } from './leave-log.ts'
import type { Answer, Query, Sql, Value, Work } from './sql.ts'
import { driverCode, storeError } from './store-errors.ts'

/** How long a statement waits for another process, in milliseconds. */
const patience = 30_000

/** An open SQLite file with what opening it needs to know. */
export interface SqliteFile {
  database: Database
  /** The schema version in the file; 0 for a new one. */
  version: number
}

/** The one number that a statement gives; 0 when it gives none. */
export const numberOf = (database: Database, text: string): number => {
  // Finalized at once: a statement that is still there would keep the file open after close.
  using statement = database.prepare<Record<string, number>, []>(text)
  return Object.values(statement.get() ?? {})[0] ?? 0
}

/**
 * Opens or creates a database file, mode 0600, in a folder of mode 0700.
 *
 * Raises an error naming the file when it is not a database, damaged or out of reach.
 */
export const openFile = (path: string): SqliteFile => {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    // SQLite gives its -wal and -shm files the mode of the database.
    closeSync(openSync(path, 'a', 0o600))
    const database = new Database(path)
    database.run(`PRAGMA busy_timeout = ${patience}; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON`)
    const version = numberOf(database, 'PRAGMA user_version')
    return { database, version }
  } catch (thrown) {
    throw driverCode(thrown).startsWith('E') ? unreachable(thrown, path) : storeError(thrown, path)
  }
}

const unreachable = (thrown: unknown, path: string) => {
  const code = driverCode(thrown)
  const as = code === 'EROFS' || code === 'EACCES' || code === 'EPERM' ? 'SQLITE_READONLY' : 'SQLITE_CANTOPEN'
  return storeError(Object.assign(new Error(String(thrown), { cause: thrown }), { code: `${as}: ${code}` }), path)
}

/**
 * Switches a file to write-ahead logging, so that readers never wait for writers. The setting stays in the file.
 *
 * SQLite does not wait its usual time for this one, hence the loop.
 */
export const useWriteAheadLog = (database: Database): void => {
  const deadline = performance.now() + patience
  for (;;) {
    try {
      database.run('PRAGMA journal_mode = WAL')
      return
    } catch (thrown) {
      if (!driverCode(thrown).startsWith('SQLITE_BUSY') || performance.now() > deadline) throw thrown
      Bun.sleepSync(5)
    }
  }
}

/** A SQLite file as a database that work runs on. Statements are compiled once and kept. */
export const sqliteSql = (database: Database, path: string): Sql => {
  const statements = new Map<string, Statement<unknown, Value[]>>()

  const prepared = (sql: string): Statement<unknown, Value[]> => {
    const known = statements.get(sql)
    if (known) return known
    const made = database.prepare<unknown, Value[]>(sql)
    statements.set(sql, made)
    return made
  }

  const answer = ({ sql, params, wants }: Query): Answer => {
    const statement = prepared(sql)
    if (wants === 'rows') return { rows: statement.all(...params), count: 0 }
    return { rows: [], count: statement.run(...params).changes }
  }

  const drive = <T>(work: Work<T>): T => {
    let step = work.next()
    while (!step.done) step = work.next(answer(step.value))
    return step.value
  }

  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')

  const named = <T>(use: () => T): T => {
    try {
      return use()
    } catch (thrown) {
      throw storeError(thrown, path)
    }
  }

  const writeNow = <T>(work: () => Work<T>): T =>
    named(() => {
      // A deferred transaction that turns into a writer fails at once when another process was faster.
      begin.run()
      try {
        const result = drive(work())
        commit.run()
        return result
      } catch (thrown) {
        // A full disk ends the transaction by itself.
        if (database.inTransaction) database.run('ROLLBACK')
        throw thrown
      }
    })

  return {
    dialect: 'sqlite',
    read: async (work) => named(() => drive(work())),
    write: async (work) => writeNow(work),
    writeNow,
    async close(written) {
      // SQLite lets go of the file, and tidies its log away, only once no statement is left.
      for (const statement of [begin, commit, ...statements.values()]) statement.finalize()
      statements.clear()
      if (written === 'left in the log') closeLeavingLog(database, path)
      else database.close()
    },
  }
}
