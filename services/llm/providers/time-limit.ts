import { NimbusError } from '@nimbus/kernel/define'
import { type Attempt, failureHere, failureOfAttempt } from './attempt.ts'

/** A signal that fires when the caller gives up or nothing has happened for a while. */
export interface TimeLimit {
  signal: AbortSignal
  /** Something happened: the time starts anew. */
  heard(): void
  /** Whether it was the time that ran out. */
  readonly ranOut: boolean
  stop(): void
}

/** A limit of so many milliseconds of silence. It has to be stopped. */
class Silence implements TimeLimit {
  readonly #own = new AbortController()
  #timer: Timer
  ranOut = false

  constructor(
    private readonly caller: AbortSignal,
    private readonly ms: number,
  ) {
    if (caller.aborted) this.handleEvent()
    else caller.addEventListener('abort', this)
    this.#timer = this.#begin()
  }

  get signal(): AbortSignal {
    return this.#own.signal
  }

  /** The caller gives up. */
  handleEvent(): void {
    this.#own.abort(this.caller.reason)
  }

  heard(): void {
    this.#timer.refresh()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.caller.removeEventListener('abort', this)
  }

  #begin(): Timer {
    return setTimeout(() => {
      this.ranOut = true
      this.#own.abort(new DOMException(`nothing was heard for ${this.ms} ms`, 'TimeoutError'))
    }, this.ms)
  }
}

/**
 * Does what asks a provider, within its limit of silence.
 *
 * Raises a `ModelFailure` for whatever goes wrong at the provider or on the way, our own refusals as they are, and the
 * reason of the caller's signal when that was aborted.
 */
export const withinTime = async <T>(
  here: Attempt,
  signal: AbortSignal,
  ask: (limit: TimeLimit) => Promise<T>,
): Promise<T> => {
  signal.throwIfAborted()
  const { provider, model } = here
  const limit = new Silence(signal, provider.timeoutMs)
  try {
    return await ask(limit)
  } catch (thrown) {
    if (limit.ranOut) {
      const silence = `nothing was heard of ${model} for ${provider.timeoutMs} ms`
      throw failureHere('timeout', `${provider.name} took too long: ${silence}`, here)
    }
    signal.throwIfAborted()
    if (thrown instanceof NimbusError) throw thrown
    throw failureOfAttempt(thrown, here)
  } finally {
    limit.stop()
  }
}
