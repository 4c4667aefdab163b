/** Changes what differs between two executions of the same thing: ids, times, durations, digests, places. */
export type Normalise = (value: unknown) => unknown

const patterns: readonly (readonly [string, RegExp])[] = [
  ['id', /\b[rpta]_[a-z2-7]{20}\b/g],
  ['digest', /\b[0-9a-f]{64}\b/g],
  ['uuid', /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g],
]

const measured: ReadonlySet<string> = new Set(['ms', 'durationMs'])

/**
 * A normal form for one world. Ids and digests become numbers in the order of their appearance, so that a result that
 * names the wrong run still differs.
 */
export const createNormalise = (places: Readonly<Record<string, string>>): Normalise => {
  const numbers = new Map<string, string>()
  const numbered = (kind: string, text: string) => {
    const known = numbers.get(text) ?? `‹${kind} ${numbers.size + 1}›`
    numbers.set(text, known)
    return known
  }
  const text = (input: string): string => {
    let output = input
    for (const [name, path] of Object.entries(places)) output = output.replaceAll(path, name && `‹${name}›`)
    for (const [kind, pattern] of patterns) output = output.replace(pattern, (match) => numbered(kind, match))
    return output.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '‹time›')
  }
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) return value.map(walk)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        measured.has(key) && typeof inner === 'number' ? 0 : walk(inner),
      ]),
    )
  }
  return walk
}
