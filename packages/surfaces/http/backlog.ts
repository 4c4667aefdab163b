/** How far a reader may be behind. */
export interface Backlog {
  /** What may wait: bytes of a stream, characters of a socket. */
  most: number
  /** So long, in milliseconds, more may wait, and then has to become less. */
  patienceMs: number
}

/** 8 Mi, and two seconds for what is more. */
export const defaultBacklog: Backlog = { most: 8 * 1024 * 1024, patienceMs: 2_000 }

/**
 * Tells whether a reader is too slow, before each text that is written for it: `waiting` is what it has not taken yet,
 * `size` the text.
 *
 * What is written in one turn of the event loop nobody can take meanwhile. So it is not the amount that tells, but that
 * more than may wait does not become less: no less than the most of the time before. A reader that catches up is left
 * alone, however large the burst was; one that never does costs what is written in one span of patience.
 */
export const createPatience = ({ most, patienceMs }: Backlog, now: () => number = () => performance.now()) => {
  let before = Number.POSITIVE_INFINITY
  let span: { from: number; peak: number } | undefined
  return (waiting: number, size: number): boolean => {
    if (waiting <= most) {
      before = Number.POSITIVE_INFINITY
      span = undefined
      return false
    }
    const time = now()
    if (span && time - span.from >= patienceMs) {
      before = span.peak
      span = undefined
    }
    span ??= { from: time, peak: 0 }
    span.peak = Math.max(span.peak, waiting + size)
    return waiting >= before
  }
}
