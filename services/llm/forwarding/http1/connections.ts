import { Connection } from './connection.ts'
import { type Answer, Unheard } from './exchange.ts'

/** Tells when nobody wants an answer any more. */
export interface Stop {
  /** Has `act` called once when that is so, at once if it is already; only the last one is. */
  whenOver(act: (reason: Error) => void): void
}

const idle = new Map<string, Connection[]>()

/** The newest connection to a server that is idle: it is the least likely to be closed at the other end. */
const takeIdle = (origin: string): Connection | undefined => {
  const connections = idle.get(origin)
  for (let found = connections?.pop(); found; found = connections?.pop()) if (found.isOpen) return found
  return undefined
}

const keepAt =
  (origin: string) =>
  (connection: Connection): void => {
    const connections = idle.get(origin)?.filter(({ isOpen }) => isOpen) ?? []
    connections.push(connection)
    idle.set(origin, connections)
  }

const opened = async (url: URL, stop: Stop): Promise<Connection> => {
  const opening = Connection.open(url, keepAt(url.origin))
  const { promise, reject } = Promise.withResolvers<never>()
  stop.whenOver((reason) => {
    reject(reason)
    opening.then(
      (late) => late.drop(),
      () => undefined,
    )
  })
  return Promise.race([opening, promise])
}

/** How an exchange is made. */
export interface Asking {
  wants: 'whole' | 'pieces'
  stop: Stop
}

const askOn = (connection: Connection, request: Buffer, { wants, stop }: Asking): Promise<Answer> => {
  const exchange = connection.ask(request, wants)
  stop.whenOver((reason) => connection.giveUp(exchange, reason))
  return exchange.answer
}

/**
 * Sends a request to a server and gives its answer, once its head is there.
 *
 * A connection that was used before may be closed at its other end in the very moment: then, and only if nothing of an
 * answer was read, the request goes once more, on a new one.
 */
export const exchangeWith = async (url: URL, request: Buffer, asking: Asking): Promise<Answer> => {
  const used = takeIdle(url.origin)
  if (used) {
    try {
      return await askOn(used, request, asking)
    } catch (thrown) {
      if (!(thrown instanceof Unheard)) throw thrown
    }
  }
  return askOn(await opened(url, asking.stop), request, asking)
}
