import type { CatalogEntry } from '@nimbus/kernel'
import { shippedLikeness } from '../../services/engine/planner/likeness/shipped.ts'
import { planConversation } from '../../services/engine/planner/plan-conversation.ts'
import { vocabularyOf } from '../../services/engine/planner/words/vocabulary.ts'
import type { Planner } from './outcome.ts'

/** The planner that needs no model, as the set drives it. */
export const offlinePlanner = (entries: readonly CatalogEntry[]): Planner => {
  const vocabulary = vocabularyOf(entries, shippedLikeness)
  return async (request, { earlier, ...surroundings }) =>
    planConversation([...earlier.map((turn) => turn.request), request], surroundings, vocabulary)
}
