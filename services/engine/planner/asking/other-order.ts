import type { Choice } from '../choosing/choose.ts'
import { leadOf, type Scene } from '../choosing/judge.ts'
import { isOrderVerb, isParticiple } from '../clauses/looking.ts'
import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { lightWords } from '../words/light-words.ts'
import { editsBetween } from '../words/spelling.ts'
import { generalVerbs, lookVerbs } from '../words/verbs.ts'
import { deleting } from './deletions.ts'

/** What stands behind a verb that has an object: `rerun the …`, `blame me my …`, `rerun over …`. */
const objectBegins =
  /^(?:the|a|an|my|our|your|this|that|these|those|all|every|each|both|me|us|it|them|what|please|through|over|up|out)$/

/** Behind these a noun stands, whatever else it is: `the release is waiting`. */
const nounBegins = /^(?:the|a|an|my|our|your|his|her|their|this|that|these|those|no|any|some|last|next)$/

/** With these something that is only looked at is handed on, and the look is what there is to do: `attach the report`. */
const handsOn = /^(?:attach|paste)$/

/** Whether a word that no operation knows stands where people put the verb of an order. */
const standsAsVerb = (at: number, tokens: readonly Token[]): boolean => {
  const next = tokens[at + 1]
  return (
    !tokens.slice(0, at).some(isContent) &&
    !isParticiple(tokens[at]?.word ?? '') &&
    (objectBegins.test(next?.word ?? '') || ['path', 'record', 'address', 'sha'].includes(next?.kind ?? 'mark'))
  )
}

/** Whether somebody is to wait for something, which is no look at what waits: `wait for approval`. */
const ordersWaiting = (tokens: readonly Token[]): boolean =>
  /^(?:(?:and|then|now|just|please|pls) )*wait (?:for|until|till|on)\b/.test(tokens.map(({ word }) => word).join(' '))

/** Whether a look was mistyped in too few letters to be mended: `lst my conversations`. */
const isMistypedLook = ({ word }: Token, { vocabulary: { spelling } }: Scene): boolean =>
  !spelling.knows(word) && [...lookVerbs].some((verb) => editsBetween(word, verb) < 2)

/**
 * Whether an order begins with a verb that the operation makes nothing of: it is another order, however well the rest
 * of it fits. `Clone the grants` is no look at them, and `rerun a_c5d6` shows nothing.
 */
export const ordersOther = ({ subject, leftover, stance }: Choice, tokens: readonly Token[], scene: Scene): boolean => {
  // Nothing is shown of what is to be deleted.
  if (subject.effect === 'read' && leftover.some((token) => isOrderVerb(token, deleting))) return true
  if (stance === 'order' && subject.effect === 'read' && ordersWaiting(tokens)) return true
  const at = leadOf(tokens, scene)
  const lead = tokens[at]
  if (stance !== 'order' || lead?.kind !== 'word' || !leftover.includes(lead)) return false
  if (generalVerbs.has(lead.stem) || lightWords.has(lead.stem) || nounBegins.test(tokens[at - 1]?.word ?? ''))
    return false
  if (subject.effect === 'read' && (handsOn.test(lead.word) || isMistypedLook(lead, scene))) return false
  return isOrderVerb(lead, scene.vocabulary.verbs) || standsAsVerb(at, tokens)
}
