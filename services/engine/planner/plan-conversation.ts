import type { Outcome } from './outcome.ts'
import { planRequest } from './plan-request.ts'
import type { Surroundings } from './surroundings.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What the last of several requests comes to, in the light of those before. */
export const planConversation = (
  requests: readonly string[],
  surroundings: Surroundings,
  vocabulary: Vocabulary,
): Outcome => planRequest(requests.at(-1) ?? '', surroundings, vocabulary)
