import { type ErrorData, exits } from '@nimbus/kernel'

/** The first wait, and the longest, in milliseconds. */
const first = 500
const longest = 30_000

/** How long to wait before another try: anything up to a bound that doubles ("full jitter"), so that many do not come at once. */
export const waitBefore = (tried: number, random: () => number): number =>
  Math.round(random() * Math.min(longest, first * 2 ** (tried - 1)))

/** What no other try makes better: a defect, or a result that does not fit although the work was done. */
const final = new Set([
  'unexpected',
  'effect-exceeded',
  'invalid-output',
  'not-achieved',
  'not-asserted',
  'irreversible',
])

/** Whether the same call may succeed a moment later. What is refused, invalid, missing or cancelled stays so. */
export const mayPass = ({ exit, code }: ErrorData): boolean => exit === exits.failed && !final.has(code)
