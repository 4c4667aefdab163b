import { fetchSameOrigin, followRedirects, isRedirect } from '../../providers/same-origin.ts'
import type { TimeLimit } from '../../providers/time-limit.ts'
import { addressOf } from './addresses.ts'
import { fieldsOf } from './answer-head.ts'
import type { Answer } from './exchange.ts'
import { plainLines, type Request, requestText } from './request-text.ts'
import { unpacked } from './unpacked.ts'

/** What came back, as much of a `Response` as is needed of it. */
export interface Posted extends Pick<Response, 'status' | 'ok' | 'headers' | 'text'> {
  readonly body: AsyncIterable<Uint8Array> | null
}

/** Larger than any answer of a model. */
const largestAnswer = 256 * 1024 * 1024
const utf8 = new TextDecoder()

class Heard implements Posted {
  constructor(private readonly answer: Answer) {}

  get status(): number {
    return this.answer.head.status
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300
  }

  get headers(): Headers {
    return new Headers(fieldsOf(this.answer.head))
  }

  get body(): AsyncIterable<Uint8Array> {
    return this.answer.body
  }

  async text(): Promise<string> {
    return utf8.decode(await this.answer.body.whole(largestAnswer))
  }
}

/**
 * Sends a text to a provider, as `fetchSameOrigin` does, and gives its answer. Over plain HTTP it goes through
 * connections of our own, which the runtime's fetch, with its thread, takes a tenth of a call longer than.
 *
 * Raises what the system says of a connection, and `UnsoundAnswer`.
 */
export const post = async (
  request: Request,
  { wants, limit }: { wants: 'whole' | 'pieces'; limit: TimeLimit },
): Promise<Posted> => {
  const { url, headers, body } = request
  const init = () => ({ method: 'POST', headers, body, signal: limit.signal })
  const address = addressOf(url)
  const lines = address && plainLines(headers)
  if (!address || lines === undefined) return fetchSameOrigin(url, init())
  const answer = await address.connections.exchange(requestText(address.start, lines, body), { wants, stop: limit })
  const heard = new Heard(answer)
  if (!isRedirect(heard)) return unpacked(answer) ?? heard
  await answer.body.return()
  return followRedirects(url, { ...init(), redirect: 'manual' }, new Response(null, heard))
}
