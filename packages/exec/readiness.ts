import { connect } from 'node:net'
import { cancelled, failed, type Readiness } from '@nimbus/kernel'

const loopback = '127.0.0.1'
const defaultWithinMs = 30_000
const pollMs = 25
const tailBytes = 4096

/** Whether something accepts connections at a port of 127.0.0.1. */
const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: loopback })
    const settle = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', () => settle(true))
    // Refused, or no such port: nobody is there yet.
    socket.once('error', () => settle(false))
  })

/** Raises `port-taken` (exit 1) when another process would be taken for the one that is to be started. */
export const requireFreePort = async (port: number): Promise<void> => {
  if (await answers(port))
    throw failed('port-taken', `Port ${port} is in use already`, {
      at: `${loopback}:${port}`,
      next: 'stop what listens there, or choose another port',
    })
}

/** Reads a growing file: each call gives the lines that were finished since the last. */
const newLines = (path: string): (() => Promise<string[]>) => {
  const decoder = new TextDecoder()
  let offset = 0
  let rest = ''
  return async () => {
    const bytes = await Bun.file(path).slice(offset).bytes()
    offset += bytes.length
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    return lines
  }
}

type Ready = { address?: string }

const lookFor = (ready: Readiness, log: string): (() => Promise<Ready | undefined>) => {
  if ('port' in ready) {
    const { port } = ready
    return async () => ((await answers(port)) ? { address: `${loopback}:${port}` } : undefined)
  }
  const lines = newLines(log)
  return async () => {
    for (const line of await lines()) {
      // A copy, because a pattern with a flag `g` remembers where it was.
      const match = new RegExp(ready.line).exec(line)
      if (match) return match.groups?.address === undefined ? {} : { address: match.groups.address }
    }
    return undefined
  }
}

const lastWords = async (log: string): Promise<string> => {
  const file = Bun.file(log)
  const said = (await file.slice(Math.max(0, file.size - tailBytes)).text()).trim()
  return said === '' ? 'it printed nothing' : said
}

/**
 * Waits until a process is ready, and gives the address that this has shown.
 *
 * Raises `process-ended` or `process-not-ready` (exit 1) with the last it printed, or `cancelled`.
 */
export const untilReady = async (
  name: string,
  ready: Readiness,
  { log, alive, signal }: { log: string; alive: () => boolean; signal: AbortSignal },
): Promise<Ready> => {
  const look = lookFor(ready, log)
  const withinMs = ready.withinMs ?? defaultWithinMs
  const deadline = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (!alive()) throw failed('process-ended', `${name} ended before it was ready`, { why: await lastWords(log) })
    if (found) return found
    if (signal.aborted) throw cancelled('cancelled', `${name} was still starting`)
    if (performance.now() >= deadline)
      throw failed('process-not-ready', `${name} was not ready within ${withinMs / 1000} s and was stopped`, {
        why: await lastWords(log),
        next: 'give it more time, or see why it takes so long',
      })
    await Bun.sleep(pollMs)
  }
}
