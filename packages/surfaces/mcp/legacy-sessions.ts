import { type Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import type { Principal } from '@nimbus/kernel'

/** An idle session ends after half an hour. */
const idleMs = 30 * 60 * 1000

/** The most sessions that are open at once; the one that was idle longest makes room. */
const mostSessions = 100

interface Session {
  transport: WebStandardStreamableHTTPServerTransport
  server: Server
  owner: string
  usedAt: number
}

/** Sessions of clients that speak a revision before 2026-07-28, in which a connection has a state. */
export interface LegacySessions {
  answer(request: Request, principal: Principal, body: unknown): Promise<Response>
  close(): Promise<void>
}

const rpcError = (status: number, message: string): Response =>
  Response.json({ jsonrpc: '2.0', id: null, error: { code: -32000, message } }, { status })

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
    const idle = [...sessions].sort(([, a], [, b]) => a.usedAt - b.usedAt)
    const surplus = Math.max(0, sessions.size - mostSessions + 1)
    for (const [i, [id, { usedAt }]] of idle.entries()) if (i < surplus || now - usedAt > idleMs) await end(id)
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
    const session = { transport, server, owner, usedAt: now }
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
        session.usedAt = Date.now()
        return session.transport.handleRequest(request, { parsedBody: body })
      }
      const opens = (body as { method?: unknown } | undefined)?.method === 'initialize'
      if (!opens) return rpcError(400, 'Bad Request: initialize first, then send mcp-session-id')
      const session = await start(owner, principal)
      return session.transport.handleRequest(request, { parsedBody: body })
    },
    async close() {
      await Promise.all([...sessions.keys()].map(end))
    },
  }
}
