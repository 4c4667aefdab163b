import type { Gateway, GatewayCall } from '@nimbus/host'
import type { Envelope, Principal } from '@nimbus/kernel'

interface Live {
  run?: string
  principal: Principal
  abort: AbortController
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
    const live: Live = { principal: call.principal, abort: new AbortController() }
    const stop = () => live.abort.abort()
    if (call.signal?.aborted) stop()
    call.signal?.addEventListener('abort', stop, { once: true })
    this.#live.add(live)
    try {
      return await this.gateway.invoke({
        ...call,
        signal: live.abort.signal,
        onEvent(event) {
          live.run ??= event.run
          call.onEvent?.(event)
        },
      })
    } finally {
      call.signal?.removeEventListener('abort', stop)
      this.#live.delete(live)
      if (this.#live.size === 0) this.#idle?.()
    }
  }

  /** Stops a run that the same principal started; false when there is none. */
  cancel(run: string, { tenant, id }: Principal): boolean {
    for (const live of this.#live)
      if (live.run === run && live.principal.tenant === tenant && live.principal.id === id) {
        live.abort.abort()
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
      for (const live of this.#live) live.abort.abort()
    }, deadlineMs)
    await promise
    clearTimeout(timer)
  }
}
