import type { World } from '../surroundings.ts'
import { type Pattern, patternOf } from '../tokens/pattern.ts'
import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import type { Reading } from '../values/reading.ts'
import { lightWords } from '../words/light-words.ts'
import { lookVerbs } from '../words/verbs.ts'
import type { Subject } from '../words/vocabulary.ts'
import type { Frame } from './frame.ts'
import { isBehindPlace, placeNoun } from './place-nouns.ts'

/** How strongly a word points to an operation that is known by it, and not only by one of its arguments. */
const ownStrength = 0.7

const speaksOf = (pattern: Pattern, concept: string): boolean =>
  pattern.some((part) => 'concept' in part && part.concept === concept)

/** Whether a word speaks of an argument. */
export const knows = ({ name, cues, values, description, kind }: Field, { word }: Token, concept: string): boolean =>
  name.toLowerCase() === word ||
  [
    ...cues,
    ...values.flatMap(({ patterns }) => patterns),
    patternOf(description.replaceAll(/[^\p{L}\p{N}' ]/gu, ' ')),
    patternOf(name.replaceAll(/([A-Z])/g, ' $1')),
    patternOf(kind.replaceAll('-', ' ')),
  ].some((pattern) => speaksOf(pattern, concept))

/** Whether a word is a value of an argument that got other values, and not that one. */
const otherValue = ({ values, many }: Field, found: readonly Reading[], concept: string): boolean =>
  many &&
  values.some(
    ({ value, patterns }) =>
      !found.some((reading) => reading.value === value) &&
      patterns.some(([part, ...more]) => more.length === 0 && part && 'concept' in part && part.concept === concept),
  )

/** With its name people begin a command. */
const program = 'nimbus'

/** Words behind which a name is where something goes or comes from. */
const beside = new Set(['to', 'on', 'from', 'into', 'onto', 'of'])

/** What a root is called, whatever its argument is. */
const rootWords = new Set(['environment', 'root', 'modul', 'stack', 'code', 'infrastructur', 'terraform'])

/** Words for what was made last. */
const newest = /^(?:newest|latest|recent|last)$/

/** Whether a word only says what an argument is by itself, where nobody gives it: `pop the newest stash`. */
const isDefault = ({ word }: Token, { fields }: Subject, readings: Frame['choice']['readings']): boolean =>
  newest.test(word) &&
  fields.some(
    ({ name, description, required }) =>
      !required && !readings.has(name) && /\b(?:newest|latest|last|most recent)\b/.test(description),
  )

/**
 * Words that only speak of an argument, where that argument got no value: `in another format`. Something was wanted of
 * it, and nobody knows what.
 */
export const halfHeard = (
  { choice: { subject, taken, readings, around }, tokens }: Frame,
  world: World,
): readonly Token[] => {
  const [service = ''] = subject.id.split('.')
  const given = subject.fields.filter(({ name }) => readings.has(name))
  // Whoever is named behind `then` is to do something of their own, even where a text took it along.
  const others = new Set([...(world.llm?.agents ?? []), ...(world.llm?.tools ?? [])])
  const inAgents = new Set(
    given.flatMap(({ name, kind }) =>
      ['agent', 'tool', 'file', 'path', 'word', 'name'].includes(kind)
        ? (readings.get(name) ?? []).flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))
        : [],
    ),
  )
  return tokens.filter((token, at) => {
    const before = tokens.slice(Math.max(0, at - 2), at).filter(({ word }) => word !== 'the')
    if (/^(?:then|and)$/.test(before.at(-1)?.word ?? '') && others.has(token.word) && !inAgents.has(at)) return true
    if (token.kind !== 'word' || !isContent(token) || taken.has(at) || around.includes(token)) return false
    if (others.has(token.word)) return true
    if (world.git?.branches?.includes(token.word) && beside.has(tokens[at - 1]?.word ?? '')) return true
    if (lightWords.has(token.stem) || lookVerbs.has(token.stem)) return false
    if (isDefault(token, subject, readings)) return false
    // What became of a thing is over: `it was merged last week`.
    if (token.word.endsWith('ed') && /^(?:was|were|been|got|already)$/.test(tokens[at - 1]?.word ?? '')) return false
    const concept = tokenConcept(token)
    if ((subject.concepts.get(concept) ?? 0) >= ownStrength || token.word === service || token.word === program)
      return false
    if (!subject.concepts.has(concept) || world.names.has(token.word) || rootWords.has(concept)) return false
    // What stands right before a name only says what has it: `the bucket shop-assets`.
    const next = tokens[at + 1]
    if (next && next.kind !== 'word' && taken.has(at + 1) && subject.concepts.has(concept)) return false
    if (placeNoun.test(token.word) && isBehindPlace({ subject, readings }, at)) return false
    if (given.some((field) => otherValue(field, readings.get(field.name) ?? [], concept))) return true
    return !given.some((field) => knows(field, token, concept))
  })
}
