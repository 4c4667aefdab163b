/** Whether a value that came from outside has keys, and is no list. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** The member of a value that came from outside, by its path: its own, because nobody writes what it inherits. */
export const member = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, key) => (at !== null && typeof at === 'object' ? Object.getOwnPropertyDescriptor(at, key)?.value : undefined),
    value,
  )
