import { PassThrough } from 'node:stream'
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server'
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio'

/** So long, in milliseconds, what was asked before the end of the input may still be answered. */
const lastMs = 1_000

const idOf = (message: JSONRPCMessage): string | number | undefined => ('id' in message ? message.id : undefined)

/**
 * Standard input and output for MCP, where the end of the input waits a moment for what was asked before it.
 *
 * The library stops every call as soon as its client closes the input, and whoever pipes a few lines in would hear of
 * none of them. A client that leaves in the middle of something long still stops it.
 */
export const lastAnswers = (): Transport => {
  const input = new PassThrough()
  const wire = new StdioServerTransport(input)
  const open = new Set<string | number>()
  let over = false

  const endWhenAnswered = () => {
    if (over && open.size === 0) input.end()
  }
  process.stdin.pipe(input, { end: false })
  process.stdin.once('end', () => {
    // What was read last is on its way to the wire.
    setImmediate(() => {
      over = true
      setTimeout(() => input.end(), lastMs).unref()
      endWhenAnswered()
    })
  })

  const transport: Transport = {
    start: () => wire.start(),
    close: () => wire.close(),
    async send(message) {
      await wire.send(message)
      const id = idOf(message)
      if (id === undefined || 'method' in message) return
      open.delete(id)
      endWhenAnswered()
    },
  }
  wire.onmessage = (message) => {
    const id = idOf(message)
    if (id !== undefined && 'method' in message) open.add(id)
    transport.onmessage?.(message)
  }
  wire.onclose = () => transport.onclose?.()
  wire.onerror = (error) => transport.onerror?.(error)
  return transport
}
