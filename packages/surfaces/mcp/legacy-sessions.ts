import { type Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import type { Principal } from '@nimbus/kernel'

/** A session that is idle ends after half an hour. */
const idleMs = 30 * 60 * 1000

/** The most sessions that are open at once; the one that was idle longest makes room. */
const mostSessions = 100

interface Session {
  transport: WebStandardStreamableHTTPServerTransport
  server: Server
  owner: string
  /** Requests of it whose answers are not over. */
  open: number
  usedAt: number
}

/** Sessions of clients that speak a revision before 2026-07-28, in which a connection has a state. */
export interface LegacySessions {
  answer(request: Request, principal: Principal, body: unknown): Promise<Response>
  close(): Promise<void>
}

const rpcError = (status: number, message: string): Response =>
  Response.json({ jsonrpc: '2.0', id: null, error: { code: -32000, message } }, { status })

/** The same response; `over` hears when it has been read to its end, or its reader has gone. */
const untilOver = (response: Response, over: () => void): Response => {
  if (!response.body) {
    over()
    return response
  }
  // That the reader has gone is in the standard, and not yet in the types.
  const watcher: Transformer<Uint8Array, Uint8Array> & { cancel: () => void } = { flush: over, cancel: over }
  return new Response(response.body.pipeThrough(new TransformStream(watcher)), response)
}

/**
 * Sessions for older clients: `initialize` opens one, the header `mcp-session-id` names it, DELETE ends it. A session
 * belongs to the principal that opened it. So `notifications/cancelled`, which comes in a request of its own, finds the
 * call that it means, and a taint stays with its session.
 */
export const createLegacySessions = (open: (principal: Principal, session: string) => Server): LegacySessions => {
  const sessions = new Map<string, Session>()

  const end = async (id: string) => {
    const session = sessions.get(id)
    sessions.delete(id)
    await session?.server.close()
  }

  const makeRoom = async (now: number) => {
    const idleFirst = [...sessions].sort(([, a], [, b]) => Math.sign(a.open) - Math.sign(b.open) || a.usedAt - b.usedAt)
    const surplus = Math.max(0, sessions.size - mostSessions + 1)
    for (const [i, [id, { open, usedAt }]] of idleFirst.entries())
      if (i < surplus || (open === 0 && now - usedAt > idleMs)) await end(id)
  }

  const handle = async (session: Session, request: Request, body: unknown): Promise<Response> => {
    session.open += 1
    const over = () => {
      session.open -= 1
      session.usedAt = Date.now()
    }
    try {
      return untilOver(await session.transport.handleRequest(request, { parsedBody: body }), over)
    } catch (thrown) {
      over()
      throw thrown
    }
  }

  const start = async (owner: string, principal: Principal): Promise<Session> => {
    const now = Date.now()
    await makeRoom(now)
    const id = crypto.randomUUID()
    const server = open(principal, `mcp:${id}`)
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      onsessionclosed: (closed) => end(closed),
    })
    await server.connect(transport)
    const session = { transport, server, owner, open: 0, usedAt: now }
    sessions.set(id, session)
    return session
  }

  return {
    async answer(request, principal, body) {
      const owner = `${principal.tenant}/${principal.id}`
      const id = request.headers.get('mcp-session-id')
      if (id !== null) {
        const session = sessions.get(id)
        if (!session || session.owner !== owner) return rpcError(404, 'Session not found')
        return handle(session, request, body)
      }
      const opens = (body as { method?: unknown } | undefined)?.method === 'initialize'
      if (!opens) return rpcError(400, 'Bad Request: initialize first, then send mcp-session-id')
      const session = await start(owner, principal)
      return handle(session, request, body)
    },
    async close() {
      await Promise.all([...sessions.keys()].map(end))
    },
  }
}
