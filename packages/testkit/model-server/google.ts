import type { Refusal, Settled } from './answer.ts'
import { event, type WireFormat } from './wire-format.ts'

/** Status, name, words and details, after https://ai.google.dev/gemini-api/docs/troubleshooting (read 2026-11). */
const refusals: Readonly<
  Record<Refusal, { code: number; status: string; message: (model: string) => string; details?: readonly unknown[] }>
> = {
  auth: {
    code: 400,
    status: 'INVALID_ARGUMENT',
    message: () => 'API key not valid. Please pass a valid API key.',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'API_KEY_INVALID',
        domain: 'googleapis.com',
        metadata: { service: 'generativelanguage.googleapis.com' },
      },
    ],
  },
  'no-credit': {
    code: 429,
    status: 'RESOURCE_EXHAUSTED',
    message: () => 'You exceeded your current quota, please check your plan and billing details.',
  },
  'rate-limited': {
    code: 429,
    status: 'RESOURCE_EXHAUSTED',
    message: () => 'Resource has been exhausted (e.g. check quota).',
    details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '31s' }],
  },
  server: {
    code: 500,
    status: 'INTERNAL',
    message: () =>
      'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
  },
  overloaded: {
    code: 503,
    status: 'UNAVAILABLE',
    message: () => 'The model is overloaded. Please try again later.',
  },
  'context-overflow': {
    code: 400,
    status: 'INVALID_ARGUMENT',
    message: () => 'The input token count (1200042) exceeds the maximum number of tokens allowed (1048576).',
  },
  'unknown-model': {
    code: 404,
    status: 'NOT_FOUND',
    message: (model) =>
      `models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
  },
  'invalid-request': {
    code: 400,
    status: 'INVALID_ARGUMENT',
    message: () =>
      'Unable to submit request because it has a temperature value of 9 but the supported range is 0 to 2.',
  },
}

const stops = { stop: 'STOP', length: 'MAX_TOKENS', 'content-filter': 'SAFETY', 'tool-calls': 'STOP' } as const

// Prompt includes what the cache held; thoughts are apart from candidates.
const usageOf = ({ usage }: Settled) => {
  const prompt = usage.input + usage.cachedRead + usage.cachedWrite
  return {
    promptTokenCount: prompt,
    candidatesTokenCount: usage.output,
    totalTokenCount: prompt + usage.output + usage.reasoning,
    ...(usage.cachedRead > 0 ? { cachedContentTokenCount: usage.cachedRead } : {}),
    ...(usage.reasoning > 0 ? { thoughtsTokenCount: usage.reasoning } : {}),
  }
}

const chunk = (answer: Settled, parts: readonly unknown[], finish?: string) => ({
  candidates: [{ content: { parts, role: 'model' }, ...(finish ? { finishReason: finish } : {}), index: 0 }],
  usageMetadata: usageOf(answer),
  modelVersion: answer.model,
  responseId: 'test-response',
})

const thoughts = ({ reasoning }: Settled) => (reasoning ? [{ text: reasoning, thought: true }] : [])
const callsOf = ({ toolCalls }: Settled) =>
  toolCalls.map(({ id, name, input }) => ({ functionCall: { id, name, args: input } }))

const refusal = (kind: Refusal, model: string) => {
  const { code, status, message, details } = refusals[kind]
  return { status: code, body: { error: { code, message: message(model), status, ...(details ? { details } : {}) } } }
}

/** `generateContent` and `streamGenerateContent`, after https://ai.google.dev/api/generate-content (read 2026-11). */
export const google: WireFormat = {
  contentType: 'text/event-stream',
  whole: (answer) => {
    const text = answer.pieces.join('')
    const parts = [...thoughts(answer), ...(text ? [{ text }] : []), ...callsOf(answer)]
    return chunk(answer, parts, stops[answer.finish])
  },
  frames: (answer) => ({
    opening: answer.reasoning ? [event(chunk(answer, thoughts(answer)))] : [],
    pieces: answer.pieces.map((text) => event(chunk(answer, [{ text }]))),
    closing: [event(chunk(answer, [...callsOf(answer), { text: '' }], stops[answer.finish]))],
  }),
  refusal,
  errorFrame: event(refusal('overloaded', '').body),
  brokenFrame: 'data: {"candidates":[{"content":{"parts":[{"te\n\n',
}
