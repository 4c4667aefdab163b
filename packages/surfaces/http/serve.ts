import { hostname as machine } from 'node:os'
import type { Gateway } from '@nimbus/host'
import { createHttpApp, type HttpOptions } from './app.ts'
import { listen } from './listen.ts'

/** Where and how to listen. */
export interface ServeOptions extends Omit<HttpOptions, 'ports'> {
  /** The address to listen on; only this machine by default. */
  hostname?: string
  /** 0 takes a free one. */
  port: number
  /** Further listeners for the same answers, each with the service that a bare `/stream` means there, or `everyService`. */
  streams?: readonly { service: string; port: number }[]
  /** How long running calls may go on after `stop`, in milliseconds; 10,000 by default. */
  drainMs?: number
}

/** A server that listens. */
export interface HttpServer {
  url: string
  port: number
  /** Where the streams listen, such as `ws://127.0.0.1:3102/stream`, by service. */
  streams: Readonly<Record<string, string>>
  /**
   * Stops accepting, lets running calls finish until the deadline, then cancels them and waits for their end, so that
   * a program that holds state can finish it. Sockets are closed after that.
   */
  stop(): Promise<void>
}

const isWildcard = (hostname: string): boolean => hostname === '0.0.0.0' || hostname === '::'

/** The name that a server is called by beside its address: the one it listens at, or, at all addresses, the machine's. */
const nameOf = (hostname: string): string => (isWildcard(hostname) ? machine() : hostname).toLowerCase()

/**
 * Serves a gateway over HTTP on 127.0.0.1, or where it is told; streams on ports of their own as well.
 *
 * Raises `port-taken` when it cannot listen everywhere, and then listens nowhere.
 */
export const serve = (gateway: Gateway, options: ServeOptions): HttpServer => {
  const hostname = options.hostname ?? '127.0.0.1'
  const ports = new Set<number>()
  const app = createHttpApp(gateway, { ...options, ports, hosts: [...(options.hosts ?? []), nameOf(hostname)] })
  const wanted = [{ port: options.port }, ...(options.streams ?? [])]
  const servers: ReturnType<typeof listen>[] = []
  try {
    for (const place of wanted) servers.push(listen(app, { hostname, ...place }))
  } catch (thrown) {
    for (const server of servers) void server.stop(true)
    throw thrown
  }
  const [main, ...others] = servers
  if (!main) throw new Error('a server without a port')
  for (const { port } of servers) if (port) ports.add(port)

  let stopping: Promise<void> | undefined
  const stop = async () => {
    app.live.draining = true
    const closed = Promise.all(servers.map((server) => server.stop()))
    await app.live.drain(options.drainMs ?? 10_000)
    await app.close()
    // Answers that were just written leave before idle connections are cut.
    await Promise.race([closed, Bun.sleep(200)])
    await Promise.all(servers.map((server) => server.stop(true)))
  }
  const streamUrl = (index: number) => `${others[index]?.url.origin.replace(/^http/, 'ws') ?? ''}/stream`
  return {
    url: main.url.origin,
    port: main.port ?? options.port,
    streams: Object.fromEntries((options.streams ?? []).map(({ service }, index) => [service, streamUrl(index)])),
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}
