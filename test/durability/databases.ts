import { afterAll, beforeAll, describe, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostgres, type PostgresServer, startPostgres } from '@nimbus/testkit/postgres'

/** A folder that is removed at the end of the test, and the address of an empty store. */
export interface Place extends Disposable {
  folder: string
  /** The path of a SQLite file in the folder, or `postgres://…`. */
  url: string
}

const placeOf = (urlIn: (folder: string) => string): Place => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-durability-'))
  return { folder, url: urlIn(folder), [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A place for a SQLite file that does not exist yet. */
export const sqlitePlace = (): Place => placeOf((folder) => join(folder, 'nimbus.db'))

/** How long a test of several processes may take on a machine that is busy with others, in milliseconds. */
export const patience = 120_000

/** Runs the same tests on SQLite and, where there is one, on PostgreSQL; says why when there is none. */
export const onEachDatabase = (tests: (place: () => Promise<Place>) => void): void => {
  describe('on SQLite', () => tests(async () => sqlitePlace()))

  const found = findPostgres()
  if ('missing' in found) {
    test.skip(`on PostgreSQL (skipped: ${found.missing})`, () => undefined)
    return
  }
  describe('on PostgreSQL', () => {
    let server: PostgresServer | undefined
    beforeAll(async () => {
      server = await startPostgres(found.folder)
    }, patience)
    afterAll(() => server?.stop(), patience)
    tests(async () => {
      if (!server) throw new Error('PostgreSQL was not started')
      const url = await server.database()
      return placeOf(() => url)
    })
  })
}
