import { setDefaultTimeout } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunEnd, RunStart } from '@nimbus/kernel'
import { onEachDatabase as onEach } from '@nimbus/testkit/each-database'
import { connect } from './connect.ts'
import { openStore, type Store, type StoreOptions } from './open-store.ts'
import { rows, type Value } from './sql.ts'

/** A clock that stands still until it is moved. */
export interface HandClock {
  now(): Date
  forward(ms: number): void
}

/** An empty database of one test's own. */
export interface Place extends AsyncDisposable {
  folder: string
  url: string
  checkpoint: string
  clock: HandClock
  open(options?: Partial<StoreOptions>): Promise<Store>
  /** A statement past the store, for what only an intruder would do. */
  meddle(sql: string, ...params: Value[]): Promise<readonly unknown[]>
}

/** The key of every place. */
export const testKey = new Uint8Array(32).fill(7)

const handClock = (): HandClock => {
  let at = Date.parse('2026-03-01T12:00:00Z')
  return { now: () => new Date(at), forward: (ms) => void (at += ms) }
}

const placeAt = (folder: string, url: string): Place => {
  const opened: Store[] = []
  const clock = handClock()
  const checkpoint = join(folder, 'checkpoint')
  return {
    folder,
    url,
    checkpoint,
    clock,
    async open(options = {}) {
      const store = await openStore({ url, home: folder, key: testKey, checkpoint, clock, ...options })
      opened.push(store)
      return store
    },
    async meddle(text, ...params) {
      const sql = await connect(url)
      try {
        return await sql.write(() => rows(text, ...params))
      } finally {
        await sql.close()
      }
    },
    async [Symbol.asyncDispose]() {
      for (const store of opened) await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'nimbus-store-'))

/** A place for a SQLite file that does not exist yet. */
export const sqlitePlace = async (): Promise<Place> => {
  const folder = newFolder()
  return placeAt(folder, join(folder, 'nimbus.db'))
}

/** How long a test may take on a machine that is busy with others, in milliseconds. */
const patience = 60_000

/** Runs the same tests on SQLite and, where there is one, on PostgreSQL. */
export const onEachDatabase = (name: string, tests: (place: () => Promise<Place>) => void): void => {
  setDefaultTimeout(patience)
  onEach(name, patience, (newDatabase) =>
    tests(async () => {
      const url = await newDatabase()
      return url === undefined ? sqlitePlace() : placeAt(newFolder(), url)
    }),
  )
}

let runs = 0

/** A run to begin, of an operation with an effect. */
export const aRun = (changes: Partial<RunStart> = {}): RunStart => {
  const id = `r_${(++runs).toString(2).replaceAll('0', 'a').replaceAll('1', 'b').padStart(20, 'c')}`
  return {
    id,
    operation: 'git.commit',
    effect: 'create',
    input: { message: 'Add VPC' },
    surface: 'cli',
    principal: 'ana',
    tenant: 'local',
    workspace: '/work',
    root: id,
    startedAt: new Date(Date.parse('2026-03-01T12:00:00Z') + runs).toISOString(),
    ...changes,
  }
}

/** A good end of a run. */
export const anEnd = (run: RunStart, data: unknown = { commit: 'abc123' }): RunEnd => ({
  outcome: 'done',
  envelope: { ok: true, run: run.id, outcome: 'done', data },
  endedAt: '2026-03-01T12:00:05.000Z',
})
