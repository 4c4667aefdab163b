/** So many times may the same call be made in one turn before the person is asked. */
const mostAlike = 2

/** The most calls and answers of one turn: whoever needs more is going round in circles more cleverly. */
export const mostCalls = 60

/** Counts the calls of a turn. */
export interface LoopGuard {
  /** Why this call is not made, or undefined when it may be. */
  refuses(operation: string, input: unknown): string | undefined
}

/** A value with the keys of its objects in one order: models write the same call in several. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, ordered(inner)]),
  )
}

/** A guard for one turn. */
export const createLoopGuard = (): LoopGuard => {
  const seen = new Map<string, number>()
  let calls = 0
  return {
    refuses(operation, input) {
      calls += 1
      const key = JSON.stringify([operation, ordered(input)])
      const times = (seen.get(key) ?? 0) + 1
      seen.set(key, times)
      if (times > mostAlike) return `the model asked for the same call for the third time: ${operation}`
      return calls > mostCalls ? `the model asked for more than ${mostCalls} calls` : undefined
    },
  }
}
