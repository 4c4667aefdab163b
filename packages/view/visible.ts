// What does something to a terminal, a reader or a model instead of being seen: controls, direction marks, invisible
// spaces, letters and operators, tags and variation selectors (https://www.unicode.org/reports/tr36, and
// https://trojansource.codes for the direction marks).
const unseen = /[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu

/** What means something in running text all the same: line breaks, tabs, joiners and the selectors of emoji. */
const meant: ReadonlySet<string> = new Set(['\n', '\t', '\u200c', '\u200d', '\ufe0e', '\ufe0f'])

const written = (char: string): string => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`

/** A text of others with everything invisible written out: it is shown, not obeyed, and everybody reads the same. */
export const visible = (text: string): string =>
  text.replace(unseen, (char) => (meant.has(char) ? char : written(char)))

/** The same for a name, in which nothing invisible has a meaning. It is one line. */
export const visibleName = (name: string): string => name.replace(unseen, written)
