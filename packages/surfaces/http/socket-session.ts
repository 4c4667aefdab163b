import type { Gateway, GatewayCall } from '@nimbus/host'
import {
  type Catalog,
  type Envelope,
  type ErrorData,
  exits,
  failureEnvelope,
  isIdPrefix,
  mainName,
  type Principal,
  type SocketFront,
  toErrorData,
  unknownOperation,
} from '@nimbus/kernel'
import type { Backlog } from './backlog.ts'
import { everyService } from './every-service.ts'
import type { Scrub } from './host-paths.ts'
import type { LiveRuns } from './live-runs.ts'
import { createOutbox, type Outbox, type Sink } from './outbox.ts'
import { type ClientMessage, readMessage, type ServerMessage } from './socket-message.ts'

/** Why the server closes a socket, as codes of RFC 6455 (December 2011) and its registry at IANA. */
const closings = { stopping: 1001, notAllowed: 1008, tooSlow: 1013 } as const

/** Calls that one socket may have running. */
const mostCalls = 64

/** A socket that is open: what a session needs of it. */
export interface OpenSocket extends Sink {
  close(code: number, reason: string): void
}

/** What all sessions of a server share. */
export interface SessionSetting {
  gateway: Gateway
  live: LiveRuns
  scrub: Scrub
  fronts: readonly SocketFront[]
  offers: (operation: string) => boolean
  /** Characters that may wait for a slow reader. */
  backlog: Backlog
}

/** Who is at the other end, and whether the token they came with is still good. */
export interface Visitor {
  principal: Principal
  /** Or `everyService`. */
  service: string
  known: () => Promise<boolean>
}

const faultOf = (code: string, message: string, parts: Partial<ErrorData> = {}): ErrorData => ({
  code,
  message,
  exit: exits.invalid,
  ...parts,
})

/** Why a call of this operation is not taken on the socket of a service, or undefined. */
const notTaken = (
  operation: string,
  service: string,
  { catalog }: { catalog: Catalog },
  offers: SessionSetting['offers'],
) => {
  const entry = catalog.get(operation)
  if (!entry)
    return unknownOperation(
      operation,
      catalog.list().map(({ id }) => id),
    ).data
  if (service !== everyService && entry.service !== service)
    return faultOf('wrong-service', `${operation} is not an operation of ${service}`, {
      next: `open /api/${entry.service}/stream`,
    })
  if (offers(operation)) return undefined
  return faultOf('not-offered', `${operation} is not offered here`, {
    ...(entry.exclude.http ? { why: entry.exclude.http } : {}),
    next: `run it as: nimbus ${mainName(entry)}`,
  })
}

/**
 * One open socket: takes messages, makes each the one call that it means, and says what becomes of it. A call that is
 * still running when the socket closes is cancelled.
 */
export class SocketSession {
  readonly #running = new Map<string, { abort: AbortController; done: Promise<void> }>()
  readonly #fronts: readonly SocketFront[]
  #outbox: Outbox | undefined
  #socket: OpenSocket | undefined
  /** Whether anything was heard since the last `look` of the sockets. */
  heard = true

  constructor(
    private readonly setting: SessionSetting,
    private readonly visitor: Visitor,
  ) {
    const { service } = visitor
    const isTaken = (operation: string) => service === everyService || operation.startsWith(`${service}.`)
    this.#fronts = setting.fronts.filter(({ operation }) => isTaken(operation))
  }

  opened(socket: OpenSocket): void {
    this.#socket = socket
    this.#outbox = createOutbox(socket, this.setting.backlog)
  }

  /** The reader has room again. */
  drained(): void {
    if (this.#outbox?.drained() === false) this.#tooSlow()
  }

  closed(): void {
    this.#outbox?.close()
    this.#outbox = undefined
    for (const { abort } of this.#running.values()) abort.abort()
  }

  /** Takes one message. Never rejects. */
  async message(text: string): Promise<void> {
    this.heard = true
    const understood = readMessage(
      text,
      this.#fronts.map(({ type }) => type),
    )
    if ('error' in understood) {
      this.#refuse(understood.error, understood.id)
      return
    }
    try {
      if (await this.visitor.known()) await this.#take(understood.message)
      else this.#socket?.close(closings.notAllowed, 'the token is no longer valid')
    } catch (thrown) {
      this.#refuse(this.setting.scrub(toErrorData(thrown)), understood.message.id)
    }
  }

  async #take(message: ClientMessage): Promise<void> {
    const { id = '' } = message
    if (message.type === 'cancel') {
      const running = this.#running.get(id)
      if (running) running.abort.abort()
      else this.#refuse(faultOf('not-running', 'No call with this id is running', { at: 'id' }), message.id)
      return
    }
    const refused = this.#noRoom(id)
    if (refused) {
      this.#refuse(refused, message.id)
      return
    }
    const abort = new AbortController()
    const { promise: done, resolve: finish } = Promise.withResolvers<void>()
    this.#running.set(id, { abort, done })
    try {
      if (message.type === 'follow') await this.#follow(message, abort.signal)
      else if (message.type === 'front') await this.#translate(message, abort.signal)
      else await this.#call(message, abort.signal)
    } catch (thrown) {
      this.#refuse(this.setting.scrub(toErrorData(thrown)), message.id)
    } finally {
      this.#running.delete(id)
      finish()
    }
  }

  #noRoom(id: string): ErrorData | undefined {
    if (this.setting.live.draining)
      return faultOf('stopping', 'This server is stopping', { exit: exits.failed, next: 'connect again' })
    if (this.#running.has(id))
      return faultOf('duplicate-id', 'A call with this id is running', {
        at: 'id',
        next: 'give each call an id of its own',
      })
    if (this.#running.size < mostCalls) return undefined
    return faultOf('too-many-calls', `More than ${mostCalls} calls are running on this socket`, {
      exit: exits.denied,
      next: 'wait for one to end, or open another socket',
    })
  }

  async #call({ id, operation, input, dryRun }: ClientMessage & { type: 'call' }, signal: AbortSignal): Promise<void> {
    const { gateway, offers } = this.setting
    const refused = notTaken(operation, this.visitor.service, gateway, offers)
    if (refused) {
      this.#refuse(refused, id)
      return
    }
    const envelope = await this.#run({
      operation,
      input,
      signal,
      ...(dryRun ? { dryRun } : {}),
      onEvent: (event) => this.#say({ type: 'event', ...named(id), event }),
    })
    this.#say({ type: 'envelope', ...named(id), envelope })
  }

  async #translate({ id, front, payload }: ClientMessage & { type: 'front' }, signal: AbortSignal): Promise<void> {
    const found = this.#fronts.find(({ type }) => type === front)
    if (!found) return
    const { operation = found.operation, input } = found.open(payload)
    const envelope = await this.#run({
      operation,
      input,
      signal,
      onEvent: ({ type, data }) => {
        if (type === 'chunk') this.#say({ ...found.chunk(data), ...named(id) })
      },
    })
    this.#say({ ...found.end(envelope), ...named(id) })
  }

  async #follow({ id, run, after }: ClientMessage & { type: 'follow' }, signal: AbortSignal): Promise<void> {
    if (!isIdPrefix(run, 'r')) {
      this.#refuse(faultOf('invalid-id', 'That is not the id of a run', { at: 'run' }), id)
      return
    }
    for await (const event of this.setting.gateway.tail(run, after, this.visitor.principal, signal)) {
      this.#say({ type: 'event', ...named(id), event })
      // What has happened can wait for its reader; only what happens now cannot.
      await this.#outbox?.room()
    }
    this.#say({ type: 'end', ...named(id) })
  }

  async #run(call: Omit<GatewayCall, 'principal' | 'surface'>): Promise<Envelope> {
    const { live, scrub } = this.setting
    const { principal } = this.visitor
    const envelope = await live
      .run({ ...call, principal, surface: 'http' })
      .catch((thrown: unknown) => failureEnvelope('', toErrorData(thrown)))
    return envelope.error ? { ...envelope, error: scrub(envelope.error) } : envelope
  }

  #refuse(error: ErrorData, id: string | undefined): void {
    this.#say({ type: 'error', ...named(id), error })
  }

  #say(message: ServerMessage | Readonly<Record<string, unknown>>): void {
    if (this.#outbox?.put(JSON.stringify(message)) === false) this.#tooSlow()
  }

  #tooSlow(): void {
    this.#socket?.close(closings.tooSlow, 'the reader is too slow')
    this.closed()
  }

  /** Says goodbye when the server stops and no call is running: what is left only follows, or is being said. */
  async stop(): Promise<void> {
    const running = [...this.#running.values()]
    for (const { abort } of running) abort.abort()
    await Promise.all(running.map(({ done }) => done))
    this.#socket?.close(closings.stopping, 'the server is stopping')
  }
}

const named = (id: string | undefined): { id?: string } => (id === undefined ? {} : { id })
