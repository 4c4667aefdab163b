import type { TokenUsage } from './messages.ts'

/**
 * The most tokens of a kind that a call takes: a hundred times what the largest window holds, which is room for a day of
 * an agent program.
 */
export const mostTokens = 1_000_000_000

/** The most that a call costs, in nanodollars: $10,000, which that many tokens cost at the price of a dear model. */
const mostCost = 10_000 * 1e9

/** Whether a call can have taken so many tokens. Who counts differently is not believed: one number would be a month's budget. */
export const isTokenCount = (count: number): boolean => count >= 0 && count <= mostTokens

/** Whether a call can have cost so many nanodollars. */
export const isCost = (nano: number): boolean => nano >= 0 && nano <= mostCost

/** What a call took, unless some of it cannot be: then nobody knows what it took. */
export const plausibleUsage = (usage: TokenUsage): TokenUsage | undefined =>
  Object.values(usage).every(isTokenCount) ? usage : undefined
