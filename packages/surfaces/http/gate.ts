import type { Gateway } from '@nimbus/host'
import { type ErrorData, exits, type Principal } from '@nimbus/kernel'
import {
  basicPasswordOf,
  bearerOf,
  createAuthenticator,
  unauthenticated,
  unauthenticatedPage,
  unknownTicket,
} from './credentials.ts'
import { healthOf } from './health.ts'
import type { LiveRuns } from './live-runs.ts'
import type { PeerRoutes } from './peer-routes.ts'
import { problem } from './problem.ts'
import type { Tickets } from './tickets.ts'
import { createOriginCheck, type OriginRules } from './trusted-origin.ts'

/** What a gate decides by. */
export interface GateSetting {
  rules: OriginRules
  live: LiveRuns
  peers: PeerRoutes | undefined
  tickets: Tickets
  /** How a path that speaks a foreign format says an error; undefined for all others. */
  foreign: (path: string, method: string) => ((error: ErrorData, status: number) => Response) | undefined
}

/** Somebody who may open a socket. */
export interface Admitted {
  principal: Principal
  /** Whether the token they came with is still good. */
  known: () => Promise<boolean>
}

/** What every request passes before anything else. */
export interface Gate {
  /** Lets a request in as somebody, or answers it. */
  request(request: Request, path: string): Response | Principal | Promise<Response | Principal>
  /** The same for a request to open a socket, which may show a ticket in place of a token. */
  socket(request: Request): Promise<Response | Admitted>
}

const pages: ReadonlySet<string> = new Set(['/docs', '/openapi.json'])

/** The path of a URL, without parsing the rest of it. */
export const pathIn = (url: string): string => {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  const end = url.indexOf('?', start)
  return end < 0 ? url.slice(start) : url.slice(start, end)
}

/**
 * What every request passes before anything else: host and origin, whether the server is stopping, and who sent it.
 *
 * Nothing but `/health` and signed calls of peers goes without a token. It stands before the router and not among its
 * middleware, because a chain of handlers costs every call twice what its own work does.
 */
export const createGate = (gateway: Gateway, { rules, live, peers, tickets, foreign }: GateSetting): Gate => {
  const startedAt = performance.now()
  const authenticate = createAuthenticator(gateway)
  const origins = createOriginCheck(rules)

  const turnedAway = (request: Request): Response | undefined => {
    const fault = origins(request.headers)
    const stopping: ErrorData | undefined = live.draining
      ? { code: 'stopping', message: 'This server is stopping', exit: exits.failed }
      : undefined
    const error = fault ?? stopping
    if (!error) return undefined
    const say = foreign(pathIn(request.url), request.method)
    if (say) return say(error, fault ? 403 : 503)
    return fault ? problem(403, error) : problem(503, error, { connection: 'close' })
  }

  const enter: Gate['request'] = (request, path) => {
    const refused = turnedAway(request)
    if (refused) return refused
    const { headers } = request
    if (peers?.has(path)) return peers.answer(path, request)
    const isPage = pages.has(path) && request.method === 'GET'
    const other = () =>
      isPage ? basicPasswordOf(headers) : path.startsWith('/v1/') ? (headers.get('x-api-key') ?? undefined) : undefined
    const token = bearerOf(headers) ?? other()
    const decide = (principal: Principal | undefined) => {
      if (path === '/health') return healthOf(gateway, performance.now() - startedAt, principal)
      if (principal) return principal
      const say = foreign(path, request.method)
      if (say) return say(unauthenticated, 401)
      // One challenge and no list of them: Chromium takes the whole line for one, and would not ask.
      const password = 'Basic realm="nimbus token as password", charset="UTF-8"'
      if (isPage) return problem(401, unauthenticatedPage, { 'www-authenticate': password })
      return problem(401, unauthenticated, { 'www-authenticate': 'Bearer' })
    }
    const known = token === undefined ? undefined : authenticate(token)
    // A token that is remembered need not be waited for.
    return known instanceof Promise ? known.then(decide) : decide(known)
  }

  return {
    request: enter,
    async socket(request) {
      const refused = turnedAway(request)
      if (refused) return refused
      const bearer = bearerOf(request.headers)
      const ticket = bearer === undefined ? new URL(request.url).searchParams.get('ticket') : null
      const token = bearer ?? (ticket === null ? undefined : tickets.redeem(ticket)?.token)
      const principal = token === undefined ? undefined : await authenticate(token)
      if (!principal || token === undefined)
        return problem(401, ticket === null ? unauthenticated : unknownTicket, { 'www-authenticate': 'Bearer' })
      return { principal, known: async () => (await authenticate(token)) !== undefined }
    },
  }
}
