import type { Gateway } from '@nimbus/host'
import { exits, type Principal } from '@nimbus/kernel'
import { basicPasswordOf, bearerOf, createAuthenticator, unauthenticated } from './credentials.ts'
import { healthOf } from './health.ts'
import type { LiveRuns } from './live-runs.ts'
import type { PeerRoutes } from './peer-routes.ts'
import { problem } from './problem.ts'
import { type OriginRules, untrusted } from './trusted-origin.ts'

/** What a gate decides by. */
export interface GateSetting {
  rules: OriginRules
  live: LiveRuns
  peers: PeerRoutes | undefined
}

/** Lets a request in as somebody, or answers it. */
export type Gate = (request: Request) => Response | Principal | Promise<Response | Principal>

const pages: ReadonlySet<string> = new Set(['/docs', '/openapi.json'])

/** The path of a URL, without parsing the rest of it. */
const pathIn = (url: string): string => {
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
export const createGate = (gateway: Gateway, { rules, live, peers }: GateSetting): Gate => {
  const startedAt = performance.now()
  const authenticate = createAuthenticator(gateway)

  return (request) => {
    const { headers } = request
    const fault = untrusted(headers, rules)
    if (fault) return problem(403, fault)
    if (live.draining) {
      const error = { code: 'stopping', message: 'This server is stopping', exit: exits.failed }
      return problem(503, error, { connection: 'close' })
    }
    const path = pathIn(request.url)
    if (peers?.has(path)) return peers.answer(path, request)
    const isPage = pages.has(path) && request.method === 'GET'
    const token = bearerOf(headers) ?? (isPage ? basicPasswordOf(headers) : undefined)
    const decide = (principal: Principal | undefined) => {
      if (path === '/health') return healthOf(gateway, performance.now() - startedAt, principal)
      if (principal) return principal
      const challenge = isPage ? 'Bearer, Basic realm="nimbus token as password", charset="UTF-8"' : 'Bearer'
      return problem(401, unauthenticated, { 'www-authenticate': challenge })
    }
    const known = token === undefined ? undefined : authenticate(token)
    // A token that is remembered need not be waited for.
    return known instanceof Promise ? known.then(decide) : decide(known)
  }
}
