import { NimbusError, z } from '@nimbus/kernel/define'
import type { Provider } from '../config/settings.ts'
import { isTokenCount } from '../conversation/plausible.ts'
import type { ChatRequest } from '../conversation/request.ts'
import { estimateInput } from '../routing/token-estimate.ts'
import { askDirectly } from './ask-directly.ts'
import { ModelFailure } from './failure.ts'
import { openAiTokens } from './openai-tokens.ts'
import { requestBody } from './request-body.ts'

/** A number of tokens, and how it came about. */
export interface TokenCount {
  tokens: number
  method: 'provider' | 'tokenizer' | 'estimate'
  /** Why it is not the provider's own count, where it is not. */
  why?: string
}

const withinMs = 15_000

const Count = z.number().int().refine(isTokenCount)

/**
 * The counters of Anthropic and Google, with the parts of a request that they take: docs.anthropic.com/en/api/messages-
 * count-tokens and ai.google.dev/api/tokens (read 2026-11).
 */
const counters: Readonly<
  Partial<
    Record<
      Provider['type'],
      (provider: Provider, model: string, request: ChatRequest, signal: AbortSignal) => Promise<number>
    >
  >
> = {
  async anthropic(provider, model, request, signal) {
    const { messages, system, tools, tool_choice } = await requestBody(provider, model, request)
    const body = { model, messages, system, tools, tool_choice }
    const answer = await askDirectly(provider, '/messages/count_tokens', { body, signal, withinMs })
    return z.object({ input_tokens: Count }).parse(answer).input_tokens
  },
  async google(provider, model, request, signal) {
    const { contents, systemInstruction, tools } = await requestBody(provider, model, request)
    const body = { generateContentRequest: { model: `models/${model}`, contents, systemInstruction, tools } }
    const path = `/models/${encodeURIComponent(model)}:countTokens`
    const answer = await askDirectly(provider, path, { body, signal, withinMs })
    return z.object({ totalTokens: Count }).parse(answer).totalTokens
  },
}

const withoutProvider = async (model: string | undefined, request: ChatRequest, why: string): Promise<TokenCount> => {
  const tokens = model === undefined ? undefined : await openAiTokens(model, request)
  return tokens === undefined
    ? { tokens: estimateInput(request), method: 'estimate', why }
    : { tokens, method: 'tokenizer', why }
}

/**
 * How many input tokens a request takes: by the provider's own counter where it has one that may be asked, else by
 * OpenAI's tokenizer for its models, else about. Raises only when the call was cancelled or the request cannot be sent.
 */
export const countTokens = async (
  target: { provider: Provider; model: string } | undefined,
  request: ChatRequest,
  rules: { localOnly: boolean; signal: AbortSignal },
): Promise<TokenCount> => {
  if (!target) return withoutProvider(undefined, request, 'no model was named and none is configured')
  const { provider, model } = target
  const counter = counters[provider.type]
  if (!counter) return withoutProvider(model, request, `${provider.name} has no counter that can be asked`)
  if (rules.localOnly && !provider.local)
    return withoutProvider(model, request, 'only providers on this machine may be asked')
  try {
    return { tokens: await counter(provider, model, request, rules.signal), method: 'provider' }
  } catch (thrown) {
    rules.signal.throwIfAborted()
    if (thrown instanceof ModelFailure) return withoutProvider(model, request, thrown.message)
    if (thrown instanceof NimbusError && thrown.data.code === 'missing-key')
      return withoutProvider(model, request, thrown.data.message)
    if (thrown instanceof z.ZodError)
      return withoutProvider(model, request, `${provider.name} gave no number that can be`)
    throw thrown
  }
}
