import type { Frame } from '../choosing/frame.ts'
import { leadOf, type Scene } from '../choosing/judge.ts'
import { isOrderVerb, isParticiple } from '../clauses/looking.ts'
import { segmentsOf } from '../clauses/segments.ts'
import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { lightWords } from '../words/light-words.ts'
import { generalVerbs } from '../words/verbs.ts'

/** What may stand between two orders and the verb of the second. */
const leadsIn =
  /^(?:(?:and|then|also|please|afterwards|finally|next|so|now|just|after that|plus|you|can you|could you|will you|would you|i want you to|i need you to|we need to|let's) ?)*$/

/** What an order without a name has behind its verb. */
const object =
  /^(?:it|them|that|this|those|these|the|a|an|my|our|your|his|her|their|everything|all|me|us|afterwards|after)$/

/** Verbs that only say that something is wanted, or how it is to be left. */
const wishing = /^(?:want|need|have|let|do)$/

/** Whether a part behind an order begins like one of its own, with a verb that the first makes nothing of. */
const isOrder = (
  part: readonly Token[],
  { leftover, around, alignment }: Frame['choice'],
  all: readonly Token[],
  scene: Scene,
): boolean => {
  const at = leadOf(part, scene)
  const lead = part[at]
  const words = new Set(alignment?.words.map((each) => all[each]))
  if (lead?.kind !== 'word' || words.has(lead) || isParticiple(lead.word) || wishing.test(lead.word)) return false
  if (
    !leadsIn.test(
      part
        .slice(0, at)
        .map(({ word }) => word)
        .join(' '),
    )
  )
    return false
  const behind = part.slice(at + 1).filter(isContent)
  const isUnheard = behind.length > 0 && behind.every((token) => leftover.includes(token) || around.includes(token))
  if (generalVerbs.has(lead.stem)) return isUnheard && isOrderVerb(lead, scene.vocabulary.verbs)
  if (!leftover.includes(lead)) return isUnheard && isOrderVerb(lead, scene.vocabulary.verbs)
  if (lightWords.has(lead.stem)) return false
  return isOrderVerb(lead, scene.vocabulary.verbs) || (at + 1 < part.length && object.test(part[at + 1]?.word ?? ''))
}

/**
 * A second order in the same breath that nobody heard: `check envs/dev and refactor it`, `list the tasks and make
 * coffee`. Without it the first is not what was wanted.
 */
export const secondOrder = ({ choice, tokens }: Frame, scene: Scene): readonly Token[] | undefined => {
  const [first = 0] = choice.alignment?.words.toSorted((one, other) => one - other) ?? []
  return segmentsOf(tokens).find(
    ({ from, tokens: part, asks }) => from > first && !asks && isOrder(part, choice, tokens, scene),
  )?.tokens
}
