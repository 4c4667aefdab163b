/**
 * Characters that do something to a terminal or to the order of text instead of being seen: controls, and the
 * bidirectional and invisible ones (Unicode 15.0, general categories Cc, Cf, Zl, Zp).
 */
const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** The most characters of a name that are kept; longer ones say nothing to a person. */
const longest = 200

/** A name that somebody else chose, so that it can be shown: what cannot be seen is written as an escape. */
export const printable = (name: string): string => {
  const seen = name.replace(unseen, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`)
  return seen.length > longest ? `${seen.slice(0, longest)}…` : seen
}
