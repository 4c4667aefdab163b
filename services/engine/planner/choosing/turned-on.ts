import { lightWords } from '../words/light-words.ts'
import { fill } from './fill.ts'
import type { Judged, Scene } from './judge.ts'
import type { Open } from './open.ts'

/** Whether a segment that orders nothing only turns something on or off of what was ordered: `, for this project`. */
export const turnsOn = ({ tokens, stance, stands }: Judged, { head }: Open, scene: Scene): boolean => {
  const [known] = head.choices
  if (!known || stands || stance === 'told' || stance === 'negated') return false
  const { readings, leftover } = fill(known.subject, { ...scene, tokens })
  const isSwitch = (name: string): boolean => known.subject.fields.find((each) => each.name === name)?.kind === 'switch'
  return readings.size > 0 && [...readings.keys()].every(isSwitch) && leftover.every(({ stem }) => lightWords.has(stem))
}
