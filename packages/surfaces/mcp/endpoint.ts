import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server'
import type { Gateway } from '@nimbus/host'
import type { Principal } from '@nimbus/kernel'
import { createLegacySessions } from './legacy-sessions.ts'
import { createMcpServer, type McpOptions } from './server.ts'

/** MCP over streamable HTTP, to be mounted behind the checks of an HTTP server. */
export interface McpEndpoint {
  /** Answers a request of someone known; `body` is the parsed JSON of a POST. */
  answer(request: Request, principal: Principal, body: unknown): Promise<Response>
  close(): Promise<void>
}

/**
 * The MCP endpoint of a gateway. Clients of the current revision are served without a session, each request by itself;
 * older ones get a session. Taint follows the session, or without one the principal.
 */
export const createMcpEndpoint = (gateway: Gateway, options: McpOptions = {}): McpEndpoint => {
  const server = (principal: Principal, session: string) => createMcpServer(gateway, { ...options, principal, session })
  const legacy = createLegacySessions(server)
  const modern = createMcpHandler(
    ({ authInfo }) => {
      // Set below, and only there.
      const principal = authInfo?.extra?.principal as Principal
      return server(principal, `mcp:${principal.tenant}/${principal.id}`)
    },
    { legacy: 'reject' },
  )
  return {
    async answer(request, principal, body) {
      const parsed = body === undefined ? {} : { parsedBody: body }
      if (await isLegacyRequest(request, body)) return legacy.answer(request, principal, body)
      const authInfo = { token: '', clientId: principal.id, scopes: [], extra: { principal } }
      return modern.fetch(request, { ...parsed, authInfo })
    },
    async close() {
      await Promise.all([modern.close(), legacy.close()])
    },
  }
}
