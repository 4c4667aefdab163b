import { failed, toErrorData } from '@nimbus/kernel'
import type { HttpApp } from './app.ts'
import type { SocketSession } from './socket-session.ts'

/** Where to listen. */
export interface Place {
  hostname: string
  /** 0 takes a free one. */
  port: number
  /** The service whose sockets a bare `/stream` opens here. */
  service?: string
}

const isTaken = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE'

// Other protocols are offered by the way, such as h2c by clients that would rather speak HTTP/2.
const wantsSocket = ({ method, headers }: Request): boolean =>
  method === 'GET' && headers.get('upgrade')?.toLowerCase() === 'websocket'

/** Listens for an application. Raises `port-taken` (exit 1), which names the port and what to do. */
export const listen = (app: HttpApp, { hostname, port, service }: Place): Bun.Server<SocketSession> => {
  try {
    return Bun.serve<SocketSession>({
      hostname,
      port,
      // Bun would end a stream that is quiet for ten seconds.
      idleTimeout: 0,
      // The page that Bun shows to developers tells messages and source to whoever asks.
      development: false,
      // Without that page Bun shares a port with whoever else shares it, and a second server would get half the requests.
      reusePort: false,
      fetch: (request, server) =>
        wantsSocket(request) ? app.knock({ request, upgrader: server, service }) : app.fetch(request),
      websocket: app.sockets.handler,
    })
  } catch (thrown) {
    if (!isTaken(thrown)) throw thrown
    const flag = service === undefined ? '--port' : '--stream-port'
    throw failed('port-taken', `Port ${port} is taken${service === undefined ? '' : `, which streams ${service}`}`, {
      at: `${hostname}:${port}`,
      why: toErrorData(thrown).message,
      next: `stop what listens there, or choose another with ${flag} <n>; 0 takes any free one`,
    })
  }
}
