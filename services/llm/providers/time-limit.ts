import { NimbusError, type Stop, type StopListener, throwIfStopped } from '@nimbus/kernel/define'
import { type Attempt, failureHere, failureOfAttempt } from './attempt.ts'

/** Tells when the caller gives up or nothing has happened for a while. */
export interface TimeLimit {
  signal: AbortSignal
  /** The same without a signal, which takes longer to make than most things that wait for one: only the last one is told. */
  whenOver(act: (reason: Error) => void): void
  /** Something happened: the time starts anew. */
  heard(): void
  /** Whether it was the time that ran out. */
  readonly ranOut: boolean
  stop(): void
}

/** A limit of so many milliseconds of silence. It has to be stopped. */
class Silence implements TimeLimit, StopListener {
  #own: AbortController | undefined
  #act: ((reason: Error) => void) | undefined
  #over: Error | undefined
  #timer: Timer
  ranOut = false

  constructor(
    private readonly caller: Stop,
    private readonly ms: number,
  ) {
    caller.tell(this)
    this.#timer = this.#begin()
  }

  get signal(): AbortSignal {
    this.#own ??= new AbortController()
    if (this.#over) this.#own.abort(this.#over)
    return this.#own.signal
  }

  whenOver(act: (reason: Error) => void): void {
    this.#act = act
    if (this.#over) act(this.#over)
  }

  /** The caller gives up. */
  onStop(reason: unknown): void {
    this.#end(reason)
  }

  heard(): void {
    this.#timer.refresh()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.caller.forget(this)
  }

  #begin(): Timer {
    return setTimeout(() => {
      this.ranOut = true
      this.#end(new DOMException(`nothing was heard for ${this.ms} ms`, 'TimeoutError'))
    }, this.ms)
  }

  #end(reason: unknown): void {
    this.#over = reason instanceof Error ? reason : new Error(String(reason))
    this.#own?.abort(reason)
    this.#act?.(this.#over)
  }
}

/**
 * Does what asks a provider, within its limit of silence.
 *
 * Raises a `ModelFailure` for whatever goes wrong at the provider or on the way, our own refusals as they are, and the
 * reason of the caller where that is to stop.
 */
export const withinTime = async <T>(here: Attempt, stop: Stop, ask: (limit: TimeLimit) => Promise<T>): Promise<T> => {
  throwIfStopped(stop)
  const { provider, model } = here
  const limit = new Silence(stop, provider.timeoutMs)
  try {
    return await ask(limit)
  } catch (thrown) {
    if (limit.ranOut) {
      const silence = `nothing was heard of ${model} for ${provider.timeoutMs} ms`
      throw failureHere('timeout', `${provider.name} took too long: ${silence}`, here)
    }
    throwIfStopped(stop)
    if (thrown instanceof NimbusError) throw thrown
    throw failureOfAttempt(thrown, here)
  } finally {
    limit.stop()
  }
}
