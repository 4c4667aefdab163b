import { isCurb } from '../clauses/clauses.ts'
import { fill } from './fill.ts'
import type { Judged, Scene } from './judge.ts'

/** An order that more may be said of, with what was said of it so far. */
export interface Open {
  head: Judged
  parts: Judged[]
}

/** Whether what is turned down only limits what was ordered: `do not contact anybody` is a way to do it. */
export const isBinding = (segment: Judged, { head }: Open, scene: Scene): boolean => {
  const [known] = head.choices
  if (!known) return false
  const { readings } = fill(known.subject, { ...scene, tokens: segment.tokens })
  // A value that begins with the very negation is said by it: `don't touch it if it exists`.
  return [...readings].some(([name, found]) => {
    const kind = known.subject.fields.find((field) => field.name === name)?.kind
    return kind === 'switch' ? found.length > 0 : kind === 'choice' && found.some(({ from }) => from === 0)
  })
}

/** Whether a part gives an argument of what was ordered. */
export const adds = (segment: Judged, open: Open, scene: Scene): boolean => {
  const [known] = open.head.choices
  if (!known) return false
  const found = [...fill(known.subject, { ...scene, tokens: segment.tokens }).readings.values()].flat()
  // A question ahead of an order only happens to speak of what a file is called: `how far is the login? List …`.
  const asked = segment.asks && segment.from < open.head.from && !segment.stands
  return found.some(({ exact }) => exact || !asked)
}

/** Whether a part turns down what the order itself might do. */
export const curbs = (
  part: Judged,
  {
    head: {
      choices: [known],
    },
  }: Open,
  scene: Scene,
): boolean => known !== undefined && isCurb(part, known, scene)
