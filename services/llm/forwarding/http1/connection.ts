import type { Socket, SocketHandler } from 'bun'
import { type Carrier, Exchange } from './exchange.ts'
import type { RequestText } from './request-text.ts'

/** After so many seconds without use a connection is closed: servers close theirs after five and more. */
const idleSeconds = 4

const handler: SocketHandler<Connection> = {
  data: ({ data }, bytes) => data.hear(bytes),
  drain: ({ data }) => data.sendOn(),
  end: ({ data }) => data.gone(),
  close: ({ data }, cause) => data.gone(cause),
  error: ({ data }, cause) => data.gone(cause),
  timeout: ({ data }) => data.idled(),
}

/** What the system says of a connection that it could not make, with its code, which the runtime leaves out. */
const unmade = (thrown: unknown, { host }: URL): unknown => {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined
  if (!(thrown instanceof Error) || code === undefined || thrown.message.includes(code)) return thrown
  return new Error(`${code}: ${thrown.message} to ${host}`, { cause: thrown })
}

/** A connection to a server, which carries one exchange at a time. */
export class Connection implements Carrier {
  #socket: Socket<Connection> | undefined
  #exchange: Exchange | undefined
  /** The part of a request that the system had no room for yet. */
  #unsent: Buffer | undefined
  #dropped = false

  /** `free` is told whenever it can carry another exchange. */
  private constructor(private readonly free: (connection: Connection) => void) {}

  /** Opens one. Raises what the system says. */
  static async open(url: URL, free: (connection: Connection) => void): Promise<Connection> {
    const { hostname, port } = url
    const connection = new Connection(free)
    const socket = await Bun.connect({
      // The runtime wants an address of IPv6 without the brackets of a URL.
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || 80,
      socket: handler,
      data: connection,
    }).catch((thrown: unknown) => {
      throw unmade(thrown, url)
    })
    socket.setNoDelay(true)
    // A command does not wait for one that is idle; while one is not, the limit of silence keeps the process.
    socket.unref()
    connection.#socket = socket
    // It may have said something, or have gone, before anything could be asked.
    if (connection.#dropped) connection.drop()
    return connection
  }

  get isOpen(): boolean {
    return this.#socket !== undefined
  }

  /** Sends a request. */
  ask({ text, size }: RequestText, wants: 'whole' | 'pieces'): Exchange {
    const exchange = new Exchange(this, wants)
    this.#exchange = exchange
    const sent = this.#socket?.write(text) ?? -1
    if (sent < 0) this.gone()
    else if (sent < size) this.#unsent = Buffer.from(text).subarray(sent)
    return exchange
  }

  /** The system has room for more of the request. */
  sendOn(): void {
    const bytes = this.#unsent
    if (!bytes) return
    const sent = this.#socket?.write(bytes) ?? -1
    if (sent < 0) this.gone()
    else this.#unsent = sent < bytes.length ? bytes.subarray(sent) : undefined
  }

  /** Something came. */
  hear(bytes: Buffer): void {
    const exchange = this.#exchange
    // Nobody asked for anything: whatever it is, no later answer may be taken for it.
    if (!exchange) return this.drop()
    try {
      const over = exchange.take(bytes)
      if (over !== undefined) this.#over(exchange, over)
    } catch (thrown) {
      exchange.fail(thrown instanceof Error ? thrown : new Error(String(thrown)))
      this.drop()
    }
  }

  /** Its other end, or the system, has closed it. */
  gone(cause?: Error): void {
    const exchange = this.#exchange
    this.drop()
    exchange?.closed(cause)
  }

  /** Nothing was asked for a while. */
  idled(): void {
    if (!this.#exchange) this.drop()
  }

  hold(): void {
    this.#socket?.pause()
  }

  goOn(): void {
    this.#socket?.resume()
  }

  /** Nobody wants the answer any more; the connection may have gone over to another exchange. */
  giveUp(exchange: Exchange, why: Error): void {
    if (this.#exchange === exchange) this.drop()
    exchange.fail(why)
  }

  /** Closes it at once. */
  drop(): void {
    this.#leave()?.terminate()
  }

  #leave(): Socket<Connection> | undefined {
    const socket = this.#socket
    this.#socket = undefined
    this.#exchange = undefined
    this.#unsent = undefined
    this.#dropped = true
    return socket
  }

  #over(exchange: Exchange, leftOver: number): void {
    // What comes behind an answer is none that was asked for; a request that was answered half sent would be the next one.
    if (leftOver > 0 || !exchange.keeps || this.#unsent) return void this.#leave()?.end()
    this.#exchange = undefined
    this.#socket?.timeout(idleSeconds)
    this.free(this)
  }
}
