/** The longest text of one call that a model is given, in characters. */
const longest = 24_000

// What a reader does not see and a model does: controls, direction marks, invisible spaces, letters and operators, tags
// and variation selectors (https://www.unicode.org/reports/tr36, and https://trojansource.codes for the direction marks).
// Joiners and the selectors of emoji mean something to a reader.
const unseen =
  /[^\P{Cc}\n\t]|(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}|[\u2028\u2029\ufff9-\ufffb]/gu

/** A text with everything invisible written out, so that a person and a model read the same. */
export const visible = (text: string): string =>
  text.replace(unseen, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)

/** A name for the fences of one turn that no text can know beforehand. */
export const newMark = (): string => crypto.randomUUID().slice(0, 8)

/**
 * What a call gave, marked as data. The mark is new in every turn, so that no text can close the fence and go on as
 * somebody else; a text that is too long is cut, and says so.
 */
export const fenced = (source: string, text: string, mark: string): string => {
  const seen = visible(text).replaceAll(mark, '-')
  const cut =
    seen.length > longest
      ? `${seen.slice(0, longest)}\n(cut: ${seen.length - longest} more characters; ask for less at a time)`
      : seen
  return `<data-${mark} from="${source}">\n${cut}\n</data-${mark}>`
}
