import type { ErrorData } from '@nimbus/kernel/define'
import { type Finish, noTokens, type TokenUsage } from '../conversation/messages.ts'
import type { ChatResult } from '../conversation/request.ts'
import { type FaultKind, faultKind, faultText, retryHeaders } from './format-error.ts'

/** Status and type of errors, after https://docs.anthropic.com/en/api/errors (read 2026-11). */
const faults: Readonly<Record<FaultKind, readonly [status: number, type: string]>> = {
  invalid: [400, 'invalid_request_error'],
  'not-found': [404, 'not_found_error'],
  authentication: [401, 'authentication_error'],
  permission: [403, 'permission_error'],
  // Spend limits belong to the rate limits of this API.
  budget: [429, 'rate_limit_error'],
  'rate-limit': [429, 'rate_limit_error'],
  'too-large': [413, 'request_too_large'],
  unavailable: [503, 'api_error'],
  server: [500, 'api_error'],
}

/** An event of a stream. */
export const anthropicEvent = (data: { type: string; [field: string]: unknown }): string =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`

const anthropicError = (error: ErrorData) => ({
  type: 'error',
  error: { type: faults[faultKind(error)][1], message: faultText(error) },
})

/** An error in the middle of a stream. */
export const anthropicStreamFault = (error: ErrorData): string => anthropicEvent(anthropicError(error))

/** An error as this API says it. */
export const anthropicFault = (error: ErrorData) => ({
  status: faults[faultKind(error)][0],
  headers: retryHeaders(error),
  body: anthropicError(error),
})

const stops: Readonly<Record<Finish, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
  other: 'end_turn',
}

/** Why it stopped, in the words of this API. */
export const anthropicStop = (finish: Finish) => ({ stop_reason: stops[finish], stop_sequence: null })

/**
 * What the cache held is apart from the input; what was thought is part of the output. This API has no word for what
 * nobody knows: it is 0.
 */
export const anthropicUsage = ({ input, cachedRead, cachedWrite, output, reasoning }: TokenUsage = noTokens) => ({
  input_tokens: input,
  cache_creation_input_tokens: cachedWrite,
  cache_read_input_tokens: cachedRead,
  output_tokens: output + reasoning,
})

/** A whole answer. */
export const anthropicAnswer = (result: ChatResult, id: string) => ({
  id,
  type: 'message',
  role: 'assistant',
  model: result.model,
  content: [
    ...(result.text === '' ? [] : [{ type: 'text', text: result.text }]),
    ...result.toolCalls.map((call) => ({ type: 'tool_use', id: call.id, name: call.name, input: call.input ?? {} })),
  ],
  ...anthropicStop(result.finish),
  usage: anthropicUsage(result.usage),
})
