import { type Gateway, type GatewayCall, signalOf } from '@nimbus/host'
import type { Envelope, Principal } from '@nimbus/kernel'

/** One call on its way. Its signal is made when something asks for it: most calls are over before. */
class Live {
  run: string | undefined
  readonly principal: Principal
  readonly #given: GatewayCall['signal']
  #abort: AbortController | undefined
  #heard: AbortSignal | undefined
  #stopped = false

  constructor({ principal, signal }: GatewayCall) {
    this.principal = principal
    this.#given = signal
  }

  readonly stop = (): void => {
    this.#stopped = true
    this.#abort?.abort()
  }

  readonly stopped = (): boolean => this.#stopped

  readonly signal = (): AbortSignal => {
    if (this.#abort) return this.#abort.signal
    this.#abort = new AbortController()
    this.#heard = signalOf(this.#given)
    if (this.#stopped || this.#heard?.aborted) this.stop()
    this.#heard?.addEventListener('abort', this.stop, { once: true })
    return this.#abort.signal
  }

  over(): void {
    this.#heard?.removeEventListener('abort', this.stop)
  }
}

/** The calls that this server is running, so that they can be cancelled by run id and drained at the end. */
export class LiveRuns {
  readonly #live = new Set<Live>()
  #idle: (() => void) | undefined
  draining = false

  constructor(private readonly gateway: Gateway) {}

  get size(): number {
    return this.#live.size
  }

  /** Runs a call until it ends, is cancelled here, or the signal that came with it says so. */
  async run(call: GatewayCall): Promise<Envelope> {
    const live = new Live(call)
    this.#live.add(live)
    try {
      return await this.gateway.invoke({
        ...call,
        signal: live.signal,
        stopped: live.stopped,
        onEvent(event) {
          live.run ??= event.run
          call.onEvent?.(event)
        },
      })
    } finally {
      live.over()
      this.#live.delete(live)
      if (this.#live.size === 0) this.#idle?.()
    }
  }

  /** Stops a run that the same principal started; false when there is none. */
  cancel(run: string, { tenant, id }: Principal): boolean {
    for (const live of this.#live)
      if (live.run === run && live.principal.tenant === tenant && live.principal.id === id) {
        live.stop()
        return true
      }
    return false
  }

  /** Waits until nothing runs; after the deadline stops what still does, and waits for that. */
  async drain(deadlineMs: number): Promise<void> {
    this.draining = true
    if (this.#live.size === 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#idle = resolve
    const timer = setTimeout(() => {
      for (const live of this.#live) live.stop()
    }, deadlineMs)
    await promise
    clearTimeout(timer)
  }
}
