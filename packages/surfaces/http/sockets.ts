import type { Gateway } from '@nimbus/host'
import { exits, type Principal } from '@nimbus/kernel'
import { everyService } from './every-service.ts'
import { notFound, problem } from './problem.ts'
import { type SessionSetting, SocketSession } from './socket-session.ts'

/** The parts of a Bun server that let a socket in. */
export interface Upgrader {
  upgrade(request: Request, options: { data: SocketSession }): boolean
}

/** A request for a socket: where it came in, and for which service when the port says that. */
export interface Knock {
  request: Request
  upgrader: Upgrader
  service: string | undefined
}

/** The sockets of a server. */
export interface Sockets {
  /** Opens one for somebody who was let in; a response says why not. */
  open(knock: Knock, principal: Principal, known: () => Promise<boolean>): Response | undefined
  /** What Bun calls; the same for every listener. */
  handler: Bun.WebSocketHandler<SocketSession>
  /** Says goodbye to all. */
  stop(): Promise<void>
}

/** How sockets are kept. */
export interface SocketsSetting extends SessionSetting {
  serves: (service: string) => boolean
  heartbeatMs: number
  /** Bytes of one message. */
  messageLimit: number
}

const streamPath = /^\/api\/([^/]+)\/stream$/

/** Which service a path asks for: the path names it, or for the bare `/stream` the port it came in by. */
const serviceOf = (path: string, byPort: string | undefined): string | undefined =>
  path === '/stream' ? byPort : streamPath.exec(path)?.[1]

/** Whether a path is one of a socket. */
export const isStreamPath = (path: string): boolean => path === '/stream' || streamPath.test(path)

/** The answer to a plain request for a socket. */
export const upgradeNeeded = (): Response =>
  problem(
    426,
    {
      code: 'socket-needed',
      message: 'This answers WebSockets only',
      next: 'open it with a WebSocket client, or POST to an operation with accept: text/event-stream',
      exit: exits.invalid,
    },
    { upgrade: 'websocket', connection: 'Upgrade' },
  )

const noService = (gateway: Gateway, service: string | undefined): Response =>
  service === undefined
    ? notFound('This port streams no service of its own', {
        why: 'a bare /stream picks its service by the port it arrives at',
        next: 'open /api/<service>/stream here',
      })
    : notFound(`There is no service ${service} here`, {
        next: `use one of ${gateway.services.map(({ name }) => name).join(', ')}`,
      })

/** Keeps the sockets of a server: lets them in, looks whether they are alive, and closes them at the end. */
export const createSockets = (setting: SocketsSetting): Sockets => {
  const { gateway, serves, heartbeatMs, messageLimit, backlog } = setting
  const open = new Map<SocketSession, Bun.ServerWebSocket<SocketSession>>()
  let timer: ReturnType<typeof setInterval> | undefined

  // Whoever has said nothing since the last look, not even answered its ping, is gone.
  const look = () => {
    for (const [session, socket] of open) {
      if (!session.heard) socket.terminate()
      else {
        session.heard = false
        socket.ping()
      }
    }
  }

  return {
    open({ request, upgrader, service: byPort }, principal, known) {
      const service = serviceOf(new URL(request.url).pathname, byPort)
      const here = service === everyService ? byPort === everyService : service !== undefined && serves(service)
      if (service === undefined || !here) return noService(gateway, service)
      const session = new SocketSession(setting, { principal, service, known })
      return upgrader.upgrade(request, { data: session }) ? undefined : upgradeNeeded()
    },
    handler: {
      maxPayloadLength: messageLimit,
      backpressureLimit: backlog.most,
      // The heartbeat below is finer than Bun's own.
      idleTimeout: 0,
      sendPings: false,
      open(socket) {
        open.set(socket.data, socket)
        socket.data.opened({
          send: (text) => socket.send(text),
          close: (code, reason) => socket.close(code, reason),
        })
        if (timer) return
        timer = setInterval(look, heartbeatMs)
        timer.unref()
      },
      message(socket, message) {
        void socket.data.message(typeof message === 'string' ? message : message.toString('utf8'))
      },
      drain: (socket) => socket.data.drained(),
      pong(socket) {
        socket.data.heard = true
      },
      close(socket) {
        open.delete(socket.data)
        socket.data.closed()
        if (open.size > 0) return
        clearInterval(timer)
        timer = undefined
      },
    },
    async stop() {
      clearInterval(timer)
      await Promise.all([...open.keys()].map((session) => session.stop()))
    },
  }
}
