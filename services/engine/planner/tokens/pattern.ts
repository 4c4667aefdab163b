import { conceptOf, joinedWord, separable } from '../words/concepts.ts'
import { fillers } from '../words/filler-words.ts'
import { stemOf } from '../words/stem.ts'
import { lookVerbs } from '../words/verbs.ts'

/** A piece of a phrase: a concept that is said, with whether it only asks to see something, or a place for an argument. */
export type PatternPart = { concept: string; filler: boolean; word: string; look: boolean } | { slot: string }

/** A phrase taken apart. The name of the one place of a field's own words is empty. */
export type Pattern = readonly PatternPart[]

/** Joins neighbours that are one word together. */
export const joinWords = (words: readonly string[]): readonly string[] => {
  const joined: string[] = []
  for (const word of words) {
    const both = joined.length > 0 ? joinedWord(joined.at(-1) ?? '', word) : undefined
    if (both === undefined) joined.push(word)
    else joined[joined.length - 1] = both
  }
  return joined.flatMap((word, at) => {
    const particle = separable.has(word) ? particleOf(joined, at) : undefined
    if (particle !== undefined) return [joinedWord(word, joined[particle] ?? '') ?? word]
    return joined.some((verb, i) => separable.has(verb) && particleOf(joined, i) === at) ? [] : [word]
  })
}

/** Where the particle of a verb stands that is not right behind it. */
const particleOf = (words: readonly string[], verb: number): number | undefined => {
  const at = words.findIndex((word, i) => i > verb + 1 && joinedWord(words[verb] ?? '', word) !== undefined)
  return at < 0 ? undefined : at
}

const partOf = (word: string): PatternPart => {
  const slot = /^\{(\w*)\}$/.exec(word)
  if (slot) return { slot: slot[1] ?? '' }
  const stem = stemOf(word)
  const concept = conceptOf(stem)
  return {
    concept,
    word,
    filler: fillers.has(word) || (fillers.has(stem) && concept === stem),
    look: lookVerbs.has(stem),
  }
}

/** Takes a phrase apart: `stage {paths}`. */
export const patternOf = (phrase: string): Pattern =>
  joinWords(
    phrase
      .toLowerCase()
      .replace(/\{(\w*)\}/g, (slot) => ` ${phrase.slice(phrase.toLowerCase().indexOf(slot)).slice(0, slot.length)} `)
      .replaceAll(/[?,:]/g, ' ')
      .split(/\s+/)
      .filter(Boolean),
  )
    .map(partOf)
    .map((part, at, all) =>
      'look' in part && part.look && all.slice(0, at).some((each) => 'slot' in each || !each.filler)
        ? { ...part, look: false, filler: false }
        : part,
    )
