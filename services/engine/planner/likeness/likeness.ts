import type { World } from '../surroundings.ts'
import type { Token } from '../tokens/token.ts'
import type { Vocabulary } from '../words/vocabulary.ts'
import { type Counts, readCounts } from './counts.ts'
import { featureOf, withPairs } from './features.ts'
import { likely } from './likely.ts'

/** What the sayings of all operations tell of a request. */
export interface Likeness {
  /** How likely each operation is by how people say it, from 0 to 1. */
  operations(tokens: readonly Token[], world: World, vocabulary: Vocabulary): ReadonlyMap<string, number>
  /** Whether somebody has used a word for what an operation does. */
  says(operation: string, concept: string): boolean
}

const featuresOf = (tokens: readonly Token[], world: World, vocabulary: Vocabulary): ReadonlySet<string> =>
  withPairs(tokens.flatMap((token) => featureOf(token, world, vocabulary) ?? []))

/** What is known without any saying. */
export const noLikeness: Likeness = { operations: () => new Map(), says: () => false }

/** What of sayings was counted, as text: of all that is said, and of the wishes alone. */
export interface Counted {
  wishes: string
  words: string
}

/** Makes a likeness of counted sayings, which are read once they are needed. */
export const likenessOf = (counted: Counted): Likeness => {
  const read = new Map<keyof Counted, Counts>()
  // The same pieces are looked at for one operation after the other.
  const looked = new WeakMap<readonly Token[], ReadonlyMap<string, number>>()
  const counts = (which: keyof Counted): Counts => {
    const known = read.get(which) ?? readCounts(counted[which])
    read.set(which, known)
    return known
  }
  return {
    operations(tokens, world, vocabulary) {
      const known = looked.get(tokens)
      if (known) return known
      const shares = likely(featuresOf(tokens, world, vocabulary), counts('wishes'))
      const found = new Map(counts('wishes').classes.map((id, at) => [id, shares[at] ?? 0]))
      looked.set(tokens, found)
      return found
    },
    says(operation, concept) {
      const known = counts('words')
      const at = known.classes.indexOf(operation)
      return known.of(concept).some((place, i) => i % 2 === 0 && place === at)
    },
  }
}
