/** A value with object keys in order, so that equal values print alike. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, inner]) => [key, ordered(inner)]),
  )
}

/** JSON with keys in order and no undefined: the text that digests are taken of. */
export const canonicalJson = (value: unknown): string => JSON.stringify(ordered(value)) ?? 'null'

/** Hex SHA-256 of the canonical JSON of a value. Bun's own hasher: `node:crypto` adds milliseconds to every start. */
export const digestOf = (value: unknown): string =>
  new Bun.CryptoHasher('sha256').update(canonicalJson(value)).digest('hex')
