import { afterAll, beforeAll, describe, test } from 'bun:test'
import { findPostgres, type PostgresServer, startPostgres } from './postgres.ts'

/**
 * Runs the same tests on SQLite and, where there is one, on PostgreSQL; says why when there is none. `newDatabase` gives
 * the address of an empty database of PostgreSQL, or undefined where a file of SQLite is meant.
 */
export const onEachDatabase = (
  name: string,
  patienceMs: number,
  tests: (newDatabase: () => Promise<string | undefined>) => void,
): void => {
  describe(`${name}, on SQLite`, () => tests(async () => undefined))

  const found = findPostgres()
  if ('missing' in found) {
    test.skip(`${name}, on PostgreSQL: ${found.missing}`, () => undefined)
    return
  }
  describe(`${name}, on PostgreSQL`, () => {
    let server: PostgresServer | undefined
    beforeAll(async () => {
      server = await startPostgres(found.folder)
    }, patienceMs)
    afterAll(() => server?.stop(), patienceMs)
    tests(async () => {
      if (!server) throw new Error('PostgreSQL was not started')
      return server.database()
    })
  })
}
