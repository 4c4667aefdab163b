import { Database } from 'bun:sqlite'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Answer, Query, Sql, Work } from './sql.ts'
import { driverCode, storeError } from './store-errors.ts'

/** How long a statement waits for another process, in milliseconds. */
const patience = 30_000

/** An open SQLite file with what opening it needs to know. */
export interface SqliteFile {
  database: Database
  /** The schema version in the file; 0 for a new one. */
  version: number
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
    const { user_version: version } = database.query<{ user_version: number }, []>('PRAGMA user_version').get() ?? {
      user_version: 0,
    }
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
  const answer = ({ sql, params, wants }: Query): Answer => {
    const statement = database.query(sql)
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
    close: async () => {
      begin.finalize()
      commit.finalize()
      database.close()
    },
  }
}
