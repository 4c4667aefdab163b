import { expect, test } from 'bun:test'
import type { Ledger } from '@nimbus/kernel'
import fc from 'fast-check'
import { thisProcess } from './owner.ts'
import { sqlitePlace } from './test-places.ts'

const day = 'usd/day/2026-03-01/global'
const limit = 100_000

/** A process that was there once. */
const gone = { ...thisProcess(), pid: 2 ** 22 + 1, startTime: '1' }

/** Makes a process busy: it settles and reserves without a pause, and sets something aside ahead. */
const busy = async (ledger: Ledger, name: string, calls = 20): Promise<void> => {
  for (let n = 0; n < calls; n += 1) {
    await ledger.reserve(`${name}-${n}`, [{ account: day, amount: 10, limit }])
    void ledger.settle(`${name}-${n}`, [{ account: day, amount: 7 }], undefined, 'soon')
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve))
}

test('a busy process gives back what it set aside ahead when it pauses, and keeps what is out', async () => {
  await using here = await sqlitePlace()
  const [own, other] = [(await here.open()).ledger('llm', 'local'), (await here.open()).ledger('llm', 'local')]
  await busy(own, 'a')
  await own.reserve('out', [{ account: day, amount: 10, limit }])
  const [during] = await other.balances([day])
  expect(during?.reserved).toBeGreaterThan(10)

  await until(async () => (await other.balances([day]))[0]?.reserved === 10)
  expect(await other.balances([day])).toEqual([{ account: day, spent: 140, reserved: 10 }])
  await own.settle('out', [{ account: day, amount: 9 }])
  expect(await other.balances([day])).toEqual([{ account: day, spent: 149, reserved: 0 }])
})

test('whoever looks in the same process sees what is spent and set aside for calls, and nothing else', async () => {
  await using here = await sqlitePlace()
  const own = (await here.open()).ledger('llm', 'local')
  await busy(own, 'a')
  const { balances } = await own.reserve('out', [{ account: day, amount: 10, limit }])
  expect(balances).toEqual([{ account: day, spent: 140, reserved: 10 }])
  expect(await own.balances([day])).toEqual([{ account: day, spent: 140, reserved: 10 }])
})

test('what a killed process had set aside ahead comes back like every reservation', async () => {
  await using here = await sqlitePlace()
  const dead = (await here.open({ owner: gone })).ledger('llm', 'local')
  await busy(dead, 'a')
  await dead.reserve('out', [{ account: day, amount: 10, limit }])
  const other = (await here.open()).ledger('llm', 'local')
  expect((await other.balances([day]))[0]?.reserved).toBe(0)
})

test('whatever is reserved, settled and given back by two busy processes, a limit holds', async () => {
  const step = fc.record({
    who: fc.nat({ max: 1 }),
    does: fc.constantFrom('reserve', 'settle', 'release', 'pause'),
    amount: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 400 })),
    share: fc.integer({ min: 0, max: 100 }),
  })
  const property = fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
    await using here = await sqlitePlace()
    const ledgers = [(await here.open()).ledger('llm', 'local'), (await here.open()).ledger('llm', 'local')] as const
    const small = 8_000
    const out: { who: number; id: string; amount: number }[] = []
    let [spent, n] = [0, 0]
    for (const { who, does, amount, share } of steps) {
      const ledger = ledgers[who] ?? ledgers[0]
      if (does === 'pause') await new Promise((resolve) => setImmediate(resolve))
      else if (does === 'reserve') {
        const id = `c-${++n}`
        const careful = { below: 0.2, amount: amount * 2 }
        const { refusal, lines } = await ledger.reserve(id, [{ account: day, amount, limit: small, careful }])
        if (!refusal) out.push({ who, id, amount: lines[0]?.amount ?? 0 })
      } else {
        const place = out.findIndex((each) => each.who === who)
        const [call] = place < 0 ? [] : out.splice(place, 1)
        if (!call) continue
        const took = does === 'release' ? 0 : Math.floor((call.amount * share) / 100)
        spent += took
        if (does === 'release') await ledger.release(call.id)
        else void ledger.settle(call.id, [{ account: day, amount: took }], undefined, 'soon')
      }
      const held = out.reduce((sum, each) => sum + each.amount, 0)
      expect(spent + held).toBeLessThanOrEqual(small)
    }
    for (const ledger of ledgers) await ledger.balances([day])
    const held = out.reduce((sum, each) => sum + each.amount, 0)
    expect(await ledgers[0].balances([day])).toEqual([{ account: day, spent, reserved: held }])
  })
  await fc.assert(property, { numRuns: 40 })
})
