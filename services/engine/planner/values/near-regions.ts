import { editsBetween } from '../words/spelling.ts'
import { regionCodes } from './regions.ts'

/** The most letters in which a mistyped region differs from the one that is meant. */
const most = 2

const digitsOf = (text: string): string => text.replace(/\D/g, '')

/**
 * The region that a mistyped code most likely is: `eu-westt-1`. Another number is another region, and no slip; where two
 * regions are as near, nobody knows which.
 */
export const nearRegion = (text: string): string | undefined => {
  const said = text.toLowerCase()
  if (!/^[a-z]{2,3}-[a-z-]{3,}\d$/.test(said)) return undefined
  const near = regionCodes
    .filter((code) => digitsOf(code) === digitsOf(said))
    .map((code) => ({ code, edits: editsBetween(said, code) }))
    .filter(({ edits }) => edits <= most)
    .toSorted((one, other) => one.edits - other.edits)
  const [first, second] = near
  return first && first.edits < (second?.edits ?? most + 1) ? first.code : undefined
}
