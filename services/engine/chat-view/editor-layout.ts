import type { Editor } from './editor.ts'
import { shown } from './shown.ts'

/** A text as rows of a terminal, with the place of the cursor, both counted from 0. */
export interface Layout {
  rows: readonly string[]
  x: number
  y: number
}

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * Lays a text out after a mark: every line begins below the end of the mark, and one that is too long goes on below. Of a
 * text with more rows than may be shown those around the cursor are. What is said is shown, also what a paste brought
 * along unseen.
 */
export const layOut = ({ text, at }: Editor, mark: string, width: number, most: number): Layout => {
  const indent = ' '.repeat(Math.min(Bun.stringWidth(mark), Math.floor(width / 2)))
  const rows: string[] = [mark]
  let x = Bun.stringWidth(mark)
  let column = x
  let y = 0
  const begin = () => {
    rows.push(indent)
    column = indent.length
  }
  let place = 0
  for (const { segment } of segments.segment(text)) {
    const text = shown(segment)
    const wide = Bun.stringWidth(text)
    if (segment !== '\n' && column + wide > width) begin()
    if (place <= at) {
      x = column
      y = rows.length - 1
    }
    place += segment.length
    if (segment === '\n') begin()
    else {
      rows[rows.length - 1] += text
      column += wide
    }
  }
  if (at >= place) {
    x = column
    y = rows.length - 1
  }
  const first = Math.max(0, Math.min(y - Math.floor(most / 2), rows.length - most))
  return { rows: rows.slice(first, first + most), x, y: y - first }
}
