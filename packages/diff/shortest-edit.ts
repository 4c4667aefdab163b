/** One step from the old sequence to the new one. */
export type Edit = 'same' | 'removed' | 'added'

/**
 * The most differences that are searched for a shortest script. Memory grows with the square: 2,000 keep about 16 MB
 * for a moment.
 */
const mostDifferences = 2000

const wholesale = (a: Int32Array, b: Int32Array): Edit[] => [
  ...Array.from(a, (): Edit => 'removed'),
  ...Array.from(b, (): Edit => 'added'),
]

/**
 * A shortest script of removals and additions that turns `a` into `b`: the greedy algorithm of E. Myers, "An O(ND)
 * Difference Algorithm and Its Variations" (Algorithmica 1, 1986), with removals before additions where both would do.
 *
 * Above 2,000 differences everything is removed and added.
 */
export const shortestEdit = (a: Int32Array, b: Int32Array): Edit[] => {
  if (a.length === 0 || b.length === 0) return wholesale(a, b)
  const limit = Math.min(a.length + b.length, mostDifferences)
  const trace: Int32Array[] = []
  // Indexed by diagonal k + limit + 1, so that k - 1 and k + 1 are always inside.
  const furthest = new Int32Array(2 * limit + 3)
  const centre = limit + 1

  for (let d = 0; d <= limit; d++) {
    for (let k = -d; k <= d; k += 2) {
      const below = furthest[centre + k + 1] ?? 0
      const left = furthest[centre + k - 1] ?? 0
      let x = k === -d || (k !== d && left < below) ? below : left + 1
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++
      furthest[centre + k] = x
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, [...trace], d)
    }
    trace.push(furthest.slice(centre - d - 1, centre + d + 2))
  }
  return wholesale(a, b)
}

/** Follows the furthest points of every round back from the end to the start. */
const walkBack = (a: Int32Array, b: Int32Array, trace: readonly Int32Array[], rounds: number): Edit[] => {
  const script: Edit[] = []
  let x = a.length
  let y = b.length
  for (let d = rounds; d > 0; d--) {
    const round = trace[d - 1] ?? new Int32Array(0)
    // The slice of round d - 1 starts at diagonal -d.
    const at = (k: number): number => round[k + d] ?? 0
    const k = x - y
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1))
    const from = down ? k + 1 : k - 1
    const fromX = at(from)
    // The round made one step from there, then ran along the diagonal for as long as the lines were equal.
    const landed = down ? fromX : fromX + 1
    for (; x > landed; x--) script.push('same')
    script.push(down ? 'added' : 'removed')
    x = fromX
    y = fromX - from
  }
  for (; x > 0; x--) script.push('same')
  return script.reverse()
}
