import { failed, toErrorData } from '@nimbus/kernel'
import type { HttpApp } from './app.ts'
import { everyService } from './every-service.ts'
import type { SocketSession } from './socket-session.ts'

/** Where to listen. */
export interface Place {
  hostname: string
  /** 0 takes a free one. */
  port: number
  /** The service whose sockets a bare `/stream` opens here, or `everyService`. */
  service?: string
}

/** Why the system did not let us listen, in the words of a person; what it does not say itself is thrown on. */
const notListening = (thrown: unknown, { hostname, port, service }: Place): unknown => {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  const streams = service === undefined ? '' : `, which streams ${service === everyService ? 'every service' : service}`
  const flag = service === undefined ? '--port' : '--stream-port'
  const parts = { at: `${hostname}:${port}`, why: toErrorData(thrown).message }
  if (code === 'EADDRINUSE')
    return failed('port-taken', `Port ${port} is taken${streams}`, {
      ...parts,
      next: `stop what listens there, or choose another with ${flag} <n>; 0 takes any free one`,
    })
  if (code === 'EACCES')
    return failed('port-not-allowed', `Port ${port} is not for this user to take`, {
      ...parts,
      next: `choose one from 1024 on with ${flag} <n>; 0 takes any free one`,
    })
  if (code === 'EADDRNOTAVAIL' || code === 'ENOENT')
    return failed('no-such-address', `${hostname} is no address of this machine`, {
      ...parts,
      next: 'bind one that it has, such as 127.0.0.1 or 0.0.0.0, with --hostname <address>',
    })
  return thrown
}

// Other protocols are offered by the way, such as h2c by clients that would rather speak HTTP/2.
const wantsSocket = ({ method, headers }: Request): boolean =>
  method === 'GET' && headers.get('upgrade')?.toLowerCase() === 'websocket'

/**
 * Listens for an application. Raises `port-taken`, `port-not-allowed` and `no-such-address` (exit 1), which say what to do.
 */
export const listen = (app: HttpApp, place: Place): Bun.Server<SocketSession> => {
  const { hostname, port, service } = place
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
    throw notListening(thrown, place)
  }
}
