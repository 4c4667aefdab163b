import type { Sql } from './sql.ts'

/** Whether an address names a PostgreSQL database; anything else is the path of a SQLite file. */
const isPostgres = (url: string): boolean => /^postgres(ql)?:\/\//.test(url)

const connectSqlite = async (path: string): Promise<Sql> => {
  const [{ openFile, sqliteSql }, { schemaVersion }] = await Promise.all([
    import('./sqlite.ts'),
    import('./schema-version.ts'),
  ])
  const { database, version } = openFile(path)
  // The migrations and their query builder are loaded only when there is something to migrate.
  if (version !== schemaVersion) await (await import('./migrate.ts')).migrateSqlite(database, path)
  return sqliteSql(database, path)
}

const connectPostgres = async (url: string): Promise<Sql> => {
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
  return postgresSql(pool, url)
}

/** Opens a database and brings its schema up to date. Raises one error that names it; nothing stays open then. */
export const connect = (url: string): Promise<Sql> => (isPostgres(url) ? connectPostgres(url) : connectSqlite(url))
