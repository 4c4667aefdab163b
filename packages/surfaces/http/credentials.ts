import type { Gateway } from '@nimbus/host'
import { type ErrorData, exits, type Principal } from '@nimbus/kernel'

/** The bearer token of a request, or undefined: any visible signs, since `NIMBUS_TOKEN` is what a person chose. */
export const bearerOf = (headers: Headers): string | undefined =>
  /^Bearer +([!-~]+) *$/i.exec(headers.get('authorization') ?? '')?.[1]

/**
 * The token given as the password of Basic authentication, so that a browser can ask a person for it.
 *
 * Only for pages without effect: a browser repeats Basic credentials by itself, which a forged form could use.
 */
export const basicPasswordOf = (headers: Headers): string | undefined => {
  const encoded = /^Basic +([\w+/=]+) *$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (!encoded) return undefined
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}

/** How long a token that was known counts as known: looking it up reads files, and a revocation shows this late. */
const knownMs = 2_000

const mostKnown = 1_000

/** Who a token stands for; remembers those that are known for two seconds. */
export const createAuthenticator = (
  gateway: Gateway,
): ((token: string) => Principal | Promise<Principal | undefined>) => {
  const known = new Map<string, { principal: Principal; until: number }>()
  return (token) => {
    const now = performance.now()
    const found = known.get(token)
    if (found && found.until > now) return found.principal
    known.delete(token)
    return gateway.authenticate(token).then((principal) => {
      if (known.size >= mostKnown) known.clear()
      if (principal) known.set(token, { principal, until: now + knownMs })
      return principal
    })
  }
}

/** The error for a request without a valid token. */
export const unauthenticated: ErrorData = {
  code: 'token-needed',
  message: 'This needs a token',
  why: 'the request carries none, or one that this server does not know',
  next: 'send the header authorization: Bearer <token>; the token is in NIMBUS_TOKEN or in the home of Nimbus',
  exit: exits.denied,
}

/** The same for a page, which a person opens in a browser. */
export const unauthenticatedPage: ErrorData = {
  ...unauthenticated,
  next: `give the token as the password, with any name, or ${unauthenticated.next}`,
}

/** The error for a socket that came with a ticket that is not good, or not any more. */
export const unknownTicket: ErrorData = {
  code: 'ticket-unknown',
  message: 'The ticket is not good',
  why: 'it was used before, is older than 30 seconds, or came from another process',
  next: 'get a new one with POST /api/tickets and open the socket at once',
  exit: exits.denied,
}
