import type { Gateway, GatewayCall } from '@nimbus/host'
import type { Envelope, Principal, Stop, StopListener } from '@nimbus/kernel'

/** Who a call came from: a signal of theirs, or what makes one when it is asked for. */
export interface Caller {
  readonly signal: AbortSignal
}

/** One call on its way. */
class Live implements Stop {
  run: string | undefined
  stopped = false
  #abort: AbortController | undefined
  #heard: AbortSignal | undefined
  readonly #listeners = new Set<StopListener>()

  constructor(
    readonly principal: Principal,
    private readonly caller: Caller | undefined,
  ) {}

  get signal(): AbortSignal {
    this.#abort ??= new AbortController()
    this.#hear()
    if (this.stopped) this.#abort.abort()
    return this.#abort.signal
  }

  tell(listener: StopListener): void {
    this.#hear()
    if (this.stopped) listener.onStop(this.signal.reason)
    else this.#listeners.add(listener)
  }

  forget(listener: StopListener): void {
    this.#listeners.delete(listener)
  }

  /** Listens to whoever called, from the moment that it matters. */
  #hear(): void {
    if (this.#heard || !this.caller) return
    this.#heard = this.caller.signal
    if (this.#heard.aborted) this.stop()
    else this.#heard.addEventListener('abort', this, { once: true })
  }

  handleEvent(): void {
    this.stop()
  }

  stop(): void {
    if (this.stopped) return
    this.stopped = true
    this.#abort?.abort()
    for (const listener of this.#listeners) listener.onStop(this.signal.reason)
  }

  over(): void {
    // The signal of a request goes with it; others may live on.
    if (!(this.caller instanceof Request)) this.#heard?.removeEventListener('abort', this)
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

  /** Runs a call until it ends, is cancelled here, or whoever it came from says so. */
  async run(call: GatewayCall, caller: Caller | undefined = call.signal && { signal: call.signal }): Promise<Envelope> {
    const live = new Live(call.principal, caller)
    this.#live.add(live)
    try {
      return await this.gateway.invoke({
        ...call,
        stopping: live,
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

  /** Stops the one run that the same principal started and whose id this is or begins; its id, if there is one. */
  cancel(run: string, { tenant, id }: Principal): string | undefined {
    const named = [...this.#live].filter(
      (live) => live.run?.startsWith(run) && live.principal.tenant === tenant && live.principal.id === id,
    )
    const [live, another] = named
    if (!live || another) return undefined
    live.stop()
    return live.run
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
