import { lightWords } from '../words/light-words.ts'
import { fill } from './fill.ts'
import type { Judged, Scene } from './judge.ts'
import type { Open } from './open.ts'

/** Whether a segment that orders nothing only turns something on or off of what was ordered: `, for this project`. */
export const turnsOn = ({ tokens, stance, stands }: Judged, { head }: Open, scene: Scene): boolean => {
  const [known] = head.choices
  // What is all that is wanted of it is no look of its own: `diff main, just the list of files`.
  const narrows = /^(?:just|only)$/.test(tokens[0]?.word ?? '')
  if (!known || (stands && !narrows) || stance === 'told' || stance === 'negated') return false
  const { readings, leftover } = fill(known.subject, { ...scene, tokens })
  const isSwitch = (name: string): boolean => {
    const field = known.subject.fields.find((each) => each.name === name)
    return field?.kind === 'switch' || (narrows && field !== undefined && field.values.length > 0)
  }
  return readings.size > 0 && [...readings.keys()].every(isSwitch) && leftover.every(({ stem }) => lightWords.has(stem))
}
