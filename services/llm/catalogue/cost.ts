import type { TokenUsage } from '../conversation/messages.ts'
import type { Price, Rates } from './facts.ts'

const ratesFor = (price: Price, input: number): Rates => price.above?.findLast(({ tokens }) => input > tokens) ?? price

/**
 * What a call cost, in nanodollars (1e-9 US dollars), rounded to a whole number.
 *
 * Each token is billed once: what the cache held or took at its own rate, or as input where it has none; reasoning as
 * output. Where a provider asks more for long prompts, the longer rate holds for the whole call, which is how Anthropic,
 * Google and OpenAI bill it (https://ai.google.dev/gemini-api/docs/pricing).
 */
export const costOf = (price: Price, usage: TokenUsage): number => {
  const { input, cachedRead, cachedWrite, output, reasoning } = usage
  const rates = ratesFor(price, input + cachedRead + cachedWrite)
  // Dollars for a million tokens are thousands of nanodollars for one.
  const thousands =
    input * rates.input +
    cachedRead * (rates.cachedRead ?? rates.input) +
    cachedWrite * (rates.cachedWrite ?? rates.input) +
    (output + reasoning) * rates.output
  return Math.round(thousands * 1000)
}
