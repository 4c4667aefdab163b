import type { TokenUsage } from '../conversation/messages.ts'
import { isCost } from '../conversation/plausible.ts'
import type { Price, Rates } from './facts.ts'

const ratesFor = (price: Price, input: number): Rates => price.above?.findLast(({ tokens }) => input > tokens) ?? price

/**
 * What the cache keeps for an hour costs twice as much as input; the rate in price tables is that of five minutes:
 * https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching (read 2026-11). Nobody else sells hours.
 */
const hourOverInput = 2

/**
 * What a call cost, in nanodollars (1e-9 US dollars), rounded to a whole number.
 *
 * Each token is billed once: what the cache held or took at its own rate, or as input where it has none; reasoning as
 * output. Where a provider asks more for long prompts, the longer rate holds for the whole call, which is how Anthropic,
 * Google and OpenAI bill it (https://ai.google.dev/gemini-api/docs/pricing).
 */
export const costOf = (price: Price, usage: TokenUsage): number => {
  const { input, cachedRead, cachedWrite, hourWrite = 0, output, reasoning } = usage
  const rates = ratesFor(price, input + cachedRead + cachedWrite)
  // Dollars for a million tokens are thousands of nanodollars for one.
  const thousands =
    input * rates.input +
    cachedRead * (rates.cachedRead ?? rates.input) +
    (cachedWrite - hourWrite) * (rates.cachedWrite ?? rates.input) +
    hourWrite * hourOverInput * rates.input +
    (output + reasoning) * rates.output
  return Math.round(thousands * 1000)
}

/** The same of a call that was made; undefined where no call can have cost that, so that nobody knows. */
export const paidFor = (price: Price, usage: TokenUsage): number | undefined => {
  const cost = costOf(price, usage)
  return isCost(cost) ? cost : undefined
}
