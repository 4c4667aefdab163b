import { serveStdio } from '@modelcontextprotocol/server/stdio'
import type { Gateway } from '@nimbus/host'
import { createMcpServer, type McpSession } from './server.ts'

/**
 * Serves MCP over this process's stdin and stdout until the client closes them.
 *
 * Speaks the current revision and the ones before it; the first message decides. Nothing else may write to stdout.
 */
export const serveMcpOverStdio = async (gateway: Gateway, options: McpSession): Promise<void> => {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const handle = serveStdio(() => createMcpServer(gateway, options))
  process.stdin.once('end', resolve)
  process.stdin.once('close', resolve)
  await closed
  await handle.close()
}
