import { tokenConcept } from '../tokens/request-tokens.ts'
import { lightWords } from '../words/light-words.ts'
import { choose } from './choose.ts'
import { beginsWithOrder, type Judged, leadOf, type Scene } from './judge.ts'

/** An order with a part that goes on in it, looked at as one. */
export const completed = (segment: Judged, head: Judged, scene: Scene): Judged => {
  const tokens = [...head.tokens, ...segment.tokens]
  return {
    ...head,
    tokens,
    spoken: tokens,
    replaced: undefined,
    to: segment.to,
    choices: choose({ ...scene, tokens }, head.stance),
  }
}

/** Whether only both parts together are an order, cut where they name two things: `put a and b in the stage`. */
export const completes = (segment: Judged, head: Judged, scene: Scene): boolean => {
  const [known] = head.choices
  const [best] = segment.choices
  if (!known || !best || segment.joint !== 'weak' || segment.stance !== 'order' || segment.item) return false
  if (best.subject === known.subject || beginsWithOrder(segment.tokens, scene)) return false
  const lead = head.tokens[leadOf(head.tokens, scene)]
  if (lead && known.leftover.length === 0 && known.subject.openers.has(tokenConcept(lead))) return false
  const [both] = completed(segment, head, scene).choices
  return (
    both !== undefined &&
    both.subject === best.subject &&
    both.fit > 0.75 &&
    both.leftover.every(({ stem }) => lightWords.has(stem)) &&
    (!lead || both.subject.openers.has(tokenConcept(lead)) || !beginsWithOrder(head.tokens, scene))
  )
}
