/** Lines of context around a change. */
const context = 3

type Edit = { readonly kind: ' ' | '-' | '+'; readonly line: string }

/**
 * Gives a unified diff from one text to another, empty when they are equal.
 *
 * Finds a shortest edit script (E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986); generated files
 * have a few hundred lines, so the quadratic worst case does not matter.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return ''
  const edits = editScript(linesOf(before), linesOf(after))
  return [`--- a/${path}`, `+++ b/${path}`, ...hunks(edits)].join('\n')
}

function linesOf(text: string) {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

function editScript(before: readonly string[], after: readonly string[]): Edit[] {
  const furthest = new Map<number, number>([[1, 0]])
  const trace: Map<number, number>[] = []
  for (let distance = 0; ; distance++) {
    trace.push(new Map(furthest))
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let x = startOf(furthest, diagonal, distance)
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++
      furthest.set(diagonal, x)
      if (x >= before.length && x - diagonal >= after.length) return walkBack(trace, before, after)
    }
  }
}

function startOf(furthest: ReadonlyMap<number, number>, diagonal: number, distance: number) {
  const below = furthest.get(diagonal - 1) ?? -1
  const above = furthest.get(diagonal + 1) ?? -1
  return diagonal === -distance || (diagonal !== distance && below < above) ? above : below + 1
}

function walkBack(trace: readonly Map<number, number>[], before: readonly string[], after: readonly string[]): Edit[] {
  const edits: Edit[] = []
  let x = before.length
  let y = after.length
  for (let distance = trace.length - 1; distance >= 0; distance--) {
    const furthest = trace[distance] ?? new Map<number, number>()
    const diagonal = x - y
    const insertion =
      diagonal === -distance ||
      (diagonal !== distance && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1))
    const previous = insertion ? diagonal + 1 : diagonal - 1
    const startX = distance === 0 ? 0 : (furthest.get(previous) ?? 0)
    const startY = distance === 0 ? 0 : startX - previous
    while (x > startX && y > startY) {
      edits.push({ kind: ' ', line: before[x - 1] ?? '' })
      x--
      y--
    }
    if (distance === 0) break
    edits.push(insertion ? { kind: '+', line: after[y - 1] ?? '' } : { kind: '-', line: before[x - 1] ?? '' })
    x = startX
    y = startY
  }
  return edits.reverse()
}

function hunks(edits: readonly Edit[]): string[] {
  const lines: string[] = []
  let index = 0
  while (index < edits.length) {
    const change = edits.findIndex(({ kind }, at) => at >= index && kind !== ' ')
    if (change < 0) break
    const start = Math.max(index, change - context)
    let end = change
    let quiet = 0
    while (end < edits.length && quiet <= context * 2) {
      quiet = edits[end]?.kind === ' ' ? quiet + 1 : 0
      end++
    }
    end -= Math.max(0, quiet - context)
    const hunk = edits.slice(start, end)
    const ahead = edits.slice(0, start)
    const count = (of: readonly Edit[], absent: Edit['kind']) => of.filter(({ kind }) => kind !== absent).length
    const place = (absent: Edit['kind']) => {
      const length = count(hunk, absent)
      return `${count(ahead, absent) + (length > 0 ? 1 : 0)},${length}`
    }
    lines.push(`@@ -${place('+')} +${place('-')} @@`, ...hunk.map(({ kind, line }) => `${kind}${line}`))
    index = end
  }
  return lines
}
