import { expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Ledger, LedgerEntry } from '@nimbus/kernel'
import { createTogether } from './ledger-together.ts'
import type { Sql, Work } from './sql.ts'
import { sqlitePlace } from './test-places.ts'

const day = 'usd/day/2026-03-01/global'

const entry = (n: number): LedgerEntry => ({
  id: `e${n}`,
  at: '2026-03-01T12:00:00.000Z',
  labels: {},
  amounts: { output: 1 },
})

const call = async (ledger: Ledger, n: number): Promise<void> => {
  await ledger.reserve(`${n}`, [{ account: day, amount: 40, limit: 1_000_000 }])
  await ledger.settle(`${n}`, [{ account: day, amount: 7 }], entry(n), 'soon')
}

const spent = async (ledger: Ledger): Promise<number | undefined> => (await ledger.balances([day]))[0]?.spent

test('calls at once are settled by the thread, each once, and nothing stays set aside', async () => {
  await using here = await sqlitePlace()
  const ledger = (await here.open({ writer: 'own-thread' })).ledger('llm', 'local')
  await Promise.all(Array.from({ length: 500 }, (_, n) => call(ledger, n)))

  const other = (await here.open()).ledger('llm', 'local')
  await ledger.balances([day])
  expect(await other.balances([day])).toEqual([{ account: day, spent: 3_500, reserved: 0 }])
  expect(await other.entries({})).toHaveLength(500)
})

test('what the thread could not settle is settled once it can be', async () => {
  await using here = await sqlitePlace()
  const ledger = (await here.open({ writer: 'own-thread' })).ledger('llm', 'local')
  await call(ledger, 1)
  await here.meddle('ALTER TABLE ledger_entries RENAME TO elsewhere')
  const late = call(ledger, 2).then(
    () => 'settled',
    () => 'not settled',
  )
  expect(await late).toBe('not settled')
  await here.meddle('ALTER TABLE elsewhere RENAME TO ledger_entries')
  await call(ledger, 3)
  expect(await ledger.entries({})).toEqual([entry(1), entry(2), entry(3)])
})

test('a process that ends without a word settles what the thread had not, and nothing twice', async () => {
  await using here = await sqlitePlace()
  const script = `
    import { openStore } from ${JSON.stringify(join(import.meta.dir, 'open-store.ts'))}
    import { testKey } from ${JSON.stringify(join(import.meta.dir, 'test-places.ts'))}
    const store = await openStore({ url: ${JSON.stringify(here.url)}, key: testKey, writer: 'own-thread',
      checkpoint: ${JSON.stringify(here.checkpoint)}, clock: { now: () => new Date() } })
    const ledger = store.ledger('llm', 'local')
    for (let n = 0; n < 300; n++) {
      await ledger.reserve(String(n), [{ account: ${JSON.stringify(day)}, amount: 40 }])
      void ledger.settle(String(n), [{ account: ${JSON.stringify(day)}, amount: 7 }],
        { id: 'e' + n, at: '2026-03-01T12:00:00.000Z', labels: {}, amounts: {} }, 'soon')
      if (n % 50 === 0) await Bun.sleep(6)
    }
    process.exit(0)`
  const child = Bun.spawn([process.execPath, '-e', script], { stdout: 'ignore', stderr: 'pipe' })
  expect([await child.exited, await child.stderr.text()]).toEqual([0, ''])

  const ledger = (await here.open()).ledger('llm', 'local')
  expect(await ledger.entries({})).toHaveLength(300)
  expect(await spent(ledger)).toBe(2_100)
})

/** Jobs in the order in which they are done, here or elsewhere; `elsewhere` waits to be let go. */
const ground = () => {
  const done: string[] = []
  const sql: Sql = {
    dialect: 'sqlite',
    read: async (work) => run(work()),
    write: async (work) => run(work()),
    writeNow: (work) => run(work()),
    close: async () => undefined,
  }
  const run = <T>(work: Work<T>): T => {
    const step = work.next()
    if (!step.done) throw new Error('there is nothing to ask a database')
    return step.value
  }
  function* all(jobs: readonly string[]): Work<readonly string[]> {
    done.push(...jobs.map((job) => `here ${job}`))
    // It asks the database nothing.
    yield* []
    return jobs
  }
  const gate = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const elsewhere = {
    works: true,
    takes: (job: string) => !job.startsWith('own'),
    async do(jobs: readonly string[]) {
      begun.resolve()
      await gate.promise
      done.push(...jobs.map((job) => `elsewhere ${job}`))
    },
  }
  return { done, gate, begun: begun.promise, together: createTogether(sql, all, elsewhere) }
}

test('what must be known now waits for what is done elsewhere', async () => {
  const { done, gate, begun, together } = ground()
  const settled = together.soon('a')
  await begun
  const [looked, other] = [together.now('b', 'alone'), together.soon('c')]
  expect(done).toEqual([])
  gate.resolve()
  await Promise.all([settled, looked, other])
  expect(done).toEqual(['elsewhere a', 'here c', 'here b'])
})

test('what was not done elsewhere is done here', async () => {
  const { done, gate, begun, together } = ground()
  const settled = together.soon('a')
  await begun
  gate.reject(new Error('the thread has ended'))
  await together.settled()
  await settled
  expect(done).toEqual(['here a'])
})

test('what could be done twice by a process that ends is never given away', async () => {
  const { done, together } = ground()
  await Promise.all([together.soon('own'), together.soon('a')])
  expect(done).toEqual(['here own', 'here a'])
})

test('a process that ends does itself what is under way elsewhere', async () => {
  const { done, begun, together } = ground()
  void together.soon('a')
  await begun
  void together.soon('b')
  const lost: string[] = []
  together.settleNow((job) => lost.push(job))
  expect(done).toEqual(['here a', 'here b'])
  expect(lost).toEqual([])
})
