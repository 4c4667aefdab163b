import { NimbusError } from '@nimbus/kernel'
import type { Store } from '@nimbus/store'
import type { Authorised } from '../../services/llm/spending/authorise.ts'
import { createSpending } from '../../services/llm/spending/spending.ts'
import { aCall, anInvocation, aPrice, complain, freePolicies } from '../../services/llm/spending/testing.ts'

/** The hard limit of a day, in nanodollars: that of some forty calls. */
export const limit = 400_000_000

/** What is spent and set aside of it, on a store whose clock is the real one. */
export const budgetOf = async (store: Store) => {
  const day = new Date().toISOString().slice(0, 10)
  const [balance] = await store.ledger('llm', 'local').balances([`usd/day/${day}/global`])
  return { spent: balance?.spent ?? 0, reserved: balance?.reserved ?? 0 }
}

/** Nanodollars of 1,000 tokens of input and so many of output. */
const costOfAnswer = (output: number): number => 1000 * (1000 * aPrice.input + output * aPrice.output)

/** Somebody who spends from a budget with a hard limit, on calls whose answers have at most 1,000 tokens. */
export const spender = (store: Store) => {
  const ctx = { ledger: store.ledger('llm', 'local'), now: () => new Date(), log: complain }
  const policies = { ...freePolicies, dailyUsd: limit / 1e9, limit: { type: 'hard' as const, thresholdPercent: 80 } }
  const spending = createSpending(ctx, { policies, agents: {} })
  return {
    /** Leave to make a call, or undefined when the budget does not allow it. */
    authorise: (id: string) =>
      spending.authorise(aCall({ id, maxTokens: 1000 })).catch((thrown: unknown) => {
        if (thrown instanceof NimbusError && thrown.data.code === 'over-budget') return undefined
        throw thrown
      }),
    /** Settles an answer of so many tokens; gives its cost in nanodollars. */
    async settle(leave: Authorised, output: number) {
      const cost = costOfAnswer(output)
      const usage = { input: 1000, cachedRead: 0, cachedWrite: 0, output, reasoning: 0 }
      await spending.settle(leave, anInvocation(leave, { usage, cost, at: ctx.now().toISOString() }))
      return cost
    },
  }
}
