import type { Node } from './graph.ts'
import { inOrder } from './graph.ts'

/** What comes before what in a plan, kept up to date while edges are added. */
export interface Reach {
  /** Steps in the order in which they run one at a time. */
  order: readonly string[]
  /** Whether one step is sure to be done when another begins. */
  isBefore(first: string, second: string): boolean
  /** Adds what must come before a step; the step itself must come later in the order. */
  put(first: string, second: string): void
}

/** Works out what comes before what. Steps of a cycle are left out. */
export const reachOf = (steps: readonly Node[]): Reach => {
  const ordered = inOrder(steps)
  const place = new Map(ordered.map(({ id }, i) => [id, i]))
  const rows = ordered.map(() => new Uint8Array(ordered.length))
  const put = (first: string, second: string) => {
    const [from, to] = [place.get(first), place.get(second)]
    const row = rows[to ?? -1]
    if (from === undefined || !row) return
    row[from] = 1
    rows[from]?.forEach((set, i) => {
      if (set) row[i] = 1
    })
  }
  for (const { id, dependsOn } of ordered) for (const each of dependsOn) put(each, id)
  return {
    order: ordered.map(({ id }) => id),
    isBefore: (first, second) => rows[place.get(second) ?? -1]?.[place.get(first) ?? -1] === 1,
    put,
  }
}
