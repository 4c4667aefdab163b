import { setTimeout } from 'node:timers/promises'

/** Waits so many milliseconds; not at all, or no longer, once the signal fires. */
export const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await setTimeout(ms, undefined, { signal })
  } catch (thrown) {
    if (!signal.aborted) throw thrown
  }
}
