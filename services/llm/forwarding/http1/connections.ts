import { Connection } from './connection.ts'
import { type Answer, Unheard } from './exchange.ts'
import type { RequestText } from './request-text.ts'

/** Tells when nobody wants an answer any more. */
export interface Stop {
  /** Has `act` called once when that is so, at once if it is already; only the last one is. */
  whenOver(act: (reason: Error) => void): void
}

/** How an exchange is made. */
export interface Asking {
  wants: 'whole' | 'pieces'
  stop: Stop
}

/** More connections than that to one server are not kept for later. */
const mostIdle = 256

/** The connections to one server. */
export class Connections {
  readonly #idle: Connection[] = []

  constructor(private readonly url: URL) {}

  /**
   * Sends a request and gives its answer, once its head is there.
   *
   * A connection that was used before may be closed at its other end in the very moment: then, and only if nothing of
   * an answer was read, the request goes once more, on a new one.
   */
  exchange(request: RequestText, asking: Asking): Promise<Answer> {
    const anew = async () => askOn(await this.#opened(asking.stop), request, asking)
    const used = this.#takeIdle()
    if (!used) return anew()
    return askOn(used, request, asking).catch((thrown: unknown) => {
      if (thrown instanceof Unheard) return anew()
      throw thrown
    })
  }

  /** The newest that is idle: it is the least likely to be closed at the other end. */
  #takeIdle(): Connection | undefined {
    for (let found = this.#idle.pop(); found; found = this.#idle.pop()) if (found.isOpen) return found
    return undefined
  }

  readonly #keep = (connection: Connection): void => {
    if (this.#idle.length < mostIdle) this.#idle.push(connection)
    else connection.drop()
  }

  #opened(stop: Stop): Promise<Connection> {
    const opening = Connection.open(this.url, this.#keep)
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
}

const askOn = (connection: Connection, request: RequestText, { wants, stop }: Asking): Promise<Answer> => {
  const exchange = connection.ask(request, wants)
  stop.whenOver((reason) => connection.giveUp(exchange, reason))
  return exchange.answer
}
