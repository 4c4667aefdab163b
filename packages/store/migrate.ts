import type { Database, Statement } from 'bun:sqlite'
import { Kysely, PostgresDialect, type SqliteDatabase, SqliteDialect, sql } from 'kysely'
import type { Pool } from 'pg'
import type { Migration, Types } from './migration.ts'
import { journal } from './migrations/001-journal.ts'
import { plans } from './migrations/002-plans.ts'
import { documents } from './migrations/003-documents.ts'
import { readEvents } from './migrations/004-read-events.ts'
import { ledger } from './migrations/005-ledger.ts'
import { tasks } from './migrations/006-tasks.ts'
import { planPerson } from './migrations/007-plan-person.ts'
import { soundAccounts } from './migrations/008-sound-accounts.ts'
import { runsById } from './migrations/009-runs-by-id.ts'
import { applicationId, migrationLock } from './schema-version.ts'
import { numberOf, useWriteAheadLog } from './sqlite.ts'
import { foreignStore, newerStore, storeError } from './store-errors.ts'

/** Every migration, oldest first; the schema version of a database is how many it has seen. */
export const migrations: readonly Migration[] = [
  journal,
  plans,
  documents,
  readEvents,
  ledger,
  tasks,
  planPerson,
  soundAccounts,
  runsById,
]

const sqliteTypes: Types = {
  dialect: 'sqlite',
  text: sql`text`,
  integer: sql`integer`,
  bytes: sql`blob`,
  counter: sql`integer primary key autoincrement`,
}

const postgresTypes: Types = {
  dialect: 'postgres',
  text: sql`text collate "C"`,
  integer: sql`bigint`,
  bytes: sql`bytea`,
  counter: sql`bigint generated always as identity primary key`,
}

/** `bun:sqlite` in the shape that Kysely's SQLite dialect expects; every statement is collected, to be finalized. */
const shim = (database: Database, made: Statement[]): SqliteDatabase => ({
  close: () => undefined,
  prepare(text) {
    const statement = database.prepare<unknown, (string | number | null)[]>(text)
    made.push(statement)
    const bind = (values: readonly unknown[]) => values as (string | number | null)[]
    return {
      reader: statement.columnNames.length > 0,
      all: (values) => statement.all(...bind(values)),
      run: (values) => statement.run(...bind(values)),
      iterate: (values) => statement.iterate(...bind(values)),
    }
  },
})

let inLine: Promise<void> = Promise.resolve()

/**
 * Brings a SQLite file up to a version, in one transaction; does nothing when another process was faster.
 *
 * Raises `store-newer` and `store-foreign`, exit 1.
 */
export const migrateSqlite = (database: Database, path: string, to = migrations.length): Promise<void> => {
  // Waiting for the lock of another connection of this very process would stop both.
  const turn = inLine.then(() => migrateFile(database, path, to))
  inLine = turn.catch(() => undefined)
  return turn
}

const migrateFile = async (database: Database, path: string, to: number): Promise<void> => {
  try {
    if (numberOf(database, 'PRAGMA user_version') === 0) useWriteAheadLog(database)
    database.run('BEGIN IMMEDIATE')
    try {
      const from = numberOf(database, 'PRAGMA user_version')
      if (from > migrations.length) throw newerStore(path, from, migrations.length)
      const tables = numberOf(database, 'SELECT count(*) FROM sqlite_schema')
      if (from === 0 ? tables > 0 : numberOf(database, 'PRAGMA application_id') !== applicationId)
        throw foreignStore(path)
      const statements: Statement[] = []
      const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: shim(database, statements) }) })
      for (const migration of migrations.slice(from, to)) await migration.up(db, sqliteTypes)
      for (const statement of statements) statement.finalize()
      database.run(`PRAGMA application_id = ${applicationId}`)
      database.run(`PRAGMA user_version = ${Math.max(from, to)}`)
      database.run('COMMIT')
    } catch (thrown) {
      if (database.inTransaction) database.run('ROLLBACK')
      throw thrown
    }
  } catch (thrown) {
    throw storeError(thrown, path)
  }
}

/** The same for a PostgreSQL database; others wait on an advisory lock meanwhile. */
export const migratePostgres = async (pool: Pool, at: string, to = migrations.length): Promise<void> => {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    await db.transaction().execute(async (trx) => {
      await sql`SELECT pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(trx)
      await sql`CREATE TABLE IF NOT EXISTS nimbus_schema (version integer NOT NULL)`.execute(trx)
      const found = await sql<{ version: number }>`SELECT version FROM nimbus_schema`.execute(trx)
      const from = found.rows[0]?.version ?? 0
      if (from > migrations.length) throw newerStore(at, from, migrations.length)
      if (from >= to) return
      for (const migration of migrations.slice(from, to)) await migration.up(trx, postgresTypes)
      await sql`DELETE FROM nimbus_schema`.execute(trx)
      await sql`INSERT INTO nimbus_schema (version) VALUES (${sql.lit(to)})`.execute(trx)
    })
  } catch (thrown) {
    throw storeError(thrown, at)
  }
}
