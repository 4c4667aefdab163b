import type { Diagnostic, Position, Range } from './tree.ts'

/** A text with what is needed to name places in it. */
export type SourceText = {
  readonly file: string
  readonly text: string
  position(offset: number): Position
  range(start: number, end: number): Range
  problem(message: string, start: number, end: number): Diagnostic
}

/** Indexes a text's lines once, so that each position is a binary search. */
export function sourceText(text: string, file: string): SourceText {
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1)

  const position = (offset: number): Position => {
    let low = 0
    let high = lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((lineStarts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1, offset }
  }
  const range = (start: number, end: number): Range => ({ start: position(start), end: position(end) })
  return {
    file,
    text,
    position,
    range,
    problem: (message, start, end) => ({ file, message, range: range(start, end) }),
  }
}

/** Gives the source of a stretch of text, and its place. */
export function origin({ start, end }: { start: number; end: number }, source: SourceText) {
  return { text: source.text.slice(start, end), range: source.range(start, end) }
}
