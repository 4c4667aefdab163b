import { Database } from 'bun:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId, type RunEnd, type RunStart } from '@nimbus/kernel'
import { openStore, type StoreOptions } from '@nimbus/store'

/**
 * What recording costs, against the least that SQLite could do: one prepared insert of the same text, in a transaction
 * of its own, in a file with the same settings. Prints ratios; lower is better.
 */
const rounds = 3_000

const folder = mkdtempSync(join(tmpdir(), 'nimbus-bench-'))

const options: StoreOptions = {
  url: join(folder, 'nimbus.db'),
  key: new Uint8Array(32).fill(7),
  checkpoint: join(folder, 'checkpoint'),
  clock: { now: () => new Date() },
}

const newRun = (effect: RunStart['effect']): RunStart => {
  const id = newId('r')
  return {
    id,
    operation: 'git.commit',
    effect,
    input: { directory: '.', message: 'Add VPC to the shop', all: true },
    surface: 'cli',
    principal: 'ana',
    tenant: 'local',
    workspace: '/srv/shop',
    root: id,
    startedAt: new Date().toISOString(),
  }
}

const endOf = ({ id }: RunStart): RunEnd => ({
  outcome: 'done',
  envelope: { ok: true, run: id, outcome: 'done', data: { commit: 'a1b2c3d4', filesChanged: 3 } },
  endedAt: new Date().toISOString(),
})

interface Measured {
  name: string
  /** Microseconds, the median. */
  p50: number
  perSecond: number
}

const measure = async (name: string, work: () => unknown, count = rounds): Promise<Measured> => {
  const times: number[] = []
  for (let n = 0; n < count; n += 1) {
    const start = performance.now()
    await work()
    times.push((performance.now() - start) * 1_000)
  }
  const total = times.reduce((sum, time) => sum + time, 0)
  times.sort((a, b) => a - b)
  return { name, p50: times[Math.floor(count / 2)] ?? 0, perSecond: (count / total) * 1_000_000 }
}

const bareInsert = async (): Promise<Measured> => {
  const database = new Database(join(folder, 'bare.db'))
  database.run('PRAGMA journal_mode = WAL')
  database.run('PRAGMA synchronous = NORMAL')
  database.run('CREATE TABLE runs (id TEXT PRIMARY KEY, body TEXT)')
  const insert = database.prepare('INSERT INTO runs VALUES (?, ?)')
  const measured = await measure('bare insert (floor)', () => {
    const run = newRun('create')
    insert.run(run.id, JSON.stringify(run))
  })
  insert.finalize()
  database.close()
  return measured
}

const journal = async (): Promise<Measured[]> => {
  const store = await openStore(options)
  const results = [
    await measure('begin + end of an effect', async () => {
      const run = newRun('create')
      await store.journal.begin(run)
      await store.journal.end(run.id, endOf(run))
    }),
    await measure('note of a read', () => {
      const run = newRun('read')
      return store.journal.note(run, endOf(run), [])
    }),
    await measure('document put', () => store.documents('fs', 'local').put('c', 'x', { n: 1 })),
    await measure('list of 20 runs', () => store.journal.list({ tenant: 'local', limit: 20 }), 500),
    await measure('search, 20 of all', () => store.journal.list({ tenant: 'local', text: 'shop vpc', limit: 20 }), 50),
  ]
  await store.close()
  return results
}

const openAndRead = () =>
  measure(
    'open + list 20 + close',
    async () => {
      const store = await openStore(options)
      await store.journal.list({ tenant: 'local', limit: 20 })
      await store.close()
    },
    50,
  )

try {
  const floor = await bareInsert()
  const results = [floor, ...(await journal()), await openAndRead()]
  const column = (text: string, width: number) => text.padStart(width)
  console.log(`${'store'.padEnd(28)}${column('p50 µs', 10)}${column('per s', 12)}${column('× floor', 10)}`)
  for (const { name, p50, perSecond } of results)
    console.log(
      `${name.padEnd(28)}${column(p50.toFixed(1), 10)}${column(perSecond.toFixed(0), 12)}` +
        column((p50 / floor.p50).toFixed(1), 10),
    )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
