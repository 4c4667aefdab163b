import type { Provider } from '../config/settings.ts'
import { endpointOf, keyOf } from './access.ts'
import { type Attempt, attempt, failureHere, failureOfAttempt } from './attempt.ts'
import { fetchSameOrigin } from './same-origin.ts'

/** What each API wants beside the key; Anthropic's date is the version of its API. */
export const credentialsOf = ({ type, headers }: Provider, key: string | undefined): Record<string, string> => {
  const own = { ...headers }
  if (type === 'anthropic') return { 'anthropic-version': '2023-06-01', ...(key ? { 'x-api-key': key } : {}), ...own }
  if (key === undefined) return own
  return type === 'google' ? { 'x-goog-api-key': key, ...own } : { authorization: `Bearer ${key}`, ...own }
}

/** What a provider refused with, as the classification of failures looks for it. */
export const refusalOf = ({ status, headers }: Pick<Response, 'status' | 'headers'>, text: string): Error =>
  Object.assign(new Error(`status ${status}`), {
    statusCode: status,
    responseBody: text,
    responseHeaders: Object.fromEntries(headers),
  })

const jsonOf = (text: string, here: Attempt): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw failureHere('malformed', `${here.provider.name} gave an answer that cannot be read: it is no JSON`, here)
  }
}

/**
 * Asks a provider for something that is no answer of a model: its list of models, a count of tokens. Gives the JSON.
 *
 * Raises a `ModelFailure` with its kind, what `keyOf` raises, and the reason of the signal when that was aborted.
 */
export const askDirectly = async (
  provider: Provider,
  path: string,
  { body, signal, withinMs }: { body?: unknown; signal: AbortSignal; withinMs: number },
): Promise<unknown> => {
  const headers = credentialsOf(provider, keyOf(provider))
  const here = attempt(provider, '')
  const time = AbortSignal.timeout(withinMs)
  try {
    const response = await fetchSameOrigin(endpointOf(provider) + path, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      signal: AbortSignal.any([signal, time]),
    })
    const text = await response.text()
    if (response.ok) return jsonOf(text, here)
    throw refusalOf(response, text)
  } catch (thrown) {
    signal.throwIfAborted()
    if (thrown === time.reason)
      throw failureHere('timeout', `${provider.name} took too long: no answer within ${withinMs} ms`, here)
    throw failureOfAttempt(thrown, here)
  }
}
