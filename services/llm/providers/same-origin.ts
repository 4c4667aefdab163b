import type { Provider } from '../config/settings.ts'
import { endpointOf } from './access.ts'

/** A provider that sends its callers on to another address. Neither a key nor a prompt goes there. */
export class SentOn extends Error {
  readonly from: string
  readonly to: URL

  constructor(from: string, to: URL) {
    super(`a redirect to ${to.origin} is not followed`)
    this.name = 'SentOn'
    this.from = from
    this.to = to
  }
}

/** 303 is left out: what it points at is another thing, to be read and not to be asked. */
const redirects: ReadonlySet<number> = new Set([301, 302, 307, 308])
const mostRedirects = 5

/** Whether an answer only says where else to ask. */
export const isRedirect = ({ status }: Pick<Response, 'status'>): boolean => redirects.has(status)

/** The answer to which redirects lead from another one, if it is such: see `fetchSameOrigin`. */
export const followRedirects = async (from: string, init: RequestInit, first: Response): Promise<Response> => {
  let response = first
  let url = from
  for (let followed = 0; isRedirect(response); followed++) {
    const location = response.headers.get('location')
    if (location === null || !URL.canParse(location, url) || followed === mostRedirects) return response
    const to = new URL(location, url)
    await response.body?.cancel()
    if (to.origin !== new URL(from).origin) throw new SentOn(from, to)
    url = to.href
    // As it was, whatever the status says of the method: without its body the request means nothing.
    response = await fetch(url, init)
  }
  return response
}

/**
 * The fetch of everything that is sent to a provider: a redirect is followed at the same origin only, because a fetch
 * takes the body and every header but `authorization` along to wherever it points.
 *
 * Raises `SentOn` for any other.
 */
export const fetchSameOrigin = Object.assign(
  async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const manual: RequestInit = { ...init, redirect: 'manual' }
    return followRedirects(input instanceof Request ? input.url : String(input), manual, await fetch(input, manual))
  },
  { preconnect: fetch.preconnect },
)

/** Where the API begins to which a provider sends on, when it is the same API elsewhere. */
const baseUrlAt = ({ from, to }: SentOn, provider: Provider): string | undefined => {
  const here = endpointOf(provider)
  const [path = ''] = from.startsWith(here) ? from.slice(here.length).split('?', 1) : []
  const there = to.origin + to.pathname
  return path !== '' && there.endsWith(path) ? there.slice(0, -path.length) : undefined
}

/** What is said of a provider that sends its callers on, with the address to configure if that is right. */
export const sentOnWords = (sent: SentOn, provider: Provider): string => {
  const base = baseUrlAt(sent, provider)
  const remedy = base === undefined ? 'configure it as its base_url' : `set its base_url to ${base}`
  return `redirects to ${sent.to.origin}, where neither key nor prompt was sent; if that is its address, ${remedy}`
}
