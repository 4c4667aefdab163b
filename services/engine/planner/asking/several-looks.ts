import type { Choice } from '../choosing/choose.ts'
import type { Frame, Problem } from '../choosing/frame.ts'
import { isContent } from '../tokens/request-tokens.ts'
import { textOf } from '../tokens/token.ts'

/** How much worse another look may fit, and how much less it may explain, to be meant as well. */
const near = { fit: 0.12, explained: 0.1 }

/** Asks what is to be looked at where only a thing was named, and nobody said what is wanted of it. */
export const severalLooks = (choice: Choice, frame: Frame): Problem | undefined => {
  const read = [...choice.readings.values()].flat()
  const unsaid = frame.tokens.every(
    (token, at) => !isContent(token) || read.some(({ from, to }) => from <= at && at < to),
  )
  const alike = frame.near.filter(
    ({ fit, explained, subject: { effect } }) =>
      fit > choice.fit - near.fit && effect === 'read' && explained > choice.explained - near.explained,
  )
  if (!unsaid || alike.length < 2 || !frame.tokens.some(isContent)) return undefined
  if (choice.subject.effect !== 'read' || choice.ranked.named || choice.ranked.recall >= 0.95) return undefined
  return {
    question: `What do you want to know of "${textOf(frame.tokens)}"? Several things can be looked at`,
    candidates: alike.map((each) => `${each.subject.id}: ${each.subject.summary}`),
  }
}
