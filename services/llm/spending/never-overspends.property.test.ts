import { expect, test } from 'bun:test'
import { NimbusError } from '@nimbus/kernel/define'
import fc from 'fast-check'
import { costOf } from '../catalogue/cost.ts'
import type { Authorised } from './authorise.ts'
import { aCall, anInvocation, till } from './testing.ts'

const step = fc.record({
  agent: fc.constantFrom('reviewer', 'writer'),
  model: fc.constantFrom('large', 'small'),
  price: fc.record({
    input: fc.integer({ min: 0, max: 20 }),
    output: fc.integer({ min: 0, max: 100 }),
    source: fc.constant('a test'),
  }),
  inputTokens: fc.nat(5000),
  maxTokens: fc.option(fc.integer({ min: 1, max: 4000 }), { nil: undefined }),
  output: fc.nat(6000),
  end: fc.constantFrom('settle', 'settle', 'release', 'stay'),
})

const limits = { everybody: 300_000_000, reviewer: 120_000_000, small: 90_000_000 }
const accounts = {
  everybody: 'usd/day/2026-03-10/global',
  reviewer: 'usd/day/2026-03-10/agent:reviewer',
  small: 'usd/day/2026-03-10/model:small',
}
const names = Object.keys(accounts) as readonly (keyof typeof accounts)[]

/** Whose budgets a call counts in. */
const countsIn = ({ agent, model }: { agent: string; model: string }) =>
  names.filter((name) => name === 'everybody' || name === agent || name === model)

test('no budget is passed by more than what calls took above what was set aside for them', async () => {
  await using place = await till()
  const { ports } = await place.place.host()
  let round = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      round += 1
      const ledger = ports.ledger('llm', `round-${round}`)
      place.ctx.ledger = ledger
      const spending = place.spending(
        { dailyUsd: limits.everybody / 1e9, perModel: { small: { dailyUsd: limits.small / 1e9 } } },
        { reviewer: { limits: { dailyUsd: limits.reviewer / 1e9 } } },
      )
      const excess = { everybody: 0, reviewer: 0, small: 0 }
      const stay: Authorised[] = []
      await Promise.all(
        steps.map(async ({ output, end, maxTokens, ...changes }) => {
          const leave = await spending
            .authorise(aCall({ ...changes, ...(maxTokens === undefined ? {} : { maxTokens }) }))
            .catch((thrown: unknown) => {
              if (thrown instanceof NimbusError && thrown.data.code === 'over-budget') return undefined
              throw thrown
            })
          if (!leave) return
          if (end === 'stay') stay.push(leave)
          if (end === 'release') await spending.release(leave)
          if (end !== 'settle') return
          const usage = { input: changes.inputTokens, cachedRead: 0, cachedWrite: 0, output, reasoning: 0 }
          const cost = costOf(changes.price, usage)
          for (const name of countsIn(changes)) {
            const line = leave.lines.find(({ account }) => account === accounts[name])
            excess[name] += Math.max(0, cost - (line?.amount ?? 0))
          }
          await spending.settle(leave, anInvocation(leave, { usage, cost }))
        }),
      )
      for (const name of names) {
        const [balance] = await ledger.balances([accounts[name]])
        expect((balance?.spent ?? 0) + (balance?.reserved ?? 0) - limits[name]).toBeLessThanOrEqual(excess[name])
      }
      for (const leave of stay) await spending.release(leave)
      const left = await ledger.balances(Object.values(accounts))
      expect(left.every(({ reserved }) => reserved === 0)).toBe(true)
    }),
    { numRuns: 40 },
  )
})
