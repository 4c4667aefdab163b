import { serveStdio } from '@modelcontextprotocol/server/stdio'
import type { Gateway } from '@nimbus/host'
import { lastAnswers } from './last-answers.ts'
import { createMcpServer, type McpSession } from './server.ts'

/**
 * Serves MCP over this process's stdin and stdout until the client closes them.
 *
 * Speaks the current revision and the ones before it; the first message decides. Nothing else may write to stdout.
 */
export const serveMcpOverStdio = async (gateway: Gateway, options: McpSession): Promise<void> => {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const transport = lastAnswers()
  const handle = serveStdio(() => createMcpServer(gateway, options), { transport })
  const ended = transport.onclose
  transport.onclose = () => {
    ended?.()
    resolve()
  }
  await closed
  await handle.close()
}
