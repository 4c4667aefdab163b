import { visible } from '@nimbus/view'

/** The longest text of one call that a model is given, in characters. */
const longest = 24_000

/** A name for the fences of one turn that no text can know beforehand. */
export const newMark = (): string => crypto.randomUUID().slice(0, 8)

/**
 * What a call gave, marked as data. The mark is new in every turn, so that no text can close the fence and go on as
 * somebody else; a text that is too long is cut, and says so.
 */
export const fenced = (source: string, text: string, mark: string): string => {
  // Half a pair is refused by providers, in this turn and in every one after it.
  const seen = visible(text).replaceAll(mark, '-').toWellFormed()
  const cut =
    seen.length > longest
      ? `${seen.slice(0, longest).toWellFormed()}\n(cut: ${seen.length - longest} more characters; ask for less at a time)`
      : seen
  return `<data-${mark} from="${source}">\n${cut}\n</data-${mark}>`
}
