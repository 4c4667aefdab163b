import type { Alignment } from './align.ts'
import { says } from './cue.ts'
import type { Pattern } from './pattern.ts'
import { anyWord, type Reading } from './reading.ts'
import type { Token } from './token.ts'
import type { Subject, Vocabulary } from './vocabulary.ts'

/** How much less a phrase counts of which only the words were said, in any order. */
const share = 0.7

/** What the words of a phrase must tell at least, to be worth something without their order. */
const telling = 0.4

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
  readings: ReadonlyMap<string, readonly Reading[]>,
  { weight }: Vocabulary,
): Alignment | undefined => {
  const found = (pattern: Pattern): Alignment | undefined => {
    const words: number[] = []
    let sum = 0
    for (const part of pattern) {
      if ('slot' in part) {
        if (!isFilled(part.slot, subject, readings)) return undefined
        continue
      }
      const at = tokens.findIndex((token) => says(token, part))
      if (at >= 0) words.push(at)
      if (part.filler || part.look) continue
      if (at < 0) return undefined
      sum += weight(part.concept)
    }
    return sum < telling ? undefined : { pattern, words, readings: new Map(), weight: sum * share }
  }
  return subject.phrases
    .flatMap((pattern) => found(pattern) ?? [])
    .reduce<Alignment | undefined>((best, each) => (best && best.weight >= each.weight ? best : each), undefined)
}
