/**
 * Measures a long history: listing, searching and naming 100,000 runs.
 *
 *   bun bench/history.ts [runs]
 *
 * The floor is reading twenty rows of the same table by its newest. The first search has the last few hundred runs to
 * index, and is printed apart, as is what recording a run takes with the indexing of all before. Due: each list and
 * search within 100 ms.
 */
import { Database } from 'bun:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId, type RunQuery } from '@nimbus/kernel'
import { openStore } from '@nimbus/store'

const count = Number(process.argv[2] ?? 100_000)
const folder = mkdtempSync(join(tmpdir(), 'nimbus-bench-'))
const url = join(folder, 'nimbus.db')
const store = await openStore({
  url,
  key: new Uint8Array(32).fill(7),
  checkpoint: join(folder, 'checkpoint'),
  clock: { now: () => new Date() },
})

const words = ['shop', 'vpc', 'bucket', 'route', 'cluster', 'secret', 'queue', 'table', 'policy', 'role']
const operations = ['git.commit', 'fs.write', 'terraform.plan', 'generator.check', 'llm.chat']
const first = Date.parse('2026-01-01T00:00:00Z')
const task = newId('t')
const ids: string[] = []
const cpu = process.cpuUsage()
for (let i = 0; i < count; i += 1) {
  const id = newId('r')
  ids.push(id)
  const startedAt = new Date(first + i * 1000).toISOString()
  const outcome = i % 50 === 0 ? 'failed' : 'done'
  const said = `${words[i % 10]} ${words[(i >> 3) % 10]} number ${i}`
  await store.journal.note(
    {
      id,
      operation: operations[i % 5] ?? '',
      effect: 'read',
      input: { message: said, directory: 'envs/dev' },
      surface: 'cli',
      principal: 'ana',
      tenant: 'local',
      workspace: '/srv/shop',
      root: id,
      startedAt,
      ...(i % 1000 === 0 ? { task, step: String(i) } : {}),
    },
    { outcome, envelope: { ok: true, run: id, outcome, data: { text: `did ${said}` } }, endedAt: startedAt },
    [],
  )
}
await store.journal.flush()
const { user, system } = process.cpuUsage(cpu)
console.log(`recording a run, with its index: ${((user + system) / count).toFixed(1)} µs of processor time`)

const median = async (work: () => Promise<unknown>, times = 15): Promise<number> => {
  const took: number[] = []
  for (let i = 0; i < times; i += 1) {
    const started = performance.now()
    await work()
    took.push(performance.now() - started)
  }
  return took.sort((a, b) => a - b)[times >> 1] ?? Number.NaN
}

const raw = new Database(url)
const floorQuery = raw.query("SELECT * FROM runs WHERE tenant = 'local' ORDER BY started_at DESC, n DESC LIMIT 20")
const floor = await median(async () => floorQuery.all())
console.log(`${count} runs; floor ${floor.toFixed(2)} ms`)

const queries: Readonly<Record<string, Partial<RunQuery>>> = {
  'the latest 20': {},
  'the latest 1000': { limit: 1000 },
  'of one operation': { operation: 'fs.write' },
  'that failed': { outcome: 'failed' },
  'since a moment': { since: new Date(first + (count - 100) * 1000).toISOString() },
  'of a task': { task, limit: 200 },
  'with a word of every tenth': { text: 'vpc' },
  'with two words': { text: 'vpc bucket' },
  'with a word of one run': { text: `number ${count >> 1}` },
  'with a word of none': { text: 'nowhere' },
}
const search = (query: Partial<RunQuery>) => store.journal.list({ tenant: 'local', limit: 20, ...query })
const show = (name: string, ms: number): void =>
  console.log(
    `${name.padEnd(28)} ${ms.toFixed(1).padStart(7)} ms  ${(ms / floor).toFixed(0).padStart(5)}×  ${ms < 100 ? '✓' : '✗'} < 100 ms`,
  )
show('the first search', await median(() => search({ text: 'vpc' }), 1))
for (const [name, query] of Object.entries(queries)) show(name, await median(() => search(query)))
const oldest = ids[0] ?? ''
show('the run of an id', await median(() => store.journal.get(oldest, 'local')))
show('the run of a short start', await median(() => store.journal.find(oldest.slice(0, 8), 'local')))
show('the run of no id', await median(() => store.journal.get(newId('r'), 'local')))
show('all that a run led to', await median(() => search({ root: oldest })))
raw.close()
await store.close()
rmSync(folder, { recursive: true, force: true })
