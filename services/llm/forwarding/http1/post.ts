import { fetchSameOrigin, followRedirects, isRedirect } from '../../providers/same-origin.ts'
import type { TimeLimit } from '../../providers/time-limit.ts'
import { exchangeWith } from './connections.ts'
import type { Answer } from './exchange.ts'
import { areOrdinary, type Request, requestBytes } from './request-bytes.ts'
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
    return new Headers(this.answer.head.fields.map(([name, value]): [string, string] => [name, value]))
  }

  get body(): AsyncIterable<Uint8Array> {
    return this.answer.body
  }

  async text(): Promise<string> {
    return utf8.decode(await this.answer.body.whole(largestAnswer))
  }
}

const urls = new Map<string, URL>()

/** The same few addresses are asked over and over. */
const parsed = (url: string): URL => {
  const known = urls.get(url)
  if (known) return known
  if (urls.size >= 100) urls.clear()
  const made = new URL(url)
  urls.set(url, made)
  return made
}

/** What the runtime's fetch is for: encryption, proxies, and headers about the way of a request. */
const isPlain = (url: string, headers: Readonly<Record<string, string>>): boolean =>
  url.startsWith('http://') && !process.env.http_proxy && !process.env.HTTP_PROXY && areOrdinary(headers)

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
  if (!isPlain(url, headers)) return fetchSameOrigin(url, init())
  const to = parsed(url)
  const answer = await exchangeWith(to, requestBytes(to, request), { wants, stop: limit })
  const heard = new Heard(answer)
  if (!isRedirect(heard)) return unpacked(answer) ?? heard
  await answer.body.return()
  return followRedirects(url, { ...init(), redirect: 'manual' }, new Response(null, heard))
}
