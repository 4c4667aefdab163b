/** A text that is being written, with the place of the cursor, in UTF-16 units. */
export interface Editor {
  text: string
  at: number
}

/** Nothing written. */
export const empty: Editor = { text: '', at: 0 }

/** A text with the cursor at its end. */
export const written = (text: string): Editor => ({ text, at: text.length })

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The length of the last thing that a person sees as one character. */
const lastLength = (text: string): number => [...segments.segment(text)].at(-1)?.segment.length ?? 0
const firstLength = (text: string): number => [...segments.segment(text)][0]?.segment.length ?? 0

/** Ways to move the cursor. */
export type Move = 'left' | 'right' | 'start' | 'end' | 'up' | 'down' | 'word-left' | 'word-right'

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1
const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

const vertical = ({ text, at }: Editor, move: 'up' | 'down'): number => {
  const start = lineStart(text, at)
  const column = at - start
  if (move === 'up') return start === 0 ? at : Math.min(lineStart(text, start - 1) + column, start - 1)
  const end = lineEnd(text, at)
  return end === text.length ? at : Math.min(end + 1 + column, lineEnd(text, end + 1))
}

const wordLeft = (text: string): number => text.length - (/\w+\W*$|\W+$/.exec(text)?.[0].length ?? 0)
const wordRight = (text: string): number => /^\W*\w+|^\W+/.exec(text)?.[0].length ?? 0

const target = (editor: Editor, move: Move): number => {
  const { text, at } = editor
  switch (move) {
    case 'left':
      return at - lastLength(text.slice(0, at))
    case 'right':
      return at + firstLength(text.slice(at))
    case 'start':
      return lineStart(text, at)
    case 'end':
      return lineEnd(text, at)
    case 'word-left':
      return wordLeft(text.slice(0, at))
    case 'word-right':
      return at + wordRight(text.slice(at))
    default:
      return vertical(editor, move)
  }
}

/** The text with the cursor elsewhere. */
export const moved = (editor: Editor, move: Move): Editor => ({ text: editor.text, at: target(editor, move) })

/** The text with more of it at the cursor. Line ends of other systems become those of a terminal. */
export const inserted = ({ text, at }: Editor, more: string): Editor => {
  const clean = more.replaceAll(/\r\n?/g, '\n')
  return { text: text.slice(0, at) + clean + text.slice(at), at: at + clean.length }
}

/** The text without what lies between the cursor and where a move would lead. */
export const removed = (editor: Editor, move: Move): Editor => {
  const to = target(editor, move)
  const [from, until] = to < editor.at ? [to, editor.at] : [editor.at, to]
  return { text: editor.text.slice(0, from) + editor.text.slice(until), at: from }
}
