// What leave to spend and its settlement cost, against two bare write transactions; and the sums of many calls:
// bun bench/ledger.ts [rounds]
import { Database } from 'bun:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@nimbus/store'
import type { SpendingCall } from '../services/llm/spending/call.ts'
import { datesIn } from '../services/llm/spending/periods.ts'
import { createSpending } from '../services/llm/spending/spending.ts'
import { aCall, anInvocation, complain, freePolicies } from '../services/llm/spending/testing.ts'
import { addUp } from '../services/llm/stats/usage-sums.ts'
import { entryOf } from '../services/llm/telemetry/entry.ts'
import { line, paired } from './paired.ts'

const rounds = Number(process.argv[2] ?? 30)
const calls = 300
const directory = mkdtempSync(join(tmpdir(), 'nimbus-bench-'))

const floor = new Database(join(directory, 'floor.db'))
floor.run('PRAGMA journal_mode = WAL')
floor.run('PRAGMA synchronous = NORMAL')
floor.run('CREATE TABLE t (id TEXT PRIMARY KEY, body TEXT)')
const [begin, commit, insert] = [
  floor.prepare('BEGIN IMMEDIATE'),
  floor.prepare('COMMIT'),
  floor.prepare<unknown, [string, string]>('INSERT INTO t VALUES (?, ?)'),
]
const body = 'x'.repeat(400)
let n = 0
const twoBareWrites = () => {
  for (let i = 0; i < 2; i += 1) {
    begin.run()
    insert.run(`b${n++}`, body)
    commit.run()
  }
}

const store = await openStore({
  url: join(directory, 'nimbus.db'),
  key: new Uint8Array(32).fill(7),
  checkpoint: join(directory, 'checkpoint'),
  clock: { now: () => new Date() },
})
const ctx = { ledger: store.ledger('llm', 'local'), now: () => new Date(), log: complain }
const limits = { dailyUsd: 1_000_000, monthlyUsd: 1_000_000, requestsPerMinute: 1e9, tokensPerMinute: 1e12 }
const agents = { reviewer: { name: 'reviewer', fallbackChain: [], ownChain: false, taskTypes: {}, limits } }
const free = createSpending(ctx, { policies: freePolicies, agents: {} })
const limited = createSpending(ctx, { policies: { ...freePolicies, ...limits }, agents })

const spend = async (spending: typeof free, changes: Partial<SpendingCall>) => {
  const leave = await spending.authorise(aCall(changes))
  await spending.settle(leave, anInvocation(leave, { at: new Date().toISOString() }))
}

/** Milliseconds of one, the median of many in a row. */
const each = async (work: () => Promise<unknown> | unknown): Promise<number> => {
  const times: number[] = []
  for (let i = 0; i < calls; i++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)[calls / 2] ?? Number.NaN
}

const report = async (name: string, work: () => Promise<unknown>) => {
  const result = await paired(
    () => each(work),
    () => each(twoBareWrites),
    rounds,
  )
  console.log(`${line(name, result)}  ${(result.ours * 1000).toFixed(0)} µs`)
}

const many = 100_000

/** The sums of many calls of a month, against reading as many rows and doing nothing with them. */
const reportSums = async () => {
  const month = store.ledger('llm', 'many')
  const start = Date.parse('2026-03-01T00:00:00Z')
  for (let i = 0; i < many; i += 1) {
    const at = new Date(start + i * 26_000).toISOString()
    const call = aCall({ agent: `agent-${i % 5}`, model: `model-${i % 7}`, taskType: `task-${i % 3}` })
    const invocation = anInvocation({ call }, { at, latencyMs: 500 + (i % 997), cost: i })
    await month.settle(call.id, [], entryOf(invocation, freePolicies.privacy))
  }
  const bare = new Database(join(directory, 'nimbus.db'), { readonly: true })
  const rows = bare.prepare(`SELECT id, at, labels, amounts FROM ledger_entries WHERE tenant = 'many'`)
  for (const zone of ['UTC', 'Europe/Berlin']) {
    const result = await paired(
      async () => {
        const started = performance.now()
        const { total } = addUp(await month.entries({}), ['day', 'agent', 'model'], datesIn(zone))
        if (total.calls !== many) throw new Error('calls are missing')
        return performance.now() - started
      },
      () => {
        const started = performance.now()
        rows.all()
        return performance.now() - started
      },
      7,
    )
    console.log(line(`sums of ${many} calls, ${zone}`, result))
  }
  rows.finalize()
  bare.close()
}

try {
  await report('without a limit', () => spend(free, {}))
  await report('8 limits of 2 scopes', () => spend(limited, { agent: 'reviewer' }))
  await reportSums()
} finally {
  for (const statement of [begin, commit, insert]) statement.finalize()
  floor.close()
  await store.close()
  rmSync(directory, { recursive: true, force: true })
}
