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
  headers: Readonly<Record<string, string>>
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

/**
 * Sends a body to a provider that speaks its format and gives its answer as it is. With `pass` it is a stream.
 *
 * Raises what `callModel` raises, of the same kinds.
 */
export const forwardCall = (
  { provider, facts, format, asked, body, headers }: Outward,
  { signal, pass }: { signal: AbortSignal; pass?: (text: string, characters: number) => void },
): Promise<Returned> => {
  const here = attempt(provider, facts.id)
  const credentials = credentialsOf(provider, keyOf(provider))
  return withinTime(here, signal, async (limit) => {
    const request = {
      url: endpointOf(provider) + format.path,
      headers: { 'content-type': 'application/json', ...headers, ...credentials },
      body: JSON.stringify(body),
    }
    const response = await post(request, { wants: pass ? 'pieces' : 'whole', limit })
    if (!response.ok) throw refusalOf(response, await response.text())
    if (!pass) return wholeOf(await response.text(), format, here)
    if (!response.body) throw failureHere('malformed', `${provider.name} gave no stream`, here)
    return forwardStream(response.body, { format, asked, here, heard: () => limit.heard(), pass })
  })
}
