/** Texts of an input up to this many characters are recorded whole. */
const longest = 64 * 1024

/** How much of a longer one is shown. */
const shown = 256

const summary = (text: string) => ({
  omitted: Buffer.byteLength(text),
  sha256: new Bun.CryptoHasher('sha256').update(text).digest('hex'),
  head: text.slice(0, shown).toWellFormed(),
})

/**
 * A value as the record holds it: a text of more than 64 KiB, such as the contents of a file, gives way to its size in
 * bytes, its SHA-256 and its beginning. What runs, undoes or approves the call has the text itself.
 */
export const withoutLongTexts = (value: unknown): unknown => {
  if (typeof value === 'string') return value.length > longest ? summary(value) : value
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(withoutLongTexts)
  const copy: Record<string, unknown> = { ...value }
  for (const key in copy) copy[key] = withoutLongTexts(copy[key])
  return copy
}
