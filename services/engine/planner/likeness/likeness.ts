import type { World } from '../surroundings.ts'
import type { Token } from '../tokens/token.ts'
import type { Vocabulary } from '../words/vocabulary.ts'
import { markPiece } from './context.ts'
import { type Counts, readCounts } from './counts.ts'
import { featureOf, isValue, withPairs } from './features.ts'
import { likely } from './likely.ts'
import { readWeights, type Standing, standingOf, type Weights } from './standing.ts'

/** What the sayings of all operations tell of a request. */
export interface Likeness {
  /** How likely each operation is by how people say it, from 0 to 1. */
  operations(tokens: readonly Token[], world: World, vocabulary: Vocabulary): ReadonlyMap<string, number>
  /** Whether somebody has used a word for what an operation does. */
  says(operation: string, concept: string): boolean
  /** Whether people say a piece with what an operation does and mean no limit by it. */
  accompanies(operation: string, token: Token, world: World, vocabulary: Vocabulary): boolean
  /** Whether people often say a word, whatever they want, and seldom limit anything with it. */
  isUsual(concept: string): boolean
  /** How likely each piece stands in the wish for what an operation does, beside it, or as a limit of it; not of marks. */
  standings(
    operation: string,
    tokens: readonly Token[],
    world: World,
    vocabulary: Vocabulary,
  ): ReadonlyMap<Token, Readonly<Record<Standing, number>>>
  /** Whether somebody has limited with a piece what an operation does, or whether it may be a value. */
  limits(operation: string, token: Token, world: World, vocabulary: Vocabulary): boolean
}

/** What words count for that only accompany wishes, of whatever operation. */
export const besideWishes = '[]'

/** What begins the name under which words count that limit wishes for an operation in a way that no argument takes. */
export const limitsOf = '<>'

/** How many have to have said a word as a part of the wish, and beside wishes, for it to be usual there. */
const usual = { wish: 2, beside: 5 }

/** How often a word may stand in limits, for each time that it is said as a part of the wish, and beside wishes. */
const asLimit = { wish: 0.5, beside: 0.5 }

const featuresOf = (tokens: readonly Token[], world: World, vocabulary: Vocabulary): ReadonlySet<string> =>
  withPairs(tokens.flatMap((token) => featureOf(token, world, vocabulary) ?? []))

/** How often a word has to be said to be usual, and how often it may limit something for each time. */
const common = { times: 5, asLimit: 0.2 }

/** What is known without any saying. */
export const noLikeness: Likeness = {
  operations: () => new Map(),
  says: () => false,
  accompanies: () => false,
  isUsual: () => false,
  standings: () => new Map(),
  limits: () => true,
}

/** What of sayings was counted and weighed, as text: of all that is said, and of the wishes alone. */
export interface Counted {
  wishes: string
  words: string
  /** Weights of how words stand. */
  standing: string
}

/** Makes a likeness of counted sayings, which are read once they are needed. */
export const likenessOf = (counted: Counted): Likeness => {
  const read = new Map<'wishes' | 'words', Counts>()
  // The same pieces are looked at for one operation after the other.
  const looked = new WeakMap<readonly Token[], ReadonlyMap<string, number>>()
  let weights: Weights | undefined
  const counts = (which: 'wishes' | 'words'): Counts => {
    const known = read.get(which) ?? readCounts(counted[which])
    read.set(which, known)
    return known
  }
  /** How often a word was said, by what it counts for. */
  const said = (feature: string): ReadonlyMap<string, number> => {
    const known = counts('words')
    const numbers = known.of(feature)
    return new Map(
      numbers.flatMap((place, i) => (i % 2 === 0 ? [[known.classes[place] ?? '', numbers[i + 1] ?? 0] as const] : [])),
    )
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
      const often = said(concept)
      const wish = often.get(operation) ?? 0
      return wish >= usual.wish && (often.get(limitsOf + operation) ?? 0) <= wish * asLimit.wish
    },
    accompanies(operation, token, world, vocabulary) {
      const feature = featureOf(token, world, vocabulary)
      if (feature === undefined) return true
      // A value is for something.
      if (isValue(feature)) return false
      const often = said(feature)
      const wish = often.get(operation) ?? 0
      const beside = often.get(besideWishes) ?? 0
      const limits = often.entries().reduce((sum, [of, times]) => sum + (of.startsWith(limitsOf) ? times : 0), 0)
      return (
        (wish >= usual.wish && (often.get(limitsOf + operation) ?? 0) <= wish * asLimit.wish) ||
        (beside >= usual.beside && limits < beside * asLimit.beside)
      )
    },
    isUsual(concept) {
      let limits = 0
      let others = 0
      for (const [of, times] of said(concept)) {
        if (of.startsWith(limitsOf)) limits += times
        else others += times
      }
      return others >= common.times && limits <= others * common.asLimit
    },
    standings(operation, tokens, world, vocabulary) {
      weights ??= readWeights(counted.standing)
      const known = weights
      const pieces = tokens.map((token) => {
        const feature = featureOf(token, world, vocabulary)
        return feature === undefined ? markPiece(token.text) : { feature, text: token.text || token.word }
      })
      return new Map(
        tokens.flatMap((token, at) =>
          token.kind === 'mark' ? [] : [[token, standingOf(known, pieces, at, operation)] as const],
        ),
      )
    },
    limits(operation, token, world, vocabulary) {
      const feature = featureOf(token, world, vocabulary)
      if (feature === undefined) return false
      return isValue(feature) || said(feature).has(limitsOf + operation)
    },
  }
}
