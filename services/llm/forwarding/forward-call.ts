import type { Stop } from '@nimbus/kernel/define'
import type { ModelFacts } from '../catalogue/facts.ts'
import type { Provider } from '../config/settings.ts'
import { type Body, type ForeignRequest, type Format, type Heard, isBody, type StreamEvent } from '../formats/format.ts'
import { endpointOf, keyOf } from '../providers/access.ts'
import { credentialsOf, refusalOf } from '../providers/ask-directly.ts'
import { type Attempt, attempt, failureHere } from '../providers/attempt.ts'
import { withinTime } from '../providers/time-limit.ts'
import { forwardStream } from './forward-stream.ts'
import { post } from './http1/post.ts'

/** A body on its way to a provider that speaks its format. */
export interface Outward {
  provider: Provider
  facts: ModelFacts
  format: Format
  asked: ForeignRequest
  body: Body
  /** Beside those that every request has. */
  headers: Readonly<Record<string, string>> | undefined
}

/** What came back: a whole answer, or what closes a stream; with what it says of itself. */
export interface Returned {
  heard: Heard
  whole?: Body
  closing?: readonly StreamEvent[]
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // No JSON is no answer, which is told with what else is none.
    return undefined
  }
}

const wholeOf = (text: string, format: Format, here: Attempt): Returned => {
  const whole = parsed(text)
  const heard = isBody(whole) ? format.hearWhole(whole) : undefined
  if (!isBody(whole) || !heard)
    throw failureHere('malformed', `${here.provider.name} gave an answer that cannot be read`, here)
  return { heard, whole }
}

/** Where a request goes, with the headers that it always has. */
interface Way {
  url: string
  headers: Readonly<Record<string, string>>
}

/** The ways to providers, of which settings make new ones when anything about them changes. */
const known = new WeakMap<Provider, Map<Format, Way>>()

/** The way to a provider in a format. Raises what `keyOf` raises. */
const wayTo = (provider: Provider, format: Format): Way => {
  const own = known.get(provider) ?? new Map<Format, Way>()
  const found = own.get(format)
  if (found) return found
  const headers = { 'content-type': 'application/json', ...credentialsOf(provider, keyOf(provider)) }
  const way = { url: endpointOf(provider) + format.path, headers }
  known.set(provider, own.set(format, way))
  return way
}

/**
 * Sends a body to a provider that speaks its format and gives its answer as it is. With `pass` it is a stream.
 *
 * Raises what `callModel` raises, of the same kinds.
 */
export const forwardCall = (
  { provider, facts, format, asked, body, headers }: Outward,
  { stop, pass }: { stop: Stop; pass?: (text: string, characters: number) => void },
): Promise<Returned> => {
  const here = attempt(provider, facts.id)
  const way = wayTo(provider, format)
  return withinTime(here, stop, async (limit) => {
    const request = {
      url: way.url,
      headers: headers ? { ...headers, ...way.headers } : way.headers,
      body: JSON.stringify(body),
    }
    const response = await post(request, { wants: pass ? 'pieces' : 'whole', limit })
    if (!response.ok) throw refusalOf(response, await response.text())
    if (!pass) return wholeOf(await response.text(), format, here)
    if (!response.body) throw failureHere('malformed', `${provider.name} gave no stream`, here)
    return forwardStream(response.body, { format, asked, here, heard: () => limit.heard(), pass })
  })
}
