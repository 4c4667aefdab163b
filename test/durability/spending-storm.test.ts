import { expect, test } from 'bun:test'
import { onEachDatabase } from './databases.ts'
import { openHere } from './open-here.ts'
import { worker } from './processes.ts'
import { budgetOf, limit, spender } from './spender.ts'

const processes = 50
const killed = 5

/** Lengths of answers from 100 to 900 tokens, the same in every run, in no order. */
const outputOf = (n: number): number => 100 + ((n * 337) % 801)

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)

const numberIn = (line: string | undefined): number => Number(line?.split(' ')[1])

onEachDatabase('a storm of spending', (makePlace) => {
  test('50 processes that call at once keep to a hard limit; what the killed had set aside comes back; the budget can be used up', async () => {
    using place = await makePlace()
    const store = await openHere(place)
    // Few at a time: starting is not what is tested, and the machine is shared.
    const callers: Awaited<ReturnType<typeof worker>>[] = []
    for (let n = 0; n < processes; n += 5)
      callers.push(
        ...(await Promise.all(
          [0, 1, 2, 3, 4].map((more) => worker('spend', place, `storm-${n + more},${outputOf(n + more)}`)),
        )),
      )
    for (const caller of callers) caller.go()
    await Promise.all(callers.map((caller) => caller.line()))

    for (const caller of callers) caller.go()
    const said = await Promise.all(callers.map((caller) => caller.line()))
    const allowed = callers.flatMap((caller, n) =>
      said[n]?.startsWith('leave') ? [{ caller, reserved: numberIn(said[n]) }] : [],
    )
    const inFlight = await budgetOf(store)
    expect(said.filter((line) => line === 'refused').length).toBe(processes - allowed.length)
    expect(allowed.length).toBeGreaterThan(killed)
    expect(allowed.length).toBeLessThan(processes)
    expect(inFlight).toEqual({ spent: 0, reserved: sum(allowed.map(({ reserved }) => reserved)) })
    expect(inFlight.reserved).toBeLessThanOrEqual(limit)

    const [dead, living] = [allowed.slice(0, killed), allowed.slice(killed)]
    await Promise.all(dead.map(({ caller }) => caller.kill()))
    for (const { caller } of living) caller.go()
    for (const [n, caller] of callers.entries()) {
      if (said[n] !== 'refused') continue
      caller.go()
      await caller.finish()
    }
    const settled = await Promise.all(
      living.map(async ({ caller, reserved }) => ({ reserved, cost: numberIn((await caller.finish())[0]) })),
    )
    const afterStorm = await budgetOf(store)
    expect(afterStorm.spent).toBe(sum(settled.map(({ cost }) => cost)))
    expect(afterStorm.spent - limit).toBeLessThanOrEqual(
      sum(settled.map(({ cost, reserved }) => Math.max(0, cost - reserved))),
    )
    expect(afterStorm.reserved).toBe(0)

    const { authorise, settle } = spender(store)
    for (let n = 0; ; n += 1) {
      const leave = await authorise(`single-${n}`)
      if (!leave) break
      await settle(leave, outputOf(n))
    }
    const end = await budgetOf(store)
    expect(end.reserved).toBe(0)
    expect(end.spent).toBeGreaterThanOrEqual(0.75 * limit)
    expect(end.spent).toBeLessThanOrEqual(1.05 * limit)
    await store.close()
  }, 60_000)
})
