import { isMap } from './problem.ts'

/** Two layers of configuration as one: maps key by key, everything else from the upper layer when it says something. */
export const merged = (lower: unknown, upper: unknown): unknown => {
  if (upper === undefined || upper === null) return lower
  if (!isMap(lower) || !isMap(upper)) return upper
  const keys = new Set([...Object.keys(lower), ...Object.keys(upper)])
  return Object.fromEntries([...keys].map((key) => [key, merged(own(lower, key), own(upper, key))]))
}

const own = (map: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(map, key) ? map[key] : undefined
