import { says } from '../tokens/cue.ts'
import type { Pattern, PatternPart } from '../tokens/pattern.ts'
import type { Token } from '../tokens/token.ts'
import type { Setting } from '../values/free-text.ts'
import { anyWord } from '../values/reading.ts'
import { orderVerbs } from '../words/verbs.ts'
import { impliedIn, isParticiple, recordKinds } from './looking.ts'

/** Where each word of a phrase was said. */
export type Places = readonly (number | undefined)[]

/** Words that ask for something, and without which a question is an order. */
const interrogative = new Set(['where', 'when', 'who', 'why', 'did', 'does'])

/** Words that carry many sentences, and order something where a phrase begins with them. */
const ordering = new Set(['follow', 'go', 'make', 'put', 'take', 'use'])

/** Nouns that only carry the one beside them: `usage` is `usage records` and `usage data`. */
export const carriers: ReadonlySet<string> = new Set('record records data entry entries details information'.split(' '))

/** Words before one thing, and never before several. */
const one = new Set(['that', 'this', 'the', 'a', 'an'])

const determiners = new Set([...one, 'my', 'our', 'its'])

/** Words before a verb by which it is asked what it did. */
const asking = new Set(['what', 'who', 'which', 'anything', 'something'])

/** Words before a verb that tells of something. */
const auxiliary = new Set(['was', 'were', 'is', 'are', 'been', 'be', 'do', 'did', 'have', 'has'])

export const isPlural = (word: string): boolean => /[^su]s$/.test(word)

type Word = Extract<PatternPart, { concept: string }>

/** What may be missing from a phrase for it to be said all the same, and how its verb of seeing may be said. */
export const spareIn = (
  pattern: Pattern,
  { tokens, looking, subject }: Pick<Setting, 'tokens' | 'looking' | 'subject'>,
) => {
  const kinds = (slot: string) => subject.fields.flatMap(({ name, kind }) => (name === slot ? [kind] : []))
  // Where any word would do, the words around it have to be these.
  const strict = pattern.some((part) => 'slot' in part && kinds(part.slot).some((kind) => anyWord.has(kind)))
  const looked = strict ? undefined : looking
  const speaking = pattern.some((part) =>
    'slot' in part
      ? looked?.nouns && kinds(part.slot).some((kind) => recordKinds.has(kind))
      : !part.filler && !(looked && part.look),
  )
  const nouns = pattern.filter((part) => 'concept' in part && !part.filler && !part.look).length
  const implied = impliedIn(tokens)
  const isSpare = (part: Word, first: boolean): boolean => {
    if (implied.has(part.concept)) return true
    if (!speaking || (strict && interrogative.has(part.word)) || (first && ordering.has(part.word))) return false
    if (part.look && looked) return looked.nouns
    return part.filler || (nouns > 1 && carriers.has(part.word))
  }
  return { isSpare, looked }
}

/** Whether a word was said in another part of speech or number than its phrase has it: `that run` is not `what was run`. */
export const isOther = (pattern: Pattern, i: number, tokens: readonly Token[], at: number): boolean => {
  const [before, part] = [pattern[i - 1], pattern[i]]
  const [determiner, said] = [tokens[at - 1]?.word ?? '', tokens[at]]
  if (!part || 'slot' in part || part.filler || part.look || said?.kind !== 'word') return false
  const isVerb = before !== undefined && 'word' in before && auxiliary.has(before.word)
  const going = before !== undefined && !/(?:ing|s)$/.test(part.word) && said.word.endsWith('ing')
  const past =
    i === 0 &&
    said.word !== part.word &&
    orderVerbs.has(part.concept) &&
    isParticiple(said.word) &&
    !said.word.endsWith('ing')
  if (past || (going && 'word' in before && asking.has(before.word))) return true
  const next = pattern[i + 1]
  const noun = next !== undefined && 'word' in next && auxiliary.has(next.word)
  const plural = noun || !(before && 'word' in before && /^(?:what|who|how)$/.test(before.word))
  const did = tokens.some(({ word }) => word === 'did')
  return (
    (plural && one.has(determiner) && isPlural(part.word) && !isPlural(said.word)) ||
    (isVerb && (determiners.has(determiner) || (part.word.endsWith('ed') && !said.word.endsWith('ed') && !did)))
  )
}

/** Where each word of a phrase was said, in order; undefined when one that matters was not. */
export const placesOf = (
  pattern: Pattern,
  setting: Pick<Setting, 'tokens' | 'looking' | 'subject'>,
): Places | undefined => {
  const { tokens } = setting
  const { isSpare, looked } = spareIn(pattern, setting)
  const places: (number | undefined)[] = []
  let cursor = 0
  let other = false
  for (const [i, part] of pattern.entries()) {
    if ('slot' in part) {
      places.push(undefined)
      continue
    }
    const said = tokens.findIndex((token, place) => place >= cursor && says(token, part))
    // Who asks to see something says so with any verb of that kind, or with none.
    const at =
      said < 0 && part.look ? tokens.findIndex((_, place) => place >= cursor && looked?.verbs.has(place)) : said
    if (at < 0 && !isSpare(part, i === 0)) return undefined
    if (part.look && said < 0) other = true
    // To see one thing is not to list all of them.
    const word = tokens[at]?.word
    if (other && !part.look && !part.filler && word !== undefined && isPlural(word) !== isPlural(part.word))
      return undefined
    if (setting.looking && at >= 0 && isOther(pattern, i, tokens, at)) return undefined
    places.push(at < 0 ? undefined : at)
    if (at >= 0) cursor = at + 1
  }
  return settled(pattern, places, tokens.length)
}

/** A small word that was found only behind the next one that matters is not that of the phrase. */
const settled = (pattern: Pattern, places: Places, end: number): Places => {
  let limit = end
  return places
    .map((at, i) => ({ at, part: pattern[i] }))
    .toReversed()
    .map(({ at, part }) => {
      if (at === undefined || !part || 'slot' in part) return at
      if (at > limit) return undefined
      if (!part.filler) limit = at
      return at
    })
    .toReversed()
}
