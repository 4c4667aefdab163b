import type { Choice } from '../choosing/choose.ts'
import { fill } from '../choosing/fill.ts'
import type { Judged, Scene } from '../choosing/judge.ts'
import { isContent } from '../tokens/request-tokens.ts'

/** With what somebody who was asked is given something besides: `and give it diagram.png`, `and attach a.png`. */
const handing =
  /^(?:and |also )*(?:(?:give|show|hand|send|pass|feed)(?: along| over)? (?:it|him|her|them|that)|(?:give|hand|send|pass) (?:along|over)|attach|include|enclose)\b/

/** Whether a part hands a file to whoever was asked before, which is no look at that file. */
export const isHandedOver = ({ tokens, joint, item }: Judged, { subject, readings }: Choice, scene: Scene): boolean => {
  if (item || joint === 'then' || !handing.test(tokens.map(({ word }) => word).join(' '))) return false
  const asked = subject.fields.some(({ name, kind }) => ['model', 'agent', 'tool'].includes(kind) && readings.has(name))
  const given = [...fill(subject, { ...scene, tokens }).readings.keys()]
  return asked && given.length > 0 && given.every((name) => name === 'image' || name === 'context')
}

/** Whether a part is nothing but the verb of what was asked before: `did I break the settings? please validate`. */
export const isVerbAgain = ({ tokens, item, joint }: Judged, { subject }: Choice): boolean => {
  const [verb, ...more] = tokens.filter(isContent)
  return (
    !item &&
    joint !== 'then' &&
    subject.effect === 'read' &&
    verb?.kind === 'word' &&
    more.length === 0 &&
    subject.id.endsWith(`-${verb.word}`)
  )
}
