import { isValue } from './features.ts'

/** A piece of what was said, as the words around it see it: what it counts as, and how it was written. */
export interface Piece {
  feature: string
  text: string
}

/** What begins the feature of a mark. */
const mark = 'M'

/** A mark as a piece. */
export const markPiece = (text: string): Piece => ({ feature: `${mark}${text}`, text })

/** Words behind which a phrase begins that may accompany a wish, or limit it. */
const leading = new Set(
  'for befor after with in on at to from of by as becaus sinc so until while whil if when that which who into under without like than about'.split(
    ' ',
  ),
)

/** How far back a word is looked for that leads a phrase. */
const reach = 6

const isMark = (piece: Piece | undefined): boolean => piece?.feature.startsWith(mark) ?? true

/**
 * What tells how a piece stands to what is wanted: the pieces around it, the clause that it stands in, and the word that
 * leads its phrase.
 */
export const contextOf = (pieces: readonly Piece[], at: number, operation: string): readonly string[] => {
  const said = (place: number): string => pieces[place]?.feature ?? (place < 0 ? '^' : '$')
  // Any value is as good as another.
  const kind = (place: number): string => (isValue(said(place)) ? '<>' : said(place))
  const ending = (place: number): string =>
    isValue(said(place)) ? '<>' : (pieces[place]?.text.toLowerCase().slice(-3) ?? '-')
  let from = at
  while (!isMark(pieces[from - 1])) from--
  let last = at
  while (!isMark(pieces[last + 1])) last++
  const features = [-3, -2, -1, 0, 1, 2, 3].map((step) => `${step}:${said(at + step)}`)
  features.push(
    `a${kind(at - 1)}|${said(at)}`,
    `b${said(at)}|${kind(at + 1)}`,
    `c${kind(at - 2)}|${kind(at - 1)}`,
    `d${kind(at + 1)}|${kind(at + 2)}`,
    `e${ending(at)}`,
    `e-${ending(at - 1)}`,
    `e+${ending(at + 1)}`,
    `f${said(from)}`,
    `g${said(from)}|${kind(from + 1)}`,
    `h${said(last)}`,
    from === 0 ? 'leads' : 'follows',
    last === pieces.length - 1 ? 'ends' : 'goes on',
    `long${Math.min(last - from, 8)}`,
    `m${said(from - 1)}`,
    `n${said(last + 1)}`,
    `o${operation}|${said(at)}`,
  )
  for (let place = at - 1; place >= from && place > at - reach; place--) {
    if (!leading.has(said(place))) continue
    features.push(`p${said(place)}`, `q${said(place)}|${at - place}`, `r${said(place)}|${kind(place - 1)}`)
    break
  }
  return features
}
