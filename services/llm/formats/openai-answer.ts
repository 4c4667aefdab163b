import type { ErrorData } from '@nimbus/kernel/define'
import { type Finish, noTokens, type TokenUsage, type ToolCall } from '../conversation/messages.ts'
import type { ChatResult } from '../conversation/request.ts'
import { type FaultKind, faultKind, faultText, retryHeaders } from './format-error.ts'

/** Status and type of errors, after https://platform.openai.com/docs/guides/error-codes (read 2026-11). */
const faults: Readonly<Record<FaultKind, readonly [status: number, type: string, code?: string]>> = {
  invalid: [400, 'invalid_request_error'],
  'not-found': [404, 'invalid_request_error', 'model_not_found'],
  authentication: [401, 'invalid_request_error', 'invalid_api_key'],
  permission: [403, 'invalid_request_error'],
  // What this API says when the money is used up.
  budget: [429, 'insufficient_quota', 'insufficient_quota'],
  'rate-limit': [429, 'requests', 'rate_limit_exceeded'],
  'too-large': [413, 'invalid_request_error'],
  unavailable: [503, 'server_error'],
  server: [500, 'server_error'],
}

const errorOf = (error: ErrorData) => {
  const [, type, code] = faults[faultKind(error)]
  return { message: faultText(error), type, param: error.at ?? null, code: code ?? error.code }
}

/** An error as this API says it. */
export const openAiFault = (error: ErrorData) => ({
  status: faults[faultKind(error)][0],
  headers: retryHeaders(error),
  body: { error: errorOf(error) },
})

/** The same in the middle of a stream. */
export const openAiStreamFault = (error: ErrorData): string => `data: ${JSON.stringify({ error: errorOf(error) })}\n\n`

const finishes: Readonly<Record<Finish, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  other: 'stop',
}

/** Why it stopped, in the words of this API. */
export const openAiFinish = (finish: Finish): string => finishes[finish]

/**
 * The prompt includes what the cache held, the completion what was thought. Clients of this API read the numbers
 * unasked, so that what nobody knows is 0.
 */
export const openAiUsage = ({ input, cachedRead, cachedWrite, output, reasoning }: TokenUsage = noTokens) => {
  const prompt = input + cachedRead + cachedWrite
  const completion = output + reasoning
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cachedRead },
    completion_tokens_details: { reasoning_tokens: reasoning },
  }
}

/** A call of a function, in the words of this API. */
export const openAiCall = ({ id, name, input }: ToolCall) => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(input ?? {}) },
})

/** What Nimbus knows beyond this API, in a field of its own that clients pass over. */
export const nimbusPart = ({ provider, model, cost, warnings }: ChatResult) => ({
  nimbus: { provider, model, ...(cost === undefined ? {} : { cost_usd: cost / 1e9 }), warnings },
})

/** A whole answer. `created` is in seconds since 1970. */
export const openAiAnswer = (result: ChatResult, id: string, created: number) => ({
  id,
  object: 'chat.completion',
  created,
  model: result.model,
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: result.text === '' && result.toolCalls.length > 0 ? null : result.text,
        refusal: null,
        ...(result.toolCalls.length > 0 ? { tool_calls: result.toolCalls.map(openAiCall) } : {}),
      },
      logprobs: null,
      finish_reason: openAiFinish(result.finish),
    },
  ],
  usage: openAiUsage(result.usage),
  ...nimbusPart(result),
})
