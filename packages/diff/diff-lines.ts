import { type Edit, shortestEdit } from './shortest-edit.ts'

/** One line of a comparison. `text` keeps its line break, so that the last line may lack one. */
export interface DiffLine {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** A text as lines that keep their line breaks; an empty text has none. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** Lines as numbers, equal lines alike: comparing numbers is what makes long files quick. */
const numbered = (before: readonly string[], after: readonly string[]): [Int32Array, Int32Array] => {
  const known = new Map<string, number>()
  const number = (line: string): number => {
    const found = known.get(line)
    if (found !== undefined) return found
    known.set(line, known.size)
    return known.size - 1
  }
  return [Int32Array.from(before, number), Int32Array.from(after, number)]
}

const commonStart = (a: Int32Array, b: Int32Array): number => {
  const most = Math.min(a.length, b.length)
  let i = 0
  while (i < most && a[i] === b[i]) i++
  return i
}

const commonEnd = (a: Int32Array, b: Int32Array, start: number): number => {
  const most = Math.min(a.length, b.length) - start
  let i = 0
  while (i < most && a[a.length - 1 - i] === b[b.length - 1 - i]) i++
  return i
}

/**
 * Compares two texts line by line.
 *
 * Gives every line of both in order. The script is a shortest one, unless the texts differ in more than some
 * thousand lines: then the whole differing middle is given as removed and added, which is correct and not short.
 */
export const diffLines = (before: string, after: string): DiffLine[] => {
  const old = linesOf(before)
  const fresh = linesOf(after)
  const [a, b] = numbered(old, fresh)
  const start = commonStart(a, b)
  const end = commonEnd(a, b, start)
  const middle: Edit[] = shortestEdit(a.subarray(start, a.length - end), b.subarray(start, b.length - end))

  const result: DiffLine[] = old.slice(0, start).map((text) => ({ kind: 'same', text }))
  let i = start
  let j = start
  for (const kind of middle) {
    result.push({ kind, text: (kind === 'added' ? fresh[j] : old[i]) ?? '' })
    if (kind !== 'added') i++
    if (kind !== 'removed') j++
  }
  for (const text of old.slice(old.length - end)) if (end > 0) result.push({ kind: 'same', text })
  return result
}
