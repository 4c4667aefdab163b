import type { Gateway } from '@nimbus/host'
import { type CatalogEntry, type ErrorData, exits, type Front, type Principal } from '@nimbus/kernel'
import { type Context, Hono } from 'hono'
import { absent } from './absent.ts'
import { answerFront, frontResponse } from './answer-front.ts'
import { bearerOf } from './credentials.ts'
import { createGate, pathIn } from './gate.ts'
import { createScrub } from './host-paths.ts'
import { LiveRuns } from './live-runs.ts'
import { answerCall } from './operation-call.ts'
import { createPeerRoutes } from './peer-routes.ts'
import { notFound, problem } from './problem.ts'
import { defaultBodyLimit, readBody } from './read-body.ts'
import type { RequestParts } from './route-input.ts'
import { isAt, pathOf } from './route-path.ts'
import { cancelRun, tailRun } from './run-routes.ts'
import { defaultHeartbeatMs } from './run-stream.ts'
import { createSockets, isStreamPath, type Knock, type Sockets, upgradeNeeded } from './sockets.ts'
import { createTickets, type Tickets } from './tickets.ts'
import type { OriginRules } from './trusted-origin.ts'

/** How an HTTP server answers. Everything has a default that is safe on a loopback address. */
export interface HttpOptions extends Partial<OriginRules> {
  /** Bytes of a request body; 1 MiB by default. */
  bodyLimit?: number
  /** Only the operations of these services; all by default. */
  services?: readonly string[]
  /** How often a quiet stream says that it is alive, in milliseconds; 15,000 by default. */
  heartbeatMs?: number
  /** The key that other processes of the same home sign their calls with; without one no peer is served. */
  peerKey?: Uint8Array
  /** Makes what answers `/mcp`, behind the same checks; absent by default, because it loads the MCP library. */
  mcp?: (gateway: Gateway) => McpMount
  /** Formats of other products to answer in; none by default. */
  fronts?: readonly Front[]
  /** Characters that may wait for a slow reader of a socket, and bytes for one of a stream; 8 Mi by default. */
  backlog?: number
}

/** What answers `/mcp`; see `createMcpEndpoint`. */
export interface McpMount {
  answer(request: Request, principal: Principal, body: unknown): Promise<Response>
  close(): Promise<void>
}

/** An application and what it is running. */
export interface HttpApp {
  fetch(request: Request): Response | Promise<Response>
  /** Opens a socket, or says with a response why not. */
  knock(knock: Knock): Promise<Response | undefined>
  sockets: Sockets
  live: LiveRuns
  /** Ends what would stay open by itself: tails of events and MCP sessions. */
  close(): Promise<void>
}

/** What a handler knows about its request. */
export type Env = { Bindings: { principal: Principal } }

const defaultBacklog = 8 * 1024 * 1024

const nothing: Readonly<Record<string, never>> = {}

const defect = (): Response =>
  problem(500, {
    code: 'unexpected',
    message: 'The server failed to answer',
    why: 'this is a defect in Nimbus',
    exit: exits.failed,
  })

/**
 * The HTTP surface of a gateway: a route for every operation of the catalog, and a few of its own.
 *
 * Nothing but `/health` is answered without a token; `/docs` and `/openapi.json` also take the token as the password
 * of Basic authentication, so that a browser can show them.
 */
export const createHttpApp = (gateway: Gateway, options: HttpOptions = {}): HttpApp => {
  const rules = {
    hosts: options.hosts ?? [],
    origins: options.origins ?? [],
    ports: options.ports ?? new Set<number>(),
  }
  const bodyLimit = options.bodyLimit ?? defaultBodyLimit
  const heartbeatMs = options.heartbeatMs ?? defaultHeartbeatMs
  const backlog = options.backlog ?? defaultBacklog
  const scrub = createScrub(gateway.workspace)
  const live = new LiveRuns(gateway)
  const closing = new AbortController()
  const app = new Hono<Env>()

  const serves = (entry: CatalogEntry) => options.services === undefined || options.services.includes(entry.service)
  const offered = gateway.catalog.list().filter((entry) => serves(entry) && !entry.exclude.http)

  const peers = options.peerKey && createPeerRoutes(gateway, live, { key: options.peerKey, serves })

  const fronts = (options.fronts ?? []).filter(({ operation }) => offered.some(({ id }) => id === operation))
  const httpFronts = fronts.filter((front) => front.kind === 'http')
  const tickets = createTickets()
  const foreign = (path: string, method: string) => {
    const front = httpFronts.find((each) => each.method === method && isAt(each.path, path))
    return front && ((error: ErrorData, status: number) => frontResponse(front.fault(error, status)))
  }
  const gate = createGate(gateway, { rules, live, peers, tickets, foreign })
  const sockets = createSockets({
    gateway,
    live,
    scrub,
    heartbeatMs,
    messageLimit: bodyLimit,
    backlog,
    fronts: fronts.filter((front) => front.kind === 'socket'),
    offers: (id) => offered.some((entry) => entry.id === id),
    serves: (service) =>
      gateway.services.some(({ name }) => name === service) && (options.services?.includes(service) ?? true),
  })

  const call = (entry: CatalogEntry) => {
    const limit = Math.max(bodyLimit, ...entry.routes.map((route) => route.bodyLimit ?? 0))
    return async (request: Request, principal: Principal, path: RequestParts['path'], query: RequestParts['query']) => {
      const body = await readBody(request, limit)
      if ('error' in body) return problem(body.status, body.error)
      return answerCall(
        entry,
        { path, query, body: body.value },
        { request, principal, live, scrub, heartbeatMs, backlog },
      )
    }
  }

  // Most calls name their operation by its own path and nothing else: one look finds them, where a router takes as long
  // as validation does.
  const plain = new Map<string, ReturnType<typeof call>>()
  for (const entry of offered) {
    const answerEntry = call(entry)
    const routed = (c: Context<Env>) => {
      const query = c.req.raw.url.includes('?') ? c.req.queries() : nothing
      return answerEntry(c.req.raw, c.env.principal, c.req.param() as Record<string, string>, query)
    }
    plain.set(pathOf(entry.id), answerEntry)
    app.post(pathOf(entry.id), routed)
    for (const { method, path } of entry.routes) app.on(method, path, routed)
  }

  app.get('/api/runs/:id/events', (c) =>
    tailRun(gateway, c.req.raw, c.req.param('id'), c.env.principal, { heartbeatMs, backlog, closing }),
  )
  app.post('/api/runs/:id/cancel', (c) => cancelRun(live, c.req.param('id'), c.env.principal))
  for (const front of httpFronts) {
    const answer = (request: Request, principal: Principal, path: RequestParts['path']) =>
      answerFront(front, path, bodyLimit, { request, principal, live, scrub, heartbeatMs, backlog })
    if (front.method === 'POST' && !plain.has(front.path)) plain.set(front.path, answer)
    app.on(front.method, front.path, (c) => answer(c.req.raw, c.env.principal, c.req.param() as Record<string, string>))
  }
  app.post('/api/tickets', (c) => issueTicket(c, tickets))
  app.get('/openapi.json', async (c) => {
    const { openApiDocument } = await import('../openapi/index.ts')
    return c.json(openApiDocument(offered, gateway.services, gateway.version, httpFronts))
  })
  app.get('/docs', async () => {
    const { docsPage } = await import('../openapi/index.ts')
    return docsPage(offered, gateway.services, gateway.version)
  })
  const mcp = options.mcp?.({ ...gateway, invoke: (each) => live.run(each) })
  if (mcp)
    app.all('/mcp', async (c) => {
      const body = c.req.method === 'POST' ? await readBody(c.req.raw, bodyLimit) : { value: undefined }
      return 'error' in body ? problem(body.status, body.error) : mcp.answer(c.req.raw, c.env.principal, body.value)
    })

  app.notFound((c) =>
    isStreamPath(c.req.path) && c.req.method === 'GET'
      ? upgradeNeeded()
      : absent(gateway, c.req.path, c.req.method, serves),
  )
  app.onError(defect)

  /** Answers a request that was let in. */
  const enter = (request: Request, path: string, principal: Principal) => {
    const answerPlain = request.method === 'POST' ? plain.get(path) : undefined
    if (!answerPlain || request.url.includes('?')) return app.fetch(request, { principal })
    return answerPlain(request, principal, nothing, nothing).catch(defect)
  }

  return {
    fetch(request) {
      const path = pathIn(request.url)
      const admitted = gate.request(request, path)
      if (admitted instanceof Promise)
        return admitted.then((one) => (one instanceof Response ? one : enter(request, path, one))).catch(defect)
      return admitted instanceof Response ? admitted : enter(request, path, admitted)
    },
    async knock(knock) {
      if (!isStreamPath(pathIn(knock.request.url)))
        return notFound('No socket opens here', { next: 'open /stream, or /api/<service>/stream' })
      try {
        const admitted = await gate.socket(knock.request)
        return admitted instanceof Response ? admitted : sockets.open(knock, admitted.principal, admitted.known)
      } catch {
        return defect()
      }
    },
    live,
    sockets,
    async close() {
      closing.abort()
      await sockets.stop()
      await mcp?.close()
    },
  }
}

/** A ticket for the holder of the token that came with a request. */
const issueTicket = (c: Context<Env>, tickets: Tickets): Response => {
  const issued = tickets.issue({ principal: c.env.principal, token: bearerOf(c.req.raw.headers) ?? '' })
  if (issued) return Response.json(issued, { status: 201, headers: { 'cache-control': 'no-store' } })
  const error = { code: 'too-many-tickets', message: 'Too many tickets wait to be used', exit: exits.denied }
  return problem(429, error, { 'retry-after': '30' })
}
