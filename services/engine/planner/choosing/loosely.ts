import type { Looking } from '../clauses/looking.ts'
import { isOther, isPlural, spareIn } from '../clauses/places.ts'
import { says } from '../tokens/cue.ts'
import type { Pattern } from '../tokens/pattern.ts'
import type { Token } from '../tokens/token.ts'
import { anyWord, type Reading } from '../values/reading.ts'
import type { Subject, Vocabulary } from '../words/vocabulary.ts'
import type { Alignment } from './align.ts'

/** How much less a phrase counts of which only the words were said, in any order. */
const share = 0.7

/** What the words of a phrase must tell at least, to be worth something without their order. */
const telling = 0.4

/** Words that ask what there is; without them nothing was asked. */
const interrogative = /^(?:what|which|who|whose|where|when|how)$/

const isFilled = (slot: string, subject: Subject, readings: ReadonlyMap<string, readonly Reading[]>): boolean => {
  const field = subject.fields.find(({ name }) => name === slot)
  if (field && anyWord.has(field.kind)) return readings.get(slot)?.every(({ exact }) => exact) ?? false
  return field === undefined || readings.has(slot) || (!field.required && field.unless === undefined)
}

/**
 * A phrase of something that only shows, all words of which were said, whatever their order: nobody loses anything where
 * that is not how it was meant. Orders with an effect are laid word by word, and never so.
 */
export const looselyAligned = (
  subject: Subject,
  tokens: readonly Token[],
  looking: Looking | undefined,
  readings: ReadonlyMap<string, readonly Reading[]>,
  { weight }: Vocabulary,
): Alignment | undefined => {
  const asked = tokens.some(({ word }) => interrogative.test(word))
  const found = (pattern: Pattern): Alignment | undefined => {
    const [opener] = pattern
    if (opener && 'word' in opener && interrogative.test(opener.word) && !asked) return undefined
    const words: number[] = []
    let sum = 0
    const { isSpare, looked } = spareIn(pattern, { tokens, looking, subject })
    for (const [i, part] of pattern.entries()) {
      if ('slot' in part) {
        if (!isFilled(part.slot, subject, readings)) return undefined
        continue
      }
      const at = tokens.findIndex(
        (token, place) =>
          says(token, part) &&
          (part.filler ||
            part.look ||
            isPlural(part.word) === (isPlural(token.word) || tokens[place - 1]?.kind === 'number')) &&
          !isOther(pattern, i, tokens, place),
      )
      if (at >= 0) words.push(at)
      else if (!isSpare(part, i === 0) && !(part.look && looked && looked.verbs.size > 0)) return undefined
      if (at >= 0 && !part.filler && !part.look) sum += weight(part.concept)
    }
    return sum < telling ? undefined : { pattern, words, readings: new Map(), weight: sum * share }
  }
  return subject.phrases
    .flatMap((pattern) => found(pattern) ?? [])
    .reduce<Alignment | undefined>((best, each) => (best && best.weight >= each.weight ? best : each), undefined)
}
