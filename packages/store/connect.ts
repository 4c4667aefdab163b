import type { Sql } from './sql.ts'

/** A database whose schema is current. */
export interface Connected {
  sql: Sql
  /** The file, or the address without its password. */
  at: string
}

/** Whether an address names a PostgreSQL database; anything else is the path of a SQLite file. */
export const isPostgres = (url: string): boolean => /^postgres(ql)?:\/\//.test(url)

const connectSqlite = async (path: string): Promise<Connected> => {
  const [{ openFile, sqliteSql }, { schemaVersion }] = await Promise.all([
    import('./sqlite.ts'),
    import('./schema-version.ts'),
  ])
  const { database, version } = openFile(path)
  // The migrations and their query builder are loaded only when there is something to migrate.
  if (version !== schemaVersion) await (await import('./migrate.ts')).migrateSqlite(database, path)
  return { sql: sqliteSql(database, path), at: path }
}

const connectPostgres = async (url: string): Promise<Connected> => {
  const [{ openPool, postgresSql, schemaOf, shownAddress }, { schemaVersion }] = await Promise.all([
    import('./postgres.ts'),
    import('./schema-version.ts'),
  ])
  const pool = await openPool(url)
  const at = shownAddress(url)
  try {
    if ((await schemaOf(pool, at)) !== schemaVersion) await (await import('./migrate.ts')).migratePostgres(pool, at)
  } catch (thrown) {
    await pool.end()
    throw thrown
  }
  return { sql: postgresSql(pool, url), at }
}

/** Opens a database and brings its schema up to date. Raises one error that names it; nothing stays open then. */
export const connect = (url: string): Promise<Connected> =>
  isPostgres(url) ? connectPostgres(url) : connectSqlite(url)
