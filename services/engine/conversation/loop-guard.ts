import { callKey } from '@nimbus/safety'

/** So many times may the same call be made in one turn before the person is asked. */
const mostAlike = 2

/** The most calls and answers of one turn: whoever needs more is going round in circles more cleverly. */
export const mostCalls = 60

/** Counts the calls of a turn. */
export interface LoopGuard {
  /** Why this call is not made, or undefined when it may be. */
  refuses(operation: string, input: unknown): string | undefined
}

/** A guard for one turn. */
export const createLoopGuard = (): LoopGuard => {
  const seen = new Map<string, number>()
  let calls = 0
  return {
    refuses(operation, input) {
      calls += 1
      const key = callKey({ operation, input })
      const times = (seen.get(key) ?? 0) + 1
      seen.set(key, times)
      if (times > mostAlike) return `the model asked for the same call for the third time: ${operation}`
      return calls > mostCalls ? `the model asked for more than ${mostCalls} calls` : undefined
    },
  }
}
