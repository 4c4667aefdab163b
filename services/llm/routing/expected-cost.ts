import { costOf } from '../catalogue/cost.ts'
import type { Estimate, Target } from './route.ts'
import type { Task } from './task.ts'

/** What a target is expected to take and cost for a task; `cost` is absent when its price is unknown. */
export const estimateFor = (target: Target, { inputTokens, outputTokens }: Task): Estimate => {
  const output = Math.min(outputTokens, target.facts?.maxOutput ?? outputTokens)
  const tokens = { inputTokens, outputTokens: output }
  const price = target.facts?.price
  if (!price) return tokens
  return { ...tokens, cost: costOf(price, { input: inputTokens, cachedRead: 0, cachedWrite: 0, output, reasoning: 0 }) }
}
