import type { Principal } from '@nimbus/kernel'
import { type Context, Hono } from 'hono'
import type { Route } from './absent.ts'
import type { RequestParts } from './route-input.ts'

/** What a path says: its parameters, and those of its query. */
export type PathParts = Pick<RequestParts, 'path' | 'query'>

/** Answers a request of somebody who was let in. */
export type Answer = (request: Request, principal: Principal, parts: PathParts) => Promise<Response>

/** What answers the requests that were let in. */
export interface Routes {
  /** Answers a path, which may have parameters. */
  on(method: string, path: string, answer: Answer | ((...request: Parameters<Answer>) => Response)): void
  /** Answers a POST to exactly this path. */
  onPlainPost(path: string, answer: Answer): void
  enter(request: Request, path: string, principal: Principal): Response | Promise<Response>
}

/** What answers where no route does. */
export interface Otherwise {
  absent: (path: string, method: string, known: readonly Route[]) => Response
  /** The answer to a request whose route failed. */
  defect: () => Response
}

type Env = { Bindings: { principal: Principal } }

const nothing: Readonly<Record<string, never>> = {}
const noParts: PathParts = { path: nothing, query: nothing }

const partsOf = ({ req }: Context<Env>): PathParts => ({
  path: req.param() as Record<string, string>,
  query: req.raw.url.includes('?') ? req.queries() : nothing,
})

/**
 * Routes with a way around the router: most calls name their operation by its own path and nothing else. One look finds
 * them, where a router takes as long as validation does.
 */
export const createRoutes = ({ absent, defect }: Otherwise): Routes => {
  const router = new Hono<Env>()
  const plain = new Map<string, Answer>()
  const known: Route[] = []
  const on: Routes['on'] = (method, path, answer) => {
    known.push({ method, path })
    router.on(method, path, (c) => answer(c.req.raw, c.env.principal, partsOf(c)))
  }
  router.notFound((c) => absent(c.req.path, c.req.method, known))
  router.onError(defect)
  return {
    on,
    onPlainPost(path, answer) {
      if (!plain.has(path)) plain.set(path, answer)
      on('POST', path, answer)
    },
    enter(request, path, principal) {
      const answerPlain = request.method === 'POST' ? plain.get(path) : undefined
      if (!answerPlain || request.url.includes('?')) return router.fetch(request, { principal })
      return answerPlain(request, principal, noParts).catch(defect)
    },
  }
}
