import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onEachDatabase as onEach } from '@nimbus/testkit/each-database'

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

/** Runs the same tests on SQLite and, where there is one, on PostgreSQL. */
export const onEachDatabase = (name: string, tests: (place: () => Promise<Place>) => void): void =>
  onEach(name, patience, (newDatabase) =>
    tests(async () => {
      const url = await newDatabase()
      return url === undefined ? sqlitePlace() : placeOf(() => url)
    }),
  )
