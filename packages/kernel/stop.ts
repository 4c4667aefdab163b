/** What is told once that a call is to stop. */
export interface StopListener {
  onStop(reason: unknown): void
}

/**
 * Says that a call is to stop. It stands beside the signal that says the same, because to make one of those, and to
 * listen to it, takes a server as long as a good part of a call.
 */
export interface Stop {
  readonly stopped: boolean
  /** Made when it is first asked for. */
  readonly signal: AbortSignal
  /** Tells a listener, at once where it is stopped already. */
  tell(listener: StopListener): void
  forget(listener: StopListener): void
}

class StopBySignal implements Stop {
  readonly #heard = new Map<StopListener, () => void>()

  constructor(readonly signal: AbortSignal) {}

  get stopped(): boolean {
    return this.signal.aborted
  }

  tell(listener: StopListener): void {
    const hear = () => listener.onStop(this.signal.reason)
    if (this.stopped) return hear()
    this.#heard.set(listener, hear)
    this.signal.addEventListener('abort', hear, { once: true })
  }

  forget(listener: StopListener): void {
    const hear = this.#heard.get(listener)
    if (hear) this.signal.removeEventListener('abort', hear)
    this.#heard.delete(listener)
  }
}

/** What a signal says. */
export const stopBy = (signal: AbortSignal): Stop => new StopBySignal(signal)

/** Raises the reason of a call that is to stop. */
export const throwIfStopped = (stop: Stop): void => {
  if (stop.stopped) stop.signal.throwIfAborted()
}
