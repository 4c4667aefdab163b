import { redacted } from '@nimbus/kernel/define'
import type { Provider } from '../config/settings.ts'
import { type FailureKind, ModelFailure } from './failure.ts'
import { BrokenLines } from './ollama-lines.ts'
import { retryAfterOf } from './retry-after.ts'
import { SentOn, sentOnWords } from './same-origin.ts'

/** What is to be known of anything that was thrown, or told in the middle of a stream. */
interface Told {
  status?: number
  headers?: Readonly<Record<string, string>>
  /** The provider's own words. */
  words: string
  /** All it said, where the words are only a part. */
  body: string
}

type Fields = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** The words in an error body, whichever provider wrote it. */
const wordsIn = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  if (!isRecord(value)) return undefined
  return wordsIn(value.error) ?? wordsIn(value.message)
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // Gateways in between answer in HTML; then the text itself is all there is.
    return undefined
  }
}

const told = (thrown: unknown): Told => {
  if (!isRecord(thrown) && !(thrown instanceof Error)) {
    const words = typeof thrown === 'string' ? thrown : 'no reason was given'
    return { words, body: words }
  }
  const fields: Fields = Object.fromEntries(Object.entries(thrown))
  const message = thrown instanceof Error ? thrown.message : ''
  const sent = typeof fields.responseBody === 'string' ? fields.responseBody : ''
  const body = sent || (thrown instanceof Error ? message : JSON.stringify(thrown))
  return {
    ...(typeof fields.statusCode === 'number' ? { status: fields.statusCode } : {}),
    ...(isRecord(fields.responseHeaders)
      ? { headers: fields.responseHeaders as Readonly<Record<string, string>> }
      : {}),
    words: wordsIn(parsed(sent)) ?? (message || wordsIn(thrown)) ?? 'no reason was given',
    body,
  }
}

/**
 * The words in which providers say that a conversation is too long; the status is 400 in all cases.
 *
 * Anthropic "prompt is too long", OpenAI `context_length_exceeded`, Google "input token count … exceeds", Ollama
 * "exceeded max context length", vLLM and others "maximum context length" (their documents and sources, read 2026-11).
 */
const tooLong =
  /context_length_exceeded|prompt (?:is )?too long|exceeds? the context window|(?:maximum|max) context length|input token count .*exceeds|input length and .*max_tokens.* exceed|context window exceeded/i

/**
 * The words for a model that is not there, retired or never pulled. A 404 without them is an address that is wrong.
 *
 * Anthropic `not_found_error`, OpenAI `model_not_found`, Google "is not found for API version", Ollama "model … not
 * found", vLLM "The model … does not exist" (their documents and sources, read 2026-11).
 */
const noSuchModel =
  /model_not_found|not_found_error|is not found for API version|\bmodel\b[^\n]{0,200} (?:not found|does not exist)/i

/** A key that is wrong, and an account that has run out: neither gets better by asking again. */
const keyRefused = /API_KEY_INVALID|API key not valid|invalid_api_key|authentication_error|permission_error/i
const noCredit = /insufficient_quota|credit balance is too low|billing_hard_limit/i

/** What an error event in a stream says, which has no status of its own. */
const spoken: readonly (readonly [RegExp, FailureKind])[] = [
  [/overloaded|UNAVAILABLE|engine is currently overloaded/i, 'overloaded'],
  [/rate_limit|RESOURCE_EXHAUSTED|too many requests/i, 'rate-limited'],
  [/server_error|api_error|INTERNAL|internal (?:server )?error|unexpected EOF|error was encountered/i, 'server'],
  [/invalid_request|INVALID_ARGUMENT|not_found/i, 'invalid-request'],
]

const byStatus = (status: number): FailureKind => {
  if (status === 401 || status === 402 || status === 403) return 'auth'
  if (status === 429) return 'rate-limited'
  if (status === 408 || status === 504) return 'timeout'
  // 529 is Anthropic's own: https://docs.anthropic.com/en/api/errors (read 2026-11).
  if (status === 503 || status === 529) return 'overloaded'
  if (status >= 500) return 'server'
  return status >= 400 ? 'invalid-request' : 'malformed'
}

const unread = /JSONParse|TypeValidation|InvalidResponseData|NoContentGenerated|EmptyResponseBody|EndlessEvent/
/** What the packages say, under various names, of a stream that stopped early and of an answer without content. */
const brokeOff = /ended without a finish reason/
const gaveNothing = /returned no output/
const unsupported = /UnsupportedFunctionality|InvalidPrompt|InvalidArgument|NoSuchModel/

const kindOf = (thrown: unknown, { status, body }: Told): FailureKind => {
  if (thrown instanceof BrokenLines && thrown.fault !== 'refused')
    return thrown.fault === 'malformed' ? 'malformed' : 'network'
  if (tooLong.test(body) && (status === undefined || (status >= 400 && status < 500))) return 'context-overflow'
  if (noCredit.test(body) || keyRefused.test(body)) return 'auth'
  const name = thrown instanceof Error ? thrown.name : ''
  if (brokeOff.test(body)) return 'network'
  if (unread.test(name) || gaveNothing.test(body)) return 'malformed'
  if (unsupported.test(name)) return 'invalid-request'
  if (status === 404 && noSuchModel.test(body)) return 'unknown-model'
  if (status !== undefined) {
    const inner = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause.name : ''
    if (status < 300 && !unread.test(inner) && !/JSON/.test(body)) return 'network'
    return byStatus(status)
  }
  const said = spoken.find(([pattern]) => pattern.test(body))
  if (thrown instanceof BrokenLines) return said?.[1] ?? 'server'
  // A connection that broke has a code of the system and no words of the provider.
  return said && !/Connection|ECONN|socket/i.test(body) ? said[1] : thrown instanceof Error ? 'network' : 'server'
}

const longestWords = 400

/** Without the key, which some providers repeat in part and a hostile one whole. */
const scrubbed = (text: string, { apiKey, headers }: Provider): string => {
  const secrets = [apiKey, ...Object.values(headers ?? {})].filter((each) => each !== undefined && each.length >= 6)
  const clean = secrets.reduce<string>((before, secret) => before.replaceAll(secret ?? '', redacted), text)
  const line = clean.replaceAll(/\s+/g, ' ').trim()
  return line.length > longestWords ? `${line.slice(0, longestWords)}…` : line
}

const meanings: Readonly<Record<Exclude<FailureKind, 'auth'>, string>> = {
  'rate-limited': 'limits how much it is asked',
  overloaded: 'is overloaded',
  server: 'had an error of its own',
  timeout: 'took too long',
  network: 'could not be reached, or broke off',
  'context-overflow': 'cannot hold a conversation of this length',
  'unknown-model': 'has no such model',
  'invalid-request': 'refused the request',
  malformed: 'gave an answer that cannot be read',
}

/** Which key it was matters to whoever has several, and to whoever did not know that one is needed. */
const meaningOf = (kind: FailureKind, { apiKey, keyFrom }: Provider): string => {
  if (kind !== 'auth') return meanings[kind]
  return apiKey === undefined ? `wants a key; looked for ${keyFrom}` : `refused the key from ${keyFrom}`
}

const saidOf = (thrown: unknown, kind: FailureKind, { status, words }: Told, provider: Provider): string => {
  if (thrown instanceof SentOn) return scrubbed(sentOnWords(thrown, provider), provider)
  return `${meaningOf(kind, provider)}${status === undefined ? '' : ` (${status})`}: ${scrubbed(words, provider)}`
}

/**
 * Anything a model object threw, or told in a stream, as a `ModelFailure` with its kind.
 *
 * `started`: part of the answer had reached the caller. The message ends with the provider's own words, in one line,
 * without the key.
 */
export const failureOf = (thrown: unknown, provider: Provider, model: string, started: 'started' | 'not-started') => {
  if (thrown instanceof ModelFailure) return thrown
  const what = told(thrown)
  const kind = kindOf(thrown, what)
  const retryAfterMs = retryAfterOf(what.headers, what.body)
  return new ModelFailure(kind, `${provider.name} ${saidOf(thrown, kind, what, provider)}`, {
    provider: provider.name,
    model,
    started: started === 'started',
    ...(what.status === undefined ? {} : { status: what.status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}
