import { expect, test } from 'bun:test'
import type { Ledger, LedgerReservation } from '@nimbus/kernel'
import { createAhead } from './ledger-ahead.ts'
import { sqlitePlace } from './test-places.ts'

const day = 'usd/day/2026-03-01/global'
const other = 'usd/day/2026-03-01/other'

/** Makes a process set something aside ahead: it settles and reserves without a pause. */
const busy = async (ledger: Ledger): Promise<void> => {
  for (let n = 0; n < 20; n += 1) {
    await ledger.reserve(`${n}`, [{ account: day, amount: 10 }])
    void ledger.settle(`${n}`, [{ account: day, amount: 7 }], undefined, 'soon')
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('a call that ends while what was set aside ahead is given back leaves nothing set aside', async () => {
  for (const when of ['soon', 'now'] as const) {
    await using here = await sqlitePlace()
    const ledger = (await here.open()).ledger('llm', 'local')
    await busy(ledger)
    await ledger.entries({})
    await ledger.reserve('out', [{ account: day, amount: 10 }])
    // Somebody else's reservation waits for company, so that the giving back waits with it.
    const waiting = ledger.reserve('more', [{ account: other, amount: 1 }])
    const looked = ledger.balances([day])
    for (let turns = 0; turns < 10; turns += 1) await Promise.resolve()
    await Promise.all([waiting, looked, ledger.settle('out', [{ account: day, amount: 9 }], undefined, when)])
    expect(await ledger.balances([day])).toEqual([{ account: day, spent: 149, reserved: 0 }])
  }
})

test('whoever looks while something is being set aside ahead waits for it, and it is given back', async () => {
  const jobs: string[] = []
  const taken = Promise.withResolvers<LedgerReservation>()
  const ahead = createAhead((job) => {
    jobs.push(job.kind)
    return job.kind === 'take' ? taken.promise : Promise.resolve(undefined)
  })
  ahead.back('a call', [], [])
  ahead.missed([{ account: day, amount: 10 }], [])
  const looked = ahead.end()
  await new Promise((resolve) => setImmediate(resolve))
  taken.resolve({
    lines: [{ account: day, amount: 640 }],
    balances: [{ account: day, spent: 0, reserved: 640 }],
  })
  expect(await looked).toBe(true)
  expect(jobs).toEqual(['take', 'give'])
})

test('a call that spans the moment at which something is set aside counts with what it took', async () => {
  await using here = await sqlitePlace()
  const ledger = (await here.open()).ledger('llm', 'local')
  await busy(ledger)
  await ledger.entries({})
  await ledger.reserve('long', [{ account: day, amount: 10 }])
  // The next ones make the process busy, and something is set aside for it while the long one is out.
  for (let n = 20; n < 40; n += 1) {
    await ledger.reserve(`${n}`, [{ account: day, amount: 10 }])
    void ledger.settle(`${n}`, [{ account: day, amount: 7 }], undefined, 'soon')
    await new Promise((resolve) => setImmediate(resolve))
  }
  void ledger.settle('long', [{ account: day, amount: 1000 }], undefined, 'soon')
  const { balances } = await ledger.reserve('next', [{ account: day, amount: 10 }])
  expect(balances).toEqual([{ account: day, spent: 40 * 7 + 1000, reserved: 10 }])
})

test('a process that ran out of what it had set aside sets more aside, and less where that does not fit', async () => {
  const room = 5000
  const asked: number[] = []
  const ahead = createAhead(async (job) => {
    if (job.kind === 'give') return undefined
    const [{ amount } = { amount: 0 }] = job.claims
    asked.push(amount)
    const account = { account: day, spent: 0, reserved: amount }
    if (amount > room)
      return { refusal: { account: day, spent: 0, reserved: 0, asked: amount, limit: room }, lines: [], balances: [] }
    return { lines: [{ account: day, amount }], balances: [account] }
  })
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  const claims = [{ account: day, amount: 10 }]
  for (let round = 0; round < 3; round += 1) {
    ahead.back('somebody', [], [])
    ahead.missed(claims, [])
    await turn()
    for (let n = 0; ahead.take(`${round}-${n}`, claims); n += 1);
    ahead.missed(claims, [])
    await turn()
  }
  await ahead.end()
  expect(asked).toEqual([640, 2560, 10_240, 2560])
})
