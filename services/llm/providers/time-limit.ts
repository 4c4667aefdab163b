import { NimbusError } from '@nimbus/kernel/define'
import { type Attempt, failureHere, failureOfAttempt } from './attempt.ts'

/** A signal that fires when the caller gives up or nothing has happened for a while. */
export interface TimeLimit {
  signal: AbortSignal
  /** Something happened: the time starts anew. */
  heard(): void
  /** Whether it was the time that ran out. */
  ranOut(): boolean
  stop(): void
}

/** Starts a limit of so many milliseconds of silence. It has to be stopped. */
const limitTime = (caller: AbortSignal, ms: number): TimeLimit => {
  const own = new AbortController()
  let late = false
  const give = () => own.abort(caller.reason)
  if (caller.aborted) give()
  else caller.addEventListener('abort', give, { once: true })
  const begin = () =>
    setTimeout(() => {
      late = true
      own.abort(new DOMException(`nothing was heard for ${ms} ms`, 'TimeoutError'))
    }, ms)
  let timer = begin()
  return {
    signal: own.signal,
    heard() {
      clearTimeout(timer)
      timer = begin()
    },
    ranOut: () => late,
    stop() {
      clearTimeout(timer)
      caller.removeEventListener('abort', give)
    },
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
  const limit = limitTime(signal, provider.timeoutMs)
  try {
    return await ask(limit)
  } catch (thrown) {
    if (limit.ranOut()) {
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
