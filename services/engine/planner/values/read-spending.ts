import { numberOf } from '../tokens/numbers.ts'
import type { Token } from '../tokens/token.ts'
import type { Reader } from './reading.ts'

/** Words around an amount that make it the most that may be spent; they are no orders of their own. */
const around =
  /^(?:it|must|may|can|should|could|will|would|not|no|never|cost|costs|spend|spends|exceed|take|more|less|than|at|most|up|to|for|under|below|over|a|the|max|maximum|limit|of|only|if|and|stay|stays|within|is|with)$/

const [dollars, cents] = [/^(?:dollars?|usd|bucks?)$/, /^cents?$/]

/** An amount of money, and where it ends: `0.50 dollars`, `50 cents`, `$2`. */
const amountAt = (tokens: readonly Token[], at: number): { amount: number; to: number } | undefined => {
  const [token, unit] = [tokens[at], tokens[at + 1]]
  if (!token) return undefined
  const signed = /^\$(\d+(?:\.\d+)?)$/.exec(token.text)
  if (signed) return { amount: Number(signed[1]), to: at + 1 }
  const count = token.kind === 'number' ? Number(token.text) : numberOf(token.word)
  if (count === undefined || Number.isNaN(count) || !unit) return undefined
  if (dollars.test(unit.word)) return { amount: count, to: at + 2 }
  return cents.test(unit.word) ? { amount: count / 100, to: at + 2 } : undefined
}

/** What may be spent at most, as limits take it: `it must not cost more than 0.50 dollars`. */
export const readSpending: Reader = (at, { tokens }) => {
  // What leads to an amount belongs to it; only where all of that begins it is read.
  let amount = at
  while (amount < tokens.length && around.test(tokens[amount]?.word ?? '') && amount - at < 12) amount++
  const found = amountAt(tokens, amount)
  if (!found) return undefined
  const trailed = /^(?:at most|max|tops|at maximum)$/
  const two = tokens
    .slice(found.to, found.to + 2)
    .map(({ word }) => word)
    .join(' ')
  const to = trailed.test(two) ? found.to + 2 : trailed.test(tokens[found.to]?.word ?? '') ? found.to + 1 : found.to
  return { value: { costUsd: found.amount }, from: at, to, exact: true }
}
