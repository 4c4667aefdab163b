import { costOf } from '../catalogue/cost.ts'
import type { Price } from '../catalogue/facts.ts'
import type { Policies } from '../config/settings.ts'
import type { SpendingCall } from './call.ts'

/** What a call is expected to take, in tokens and nanodollars; no cost where the price is unknown. */
export interface Foreseen {
  inputTokens: number
  outputTokens: number
  /** The output that is set aside once little of a limit is left. */
  carefulOutput: number
  cost?: number
  carefulCost?: number
}

/** What so many tokens cost. Nobody knows beforehand what a cache holds: all of it is taken as plain input. */
const costOfTokens = (price: Price, input: number, output: number): number =>
  costOf(price, { input, cachedRead: 0, cachedWrite: 0, output, reasoning: 0 })

/**
 * What to set aside for a call: its input, and for its output what such answers keep to, or the configured default
 * while that is unknown; never more than the request or the model allows.
 *
 * The careful amount is the most that the request allows, or the default where it names no maximum.
 */
export const foresee = (
  {
    inputTokens,
    answers = 1,
    maxTokens = Number.POSITIVE_INFINITY,
    maxOutput = Number.POSITIVE_INFINITY,
    price,
    notMetered,
  }: SpendingCall,
  { defaultOutputTokens }: Pick<Policies, 'defaultOutputTokens'>,
  history: number | undefined,
): Foreseen => {
  const most = Math.min(maxTokens, maxOutput)
  const expected = Math.min(history ?? defaultOutputTokens, most)
  const careful = Math.max(expected, Number.isFinite(maxTokens) ? most : Math.min(defaultOutputTokens, most))
  const [outputTokens, carefulOutput] = [answers * expected, answers * careful]
  const tokens = { inputTokens, outputTokens, carefulOutput }
  if (notMetered || price === undefined) return tokens
  return {
    ...tokens,
    cost: costOfTokens(price, inputTokens, outputTokens),
    carefulCost: costOfTokens(price, inputTokens, carefulOutput),
  }
}
