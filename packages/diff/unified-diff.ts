import { type DiffLine, diffLines } from './diff-lines.ts'

/** How a unified diff is printed. */
export interface UnifiedOptions {
  /** The name after `---`; `/dev/null` for a file that is new. */
  from: string
  /** The name after `+++`. */
  to: string
  /** Equal lines around every change. Default 3. */
  context?: number
  /** Lines of output after which the rest is counted and left out. Default: all. */
  mostLines?: number
}

interface Hunk {
  /** Index of its first line in the comparison, and one past its last. */
  start: number
  end: number
}

const hunksOf = (lines: readonly DiffLine[], context: number): Hunk[] => {
  const hunks: Hunk[] = []
  lines.forEach(({ kind }, i) => {
    if (kind === 'same') return
    const start = Math.max(0, i - context)
    const end = Math.min(lines.length, i + context + 1)
    const last = hunks.at(-1)
    if (last && start <= last.end) last.end = end
    else hunks.push({ start, end })
  })
  return hunks
}

const marks: Record<DiffLine['kind'], string> = { same: ' ', removed: '-', added: '+' }

const printed = ({ kind, text }: DiffLine): string[] =>
  text.endsWith('\n') ? [marks[kind] + text.slice(0, -1)] : [marks[kind] + text, '\\ No newline at end of file']

// GNU diff counts an empty side from the line before it.
const range = (before: number, count: number): string => {
  const start = count === 0 ? before : before + 1
  return count === 1 ? String(start) : `${start},${count}`
}

const count = (lines: readonly DiffLine[], not: DiffLine['kind']): number =>
  lines.reduce((sum, { kind }) => (kind === not ? sum : sum + 1), 0)

/**
 * The difference of two texts in the unified format of GNU diff (GNU diffutils manual, "Detailed Description of
 * Unified Format"), ending in a line break; empty when they are equal.
 */
export const unifiedDiff = (before: string, after: string, options: UnifiedOptions): string => {
  if (before === after) return ''
  const lines = diffLines(before, after)
  const output = [`--- ${options.from}`, `+++ ${options.to}`]
  let oldLine = 0
  let newLine = 0
  let at = 0
  for (const { start, end } of hunksOf(lines, options.context ?? 3)) {
    const skipped = start - at
    const hunk = lines.slice(start, end)
    const [removed, added] = [count(hunk, 'added'), count(hunk, 'removed')]
    oldLine += skipped
    newLine += skipped
    output.push(`@@ -${range(oldLine, removed)} +${range(newLine, added)} @@`)
    for (const line of hunk) output.push(...printed(line))
    oldLine += removed
    newLine += added
    at = end
  }
  const most = options.mostLines ?? output.length
  const left = output.length - most
  return `${(left > 0 ? [...output.slice(0, most), `… ${left} more lines`] : output).join('\n')}\n`
}
