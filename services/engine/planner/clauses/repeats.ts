import { fill } from '../choosing/fill.ts'
import { type Judged, leadOf, type Scene } from '../choosing/judge.ts'

/** Words with which the same is ordered once more. */
const again = /^(?:again|also|another|twice|too|second|other|as|once)$/

/** Whether a part comes to the operation that was ordered before, in other words, and names nothing else for it. */
export const saysAgain = (segment: Judged, head: Judged, scene: Scene): boolean => {
  const [best] = segment.choices
  const [known] = head.choices
  if (!best || best.subject !== known?.subject || segment.joint === 'then' || segment.item) return false
  if (segment.stance === 'negated' || segment.tokens.some(({ word }) => again.test(word))) return false
  const lead = ({ tokens }: Judged) => tokens[leadOf(tokens, scene)]?.word
  const differs = [...best.readings].some(([name, found]) => {
    const before = known.readings.get(name)?.map(({ value }) => value)
    return before !== undefined && found.some(({ value }) => !before.includes(value))
  })
  // A question of its own narrows something else than what was asked before.
  const narrows =
    segment.stance === 'question' &&
    best.subject.fields.some(
      ({ name, kind, required }) =>
        !required && kind !== 'file' && best.readings.has(name) && !known.readings.has(name),
    )
  return !differs && !narrows && lead(segment) !== lead(head)
}

/** Whether a part names nothing for an order that was not named there: `we have it in the wiki already`. */
export const repeatsOnly = ({ tokens }: Judged, head: Judged, scene: Scene): boolean => {
  const [known] = head.choices
  if (!known) return false
  return [...fill(known.subject, { ...scene, tokens }).readings].every(([name, found]) => {
    const said = known.readings.get(name)
    return (
      said !== undefined &&
      found.every(({ value, absent, several }) => absent || several || said.some((each) => each.value === value))
    )
  })
}
