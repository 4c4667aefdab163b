import type { Refusal } from './answer.ts'

/** Status, type, code and words, after https://platform.openai.com/docs/guides/error-codes (read 2026-11). */
const refusals: Readonly<
  Record<Refusal, { status: number; type: string; code: string | null; message: (model: string) => string }>
> = {
  auth: {
    status: 401,
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    message: () =>
      'Incorrect API key provided: sk-test-****************7890. You can find your API key at https://platform.openai.com/account/api-keys.',
  },
  'no-credit': {
    status: 429,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: () => 'You exceeded your current quota, please check your plan and billing details.',
  },
  'rate-limited': {
    status: 429,
    type: 'tokens',
    code: 'rate_limit_exceeded',
    message: (model) =>
      `Rate limit reached for ${model} in organization org-test on tokens per min (TPM): Limit 30000, Used 29800, Requested 900. Please try again in 1.4s.`,
  },
  server: {
    status: 500,
    type: 'server_error',
    code: null,
    message: () => 'The server had an error while processing your request. Sorry about that!',
  },
  overloaded: {
    status: 503,
    type: 'server_error',
    code: null,
    message: () => 'The engine is currently overloaded, please try again later',
  },
  'context-overflow': {
    status: 400,
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    message: () =>
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 130042 tokens. Please reduce the length of the messages.",
  },
  'unknown-model': {
    status: 404,
    type: 'invalid_request_error',
    code: 'model_not_found',
    message: (model) => `The model \`${model}\` does not exist or you do not have access to it.`,
  },
  'invalid-request': {
    status: 400,
    type: 'invalid_request_error',
    code: 'invalid_value',
    message: () => "Invalid 'temperature': expected a value <= 2.",
  },
}

/** An error as OpenAI, and who speaks like it, gives it. */
export const openaiRefusal = (kind: Refusal, model: string) => {
  const { status, type, code, message } = refusals[kind]
  return { status, body: { error: { message: message(model), type, param: null, code } } }
}
