import type { Outcome } from './outcome.ts'

/** Parts that one request may have: nobody reads a plan of more. */
const mostSegments = 80

/** Refuses a request of more parts than anybody would read a plan of. */
export const tooLong = (parts: number): Outcome | undefined =>
  parts <= mostSegments
    ? undefined
    : {
        kind: 'refuse',
        reason: `The request has ${parts} parts, and at most ${mostSegments} are planned at once: say it in several requests`,
        nearest: [],
        understood: [],
        assumed: [],
        ignored: [],
      }
