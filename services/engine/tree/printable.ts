import { visibleName } from '@nimbus/view'

/** The most characters of a name that are kept; longer ones say nothing to a person. */
const longest = 200

/** A name that somebody else chose, so that it can be shown: what cannot be seen is written as an escape. */
export const printable = (name: string): string => {
  const seen = visibleName(name)
  return seen.length > longest ? `${seen.slice(0, longest)}…` : seen
}
