import type { Gateway } from '@nimbus/host'
import { createHttpApp, type HttpOptions } from './app.ts'

/** Where and how to listen. */
export interface ServeOptions extends HttpOptions {
  /** The address to listen on; only this machine by default. */
  hostname?: string
  /** 0 takes a free one. */
  port: number
  /** How long running calls may go on after `stop`, in milliseconds; 10,000 by default. */
  drainMs?: number
}

/** A server that listens. */
export interface HttpServer {
  url: string
  port: number
  /**
   * Stops accepting, lets running calls finish until the deadline, then cancels them and waits for their end, so that
   * a program that holds state can finish it.
   */
  stop(): Promise<void>
}

const isWildcard = (hostname: string): boolean => hostname === '0.0.0.0' || hostname === '::'

/** Serves a gateway over HTTP on 127.0.0.1, or where it is told. */
export const serve = (gateway: Gateway, options: ServeOptions): HttpServer => {
  const hostname = options.hostname ?? '127.0.0.1'
  const named = isWildcard(hostname) ? [] : [hostname.includes(':') ? `[${hostname}]` : hostname.toLowerCase()]
  const app = createHttpApp(gateway, { ...options, hosts: [...(options.hosts ?? []), ...named] })
  const server = Bun.serve({
    hostname,
    port: options.port,
    // Bun would end a stream that is quiet for ten seconds.
    idleTimeout: 0,
    fetch: (request) => app.fetch(request),
  })
  let stopping: Promise<void> | undefined
  const stop = async () => {
    app.live.draining = true
    const closed = server.stop()
    await app.live.drain(options.drainMs ?? 10_000)
    await app.close()
    // Answers that were just written leave before idle connections are cut.
    await Promise.race([closed, Bun.sleep(200)])
    await server.stop(true)
  }
  return {
    url: server.url.origin,
    port: server.port ?? options.port,
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}
