// In-process calls through the whole pipeline, against the bare work and a bare insert: bun bench/calls.ts [rounds]
import { Database } from 'bun:sqlite'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHost } from '@nimbus/host'
import { joinSources } from '@nimbus/kernel'
import { builtIn, services } from '../apps/nimbus/catalog.ts'
import { loadServices } from '../apps/nimbus/open.ts'
import { line, paired } from './paired.ts'

const rounds = Number(process.argv[2] ?? 30)
const calls = 200
const directory = mkdtempSync(join(tmpdir(), 'nimbus-bench-'))
writeFileSync(join(directory, 'a.txt'), 'text\n')

const host = await openHost({
  version: 'bench',
  catalog: joinSources([builtIn]),
  services,
  loadServices,
  env: { HOME: directory, NIMBUS_HOME: join(directory, 'home'), PATH: process.env.PATH, NIMBUS_PRINCIPAL: 'bench' },
  workspace: directory,
})
const floor = new Database(join(directory, 'floor.db'))
floor.run('PRAGMA journal_mode = WAL')
floor.run('PRAGMA synchronous = NORMAL')
floor.run('CREATE TABLE t (id TEXT PRIMARY KEY, body TEXT)')
const insert = floor.query('INSERT INTO t VALUES (?, ?)')

let n = 0
const call = async (operation: string, input: unknown) => {
  const envelope = await host.invoke({ operation, input, principal: host.principal, surface: 'cli' })
  if (!envelope.ok) throw new Error(JSON.stringify(envelope.error))
}

/** Milliseconds of one call, from many in a row. */
const each = async (work: () => Promise<unknown> | unknown): Promise<number> => {
  const started = performance.now()
  for (let i = 0; i < calls; i++) await work()
  return (performance.now() - started) / calls
}

try {
  const read = await paired(
    () => each(() => call('nimbus.trust-status', {})),
    () => each(() => stat(join(directory, 'a.txt'))),
    rounds,
  )
  console.log(line('in-process read, floor: one stat', read))
  const write = await paired(
    () => each(() => call('state.artifact-save', { name: `a${n++}`, content: 'x' })),
    () => each(() => insert.run(`b${n++}`, 'x')),
    rounds,
  )
  console.log(line('recorded write, floor: one insert', write))
} finally {
  floor.close()
  await host.close()
  rmSync(directory, { recursive: true, force: true })
}
