import type { Ports } from '@nimbus/kernel'

/** From this many marks on every session counts as marked: forgetting one would loosen what is asked. */
const most = 100_000

/** Remembers which sessions have read text that others wrote. Sessions live in one process, and so do their marks. */
export const createTaints = (): Ports['taints'] => {
  const marks = new Set<string>()
  return {
    marked: (session) => marks.has(session) || marks.size >= most,
    mark(session) {
      if (marks.size < most) marks.add(session)
    },
  }
}
