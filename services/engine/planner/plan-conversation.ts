import type { Outcome } from './asking/outcome.ts'
import { followUp } from './follow-up.ts'
import { inPlainWords } from './in-plain-words.ts'
import { planRequest } from './plan-request.ts'
import { type Surroundings, worldOf } from './surroundings.ts'
import type { Vocabulary } from './words/vocabulary.ts'

/**
 * What the last of several requests comes to, in the light of those before. Earlier ones are planned again, so that
 * nothing has to be kept of a conversation but what was said.
 */
export const planConversation = (
  requests: readonly string[],
  surroundings: Surroundings,
  vocabulary: Vocabulary,
): Outcome => {
  const world = worldOf(surroundings)
  const [first = '', ...later] = requests.map(inPlainWords)
  const start = { request: first, planned: planRequest(first, world, vocabulary) }
  return later.reduce((before, request) => followUp(request, before, world, vocabulary), start).planned.outcome
}
