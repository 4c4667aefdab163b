import { impliedIn, type Looking } from '../clauses/looking.ts'
import { carriers } from '../clauses/places.ts'
import { tokenConcept } from '../tokens/request-tokens.ts'
import type { Reading } from '../values/reading.ts'
import type { Subject } from '../words/vocabulary.ts'
import { type Alignment, align } from './align.ts'
import type { FillContext } from './fill.ts'

/** The phrase that says most among those that can be laid over what was said. */
export const bestAlignment = (
  subject: Subject,
  context: FillContext,
  taken: ReadonlySet<number>,
  known: ReadonlyMap<string, readonly Reading[]>,
  looking: Looking | undefined,
): Alignment | undefined => {
  let best: Alignment | undefined
  const implied = impliedIn(context.tokens)
  const said = new Set(context.tokens.flatMap((token) => [token.word, token.stem, tokenConcept(token)]))
  for (const pattern of subject.phrases) {
    if (
      !pattern.every(
        (part) =>
          'slot' in part ||
          part.filler ||
          said.has(part.concept) ||
          (looking && part.look) ||
          carriers.has(part.word) ||
          implied.has(part.concept),
      )
    )
      continue
    const found = align(pattern, { ...context, subject, taken, found: known, looking })
    if (found && (!best || found.weight > best.weight + 1e-9)) best = found
  }
  return best
}
