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

/** US dollars for a million tokens are a thousand nanodollars for one. Rounded up, for it is money to be set aside. */
const costOfTokens = ({ input, output }: Price, inputTokens: number, outputTokens: number): number =>
  Math.ceil((input * inputTokens + output * outputTokens) * 1000)

/**
 * What to set aside for a call: its input, and for its output what such answers keep to, or the configured default
 * while that is unknown; never more than the request or the model allows.
 *
 * The careful amount is the most that the request allows, or the default where it names no maximum.
 */
export const foresee = (
  { inputTokens, maxTokens = Number.POSITIVE_INFINITY, maxOutput = Number.POSITIVE_INFINITY, ...call }: SpendingCall,
  { defaultOutputTokens }: Pick<Policies, 'defaultOutputTokens'>,
  history: number | undefined,
): Foreseen => {
  const most = Math.min(maxTokens, maxOutput)
  const outputTokens = Math.min(history ?? defaultOutputTokens, most)
  const carefulOutput = Math.max(outputTokens, Number.isFinite(maxTokens) ? most : Math.min(defaultOutputTokens, most))
  const { price } = call
  const tokens = { inputTokens, outputTokens, carefulOutput }
  if (call.notMetered || price === undefined) return tokens
  return {
    ...tokens,
    cost: costOfTokens(price, inputTokens, outputTokens),
    carefulCost: costOfTokens(price, inputTokens, carefulOutput),
  }
}
