import { type ErrorData, exits } from '@nimbus/kernel'

/** Which names this server may be called by, and which pages may call it. */
export interface OriginRules {
  /** Host names beside the loopback ones, without a port. */
  hosts: readonly string[]
  /** Whole origins, such as `https://nimbus.example.com`. */
  origins: readonly string[]
  /** The ports of this server: its pages on one may call it on another. */
  ports: ReadonlySet<number>
}

const loopback = 'localhost'

/** A page can point no address anywhere: only names are looked up. */
const isAddress = (name: string): boolean => name.startsWith('[') || /^\d{1,3}(\.\d{1,3}){3}$/.test(name)

const hostName = (host: string): string | undefined => /^(\[[\da-f:.]+\]|[a-z\d.-]+)(?::\d{1,5})?$/i.exec(host)?.[1]

const refused = (code: string, message: string, next: string): ErrorData => ({
  code,
  message,
  why: 'a web page could otherwise reach this server under a name that it controls (DNS rebinding)',
  next,
  exit: exits.denied,
})

/**
 * Why a request comes from where it should not, or undefined.
 *
 * A host name other than a loopback one or a configured one is refused: a page can point its own name at 127.0.0.1. An
 * origin is allowed when it is configured or is this server itself; a program sends none.
 */
export const untrusted = (host: string, origin: string | null, rules: OriginRules): ErrorData | undefined => {
  const name = hostName(host)?.toLowerCase()
  if (!name || !(name === loopback || isAddress(name) || rules.hosts.includes(name)))
    return refused(
      'host-not-allowed',
      'This server does not answer to that host name',
      'call it by its address, or serve at that name: nimbus serve --hostname <name>',
    )
  if (origin === null || rules.origins.includes(origin)) return undefined
  if (origin.toLowerCase() === `http://${host.toLowerCase()}`) return undefined
  const sibling = /^http:\/\/(.+):(\d{1,5})$/.exec(origin.toLowerCase())
  if (sibling && sibling[1] === name && rules.ports.has(Number(sibling[2]))) return undefined
  return refused(
    'origin-not-allowed',
    'That page may not call this server',
    'open the page from this server, or call it from a program',
  )
}

/** Hosts that were found good; whoever sends ever new ones only has them looked at again. */
const mostHosts = 100

/** The same for the headers of a request. The programs of a machine call a server by very few names. */
export const createOriginCheck = (rules: OriginRules): ((headers: Headers) => ErrorData | undefined) => {
  const good = new Set<string>()
  return (headers) => {
    const host = headers.get('host') ?? ''
    const origin = headers.get('origin')
    if (origin === null && good.has(host)) return undefined
    const fault = untrusted(host, origin, rules)
    if (fault === undefined && origin === null && good.size < mostHosts) good.add(host)
    return fault
  }
}
