import type { LanguageModelV4FinishReason, LanguageModelV4Usage } from '@ai-sdk/provider'
import type { Finish, TokenUsage } from '../conversation/messages.ts'
import { isTokenCount, plausibleUsage } from '../conversation/plausible.ts'

const atLeastNothing = (count: number): number => Math.max(0, Math.round(count))

/**
 * What a call took, each token in one place; undefined where the provider counted nothing, or what cannot be.
 *
 * Totals of the specification include what the cache held and took, and reasoning; where a package gives the rest apart
 * it is taken from there, else it is what is left of the total.
 */
export const usageOf = ({ inputTokens, outputTokens }: LanguageModelV4Usage): TokenUsage | undefined => {
  if (inputTokens.total === undefined && outputTokens.total === undefined) return undefined
  const said = [
    inputTokens.total,
    inputTokens.cacheRead,
    inputTokens.cacheWrite,
    outputTokens.total,
    outputTokens.reasoning,
  ]
  if (!said.every((count = 0) => isTokenCount(count))) return undefined
  const cachedRead = atLeastNothing(inputTokens.cacheRead ?? 0)
  const cachedWrite = atLeastNothing(inputTokens.cacheWrite ?? 0)
  const reasoning = atLeastNothing(outputTokens.reasoning ?? 0)
  return plausibleUsage({
    input: atLeastNothing(inputTokens.noCache ?? (inputTokens.total ?? 0) - cachedRead - cachedWrite),
    cachedRead,
    cachedWrite,
    output: atLeastNothing(outputTokens.text ?? (outputTokens.total ?? 0) - reasoning),
    reasoning,
  })
}

/** Why a model stopped; what says nothing is `other`. */
export const finishOf = ({ unified }: LanguageModelV4FinishReason): Finish =>
  unified === 'error' || unified === 'interrupted' ? 'other' : unified
