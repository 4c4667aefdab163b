import type { RunProgram } from '@nimbus/kernel'
import { insist, interrupt, type Running } from './interruption.ts'

/** What stops a program while it runs: its call, its time, and a person who insists. */
export interface StopRequests {
  /** After how many milliseconds its time was over; undefined when it was not. */
  readonly timedOutMs: number | undefined
  /** Asks it to stop, once. */
  stop(): void
  /** Listens no longer; resolves when all that was begun to stop it is done. */
  end(): Promise<void>
}

/** Listens until `end` for what stops a program. */
export const stopRequests = (
  running: Running,
  { signal, timeoutMs, progress }: Pick<Parameters<RunProgram>[2], 'signal' | 'timeoutMs' | 'progress'>,
  insisted: AbortSignal | undefined,
): StopRequests => {
  const stops: Promise<void>[] = []
  let timedOutMs: number | undefined
  const stop = (): void => {
    // What holds state gives up its work when it is asked twice.
    if (stops.length > 0) return
    stops.push(interrupt(running))
    if (running.how.to === 'leader') progress(running.how.saying)
  }
  const stopNow = (): void => {
    if (signal.aborted) stops.push(insist(running))
  }
  const timer = timeoutMs
    ? setTimeout(() => {
        timedOutMs = timeoutMs
        stop()
      }, timeoutMs)
    : undefined
  signal.addEventListener('abort', stop, { once: true })
  insisted?.addEventListener('abort', stopNow, { once: true })
  return {
    get timedOutMs() {
      return timedOutMs
    },
    stop,
    async end() {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      insisted?.removeEventListener('abort', stopNow)
      await Promise.all(stops)
    },
  }
}
