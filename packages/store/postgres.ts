import { NimbusError } from '@nimbus/kernel'
import type { Pool, PoolClient } from 'pg'
import type { Answer, Query, Sql, Work } from './sql.ts'
import { driverCode, storeError } from './store-errors.ts'

/** PostgreSQL's type numbers of `int8` and `numeric`, which the driver gives as text. */
const wideNumbers = new Set([20, 1700])

/** The address without its password, for errors; in a password people forget to encode `@` and `/`. */
export const shownAddress = (url: string): string =>
  url.replace(/(:\/\/[^:/@]*):.*@/, '$1@').replace(/([?&]password=)[^&#]*/gi, '$1…')

/** Opens a pool of connections. The driver is loaded only here. */
export const openPool = async (url: string): Promise<Pool> => {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: 10_000,
    allowExitOnIdle: true,
    types: {
      getTypeParser: (type: number, format?: 'text' | 'binary') =>
        wideNumbers.has(type) ? Number : pg.types.getTypeParser(type, format as 'text'),
    },
  })
  // An idle connection that the server drops is replaced on the next use; without a listener it would end the process.
  pool.on('error', () => undefined)
  return pool
}

/** The version of the schema in a database; 0 when it has none. */
export const schemaOf = async (pool: Pool, at: string): Promise<number> => {
  try {
    const { rows } = await pool.query<{ version: number }>('SELECT version FROM nimbus_schema')
    return rows[0]?.version ?? 0
  } catch (thrown) {
    // https://www.postgresql.org/docs/15/errcodes-appendix.html: undefined_table
    if (driverCode(thrown) === '42P01') return 0
    throw storeError(thrown, at)
  }
}

/** A PostgreSQL database as one that work runs on. */
export const postgresSql = (pool: Pool, url: string): Sql => {
  const at = shownAddress(url)
  const prepared = new Map<string, { name: string; text: string }>()

  const numbered = (sql: string) => {
    const known = prepared.get(sql)
    if (known) return known
    let n = 0
    const text = sql.replaceAll('?', () => `$${++n}`)
    const made = { name: `nimbus_${prepared.size + 1}`, text }
    prepared.set(sql, made)
    return made
  }

  const answer = async (client: PoolClient, { sql, params }: Query): Promise<Answer> => {
    const { rows, rowCount } = await client.query({ ...numbered(sql), values: [...params] })
    return { rows, count: rowCount ?? 0 }
  }

  const drive = async <T>(client: PoolClient, work: Work<T>): Promise<T> => {
    let step = work.next()
    while (!step.done) step = work.next(await answer(client, step.value))
    return step.value
  }

  const connected = async <T>(use: (client: PoolClient) => Promise<T>): Promise<T> => {
    let client: PoolClient | undefined
    let broken = false
    try {
      client = await pool.connect()
      return await use(client)
    } catch (thrown) {
      // The connection is given up, and with it an open transaction, unless the work itself said no.
      broken = !(thrown instanceof NimbusError)
      throw storeError(thrown, at)
    } finally {
      client?.release(broken)
    }
  }

  return {
    dialect: 'postgres',
    read: (work) => connected((client) => drive(client, work())),
    write: (work) =>
      connected(async (client) => {
        await client.query('BEGIN')
        try {
          const result = await drive(client, work())
          await client.query('COMMIT')
          return result
        } catch (thrown) {
          if (thrown instanceof NimbusError) await client.query('ROLLBACK')
          throw thrown
        }
      }),
    close: () => pool.end(),
  }
}
