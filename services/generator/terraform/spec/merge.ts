/** Plain data with keys. */
export type Data = Readonly<Record<string, unknown>>

/** Whether a value is an object with keys, and not a list. */
export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Lays `over` upon `base`: objects are merged key by key, lists of things with a `name` name by name, everything else
 * is replaced. `true`, which asks for defaults, never hides what the other side says.
 */
export function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) return base
  if (over === true && (isData(base) || Array.isArray(base))) return base
  if (isData(base) && isData(over)) {
    const merged: Record<string, unknown> = { ...base }
    for (const [key, value] of Object.entries(over)) merged[key] = merge(base[key], value)
    return merged
  }
  if (isNamedList(base) && isNamedList(over)) {
    const kept = base.map((item) =>
      merge(
        item,
        over.find(({ name }) => name === item.name),
      ),
    )
    return [...kept, ...over.filter(({ name }) => !base.some((item) => item.name === name))]
  }
  return over
}

function isNamedList(value: unknown): value is readonly (Data & { name: string })[] {
  return Array.isArray(value) && value.every((item) => isData(item) && typeof item.name === 'string')
}
