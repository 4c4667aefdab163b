import type { Gateway } from '@nimbus/host'
import { type CatalogEntry, exits, type Front, type HttpFront, type Principal } from '@nimbus/kernel'
import { absent } from './absent.ts'
import { type Backlog, defaultBacklog } from './backlog.ts'
import { bearerOf } from './credentials.ts'
import { addFront, faultsOf } from './front-routes.ts'
import { createGate, pathIn } from './gate.ts'
import { createScrub } from './host-paths.ts'
import { LiveRuns } from './live-runs.ts'
import { addOperation } from './operation-routes.ts'
import { createPeerRoutes } from './peer-routes.ts'
import { notFound, problem } from './problem.ts'
import { defaultBodyLimit, readBody } from './read-body.ts'
import { createRoutes, type Routes } from './routes.ts'
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
  /** How far a reader of a socket or a stream may be behind; 8 Mi for two seconds by default. */
  backlog?: Backlog
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

const defect = (): Response =>
  problem(500, {
    code: 'unexpected',
    message: 'The server failed to answer',
    why: 'this is a defect in Nimbus',
    exit: exits.failed,
  })

/** What a server offers: operations, and formats of other products that call one of them. */
interface Offer {
  serves: (entry: CatalogEntry) => boolean
  entries: readonly CatalogEntry[]
  fronts: readonly Front[]
  httpFronts: readonly HttpFront[]
}

const offerOf = ({ catalog }: Gateway, { services, fronts = [] }: HttpOptions): Offer => {
  const serves = (entry: CatalogEntry) => services === undefined || services.includes(entry.service)
  const entries = catalog.list().filter((entry) => serves(entry) && !entry.exclude.http)
  const offered = fronts.filter(({ operation }) => entries.some(({ id }) => id === operation))
  return { serves, entries, fronts: offered, httpFronts: offered.filter((front) => front.kind === 'http') }
}

/** A ticket for the holder of the token that came with a request. */
const issueTicket = (tickets: Tickets, request: Request, principal: Principal): Response => {
  const issued = tickets.issue({ principal, token: bearerOf(request.headers) ?? '' })
  if (issued) return Response.json(issued, { status: 201, headers: { 'cache-control': 'no-store' } })
  const error = { code: 'too-many-tickets', message: 'Too many tickets wait to be used', exit: exits.denied }
  return problem(429, error, { 'retry-after': '30' })
}

/** Answers what describes the server. */
const addDocuments = (routes: Routes, { services, version }: Gateway, { entries, httpFronts }: Offer): void => {
  routes.on('GET', '/openapi.json', async () => {
    const { openApiDocument } = await import('../openapi/index.ts')
    return Response.json(openApiDocument(entries, services, version, httpFronts))
  })
  routes.on('GET', '/docs', async () => {
    const { docsPage } = await import('../openapi/index.ts')
    return docsPage(entries, services, version)
  })
}

const addMcp = (routes: Routes, mcp: McpMount, bodyLimit: number): void =>
  routes.on('ALL', '/mcp', async (request, principal) => {
    const body = request.method === 'POST' ? await readBody(request, bodyLimit) : { value: undefined }
    return 'error' in body ? problem(body.status, body.error) : mcp.answer(request, principal, body.value)
  })

/**
 * The HTTP surface of a gateway: a route for every operation of the catalog, and a few of its own.
 *
 * Nothing but `/health` is answered without a token; `/docs` and `/openapi.json` also take the token as the password
 * of Basic authentication, so that a browser can show them.
 */
export const createHttpApp = (gateway: Gateway, options: HttpOptions = {}): HttpApp => {
  const { bodyLimit = defaultBodyLimit, heartbeatMs = defaultHeartbeatMs, backlog = defaultBacklog, peerKey } = options
  const { hosts = [], origins = [], ports = new Set<number>() } = options
  const live = new LiveRuns(gateway)
  const closing = new AbortController()
  const scrub = createScrub(gateway.workspace)
  const answering = { live, scrub, heartbeatMs, backlog }
  const offer = offerOf(gateway, options)
  const { serves, entries, fronts, httpFronts } = offer

  const tickets = createTickets()
  const peers = peerKey && createPeerRoutes(gateway, live, { key: peerKey, serves })
  const gate = createGate(gateway, {
    rules: { hosts, origins, ports },
    live,
    peers,
    tickets,
    foreign: faultsOf(httpFronts),
  })
  const sockets = createSockets({
    ...answering,
    gateway,
    messageLimit: bodyLimit,
    fronts: fronts.filter((front) => front.kind === 'socket'),
    offers: (id) => entries.some((entry) => entry.id === id),
    serves: (service) =>
      gateway.services.some(({ name }) => name === service) && (options.services?.includes(service) ?? true),
  })

  const routes = createRoutes({
    absent: (path, method, known) =>
      isStreamPath(path) && method === 'GET' ? upgradeNeeded() : absent(gateway, path, method, known),
    defect,
  })
  for (const entry of entries) addOperation(routes, entry, bodyLimit, answering)
  routes.on('GET', '/api/runs/:id/events', (request, principal, { path }) =>
    tailRun(gateway, request, path.id ?? '', principal, { heartbeatMs, backlog, closing }),
  )
  routes.on('POST', '/api/runs/:id/cancel', (_, principal, { path }) => cancelRun(live, path.id ?? '', principal))
  for (const front of httpFronts) addFront(routes, front, bodyLimit, answering)
  routes.on('POST', '/api/tickets', (request, principal) => issueTicket(tickets, request, principal))
  addDocuments(routes, gateway, offer)
  const mcp = options.mcp?.({ ...gateway, invoke: (each) => live.run(each) })
  if (mcp) addMcp(routes, mcp, bodyLimit)

  return {
    fetch(request) {
      const path = pathIn(request.url)
      const admitted = gate.request(request, path)
      const answer = (one: Response | Principal) => (one instanceof Response ? one : routes.enter(request, path, one))
      return admitted instanceof Promise ? admitted.then(answer).catch(defect) : answer(admitted)
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
