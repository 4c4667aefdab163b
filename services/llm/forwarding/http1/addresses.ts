import { Connections } from './connections.ts'
import { startOf } from './request-text.ts'

/** Where requests go. */
export interface Address {
  connections: Connections
  /** How a request to it begins. */
  start: string
}

const origins = new Map<string, Connections>()
const known = new Map<string, Address | 'elsewhere'>()
/** The same few addresses are asked over and over; whoever has more of them is no reason to grow. */
const mostKnown = 100

/** Encryption and proxies are what the runtime's fetch is for. */
const isPlain = ({ protocol }: URL): boolean =>
  protocol === 'http:' && !process.env.http_proxy && !process.env.HTTP_PROXY

const lookedAt = (text: string): Address | 'elsewhere' => {
  const url = new URL(text)
  if (!isPlain(url)) return 'elsewhere'
  const connections = origins.get(url.origin) ?? new Connections(url)
  origins.set(url.origin, connections)
  return { connections, start: startOf(url) }
}

/** A URL as an address that is asked without the runtime's fetch; undefined for one that is not. */
export const addressOf = (url: string): Address | undefined => {
  let found = known.get(url)
  if (!found) {
    if (known.size >= mostKnown) {
      known.clear()
      origins.clear()
    }
    found = lookedAt(url)
    known.set(url, found)
  }
  return found === 'elsewhere' ? undefined : found
}
