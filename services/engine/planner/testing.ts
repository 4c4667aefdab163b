import { product } from '@nimbus/testkit'
import { shippedLikeness } from './likeness/shipped.ts'
import { planConversation } from './plan-conversation.ts'
import type { Surroundings } from './surroundings.ts'
import { vocabularyOf } from './words/vocabulary.ts'

/** What the product's planner knows. */
export const vocabulary = vocabularyOf(product().catalog.list(), shippedLikeness)

/** What requests come to, as a test compares it: the steps of a plan, or the kind of another outcome. */
export const planned = (requests: string | readonly string[], surroundings: Surroundings = { files: [] }) => {
  const outcome = planConversation([requests].flat(), surroundings, vocabulary)
  return outcome.kind === 'plan' ? outcome.steps.map(({ operation, input }) => [operation, input]) : outcome.kind
}

/** The same, of a plan only which operations it has. */
export const operationsPlanned = (requests: string | readonly string[], surroundings?: Surroundings) => {
  const outcome = planned(requests, surroundings)
  return typeof outcome === 'string' ? outcome : outcome.map(([operation]) => operation)
}
