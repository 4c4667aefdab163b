import { impliedIn, type Looking, lookingIn, recordKinds } from '../clauses/looking.ts'
import { pointable, pointing } from '../clauses/pointing.ts'
import type { World } from '../surroundings.ts'
import type { Pattern } from '../tokens/pattern.ts'
import { isContent, isFillerToken, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { readers } from '../values/kinds.ts'
import type { Subject, Vocabulary } from '../words/vocabulary.ts'

/** How well an operation fits what was said. */
export interface Ranked {
  subject: Subject
  /** From 0 to 1. */
  score: number
  /** How much of its best phrase was said, from 0 to 1. */
  recall: number
  /** How much of what was said it knows, from 0 to 1. */
  coverage: number
  /** Whether the words that name it were all said. */
  named: boolean
}

const fillerWeight = 0.12
const slotWeight = 0.45

/** What of a phrase is the same whatever was said: every phrase is held against every request. */
interface Known {
  /** It has a word that is more than a verb of seeing. */
  speaks: boolean
  /** What each of its parts weighs. */
  weights: readonly number[]
  all: number
}

const knownOf = new WeakMap<Vocabulary, WeakMap<Pattern, Known>>()

const known = (pattern: Pattern, vocabulary: Vocabulary): Known => {
  const patterns = knownOf.get(vocabulary) ?? new WeakMap<Pattern, Known>()
  knownOf.set(vocabulary, patterns)
  const before = patterns.get(pattern)
  if (before) return before
  const small = pattern.some((part) => 'concept' in part && !part.filler) ? fillerWeight : 0.4
  const weights = pattern.map((part) =>
    'slot' in part ? slotWeight : part.filler ? small : vocabulary.weight(part.concept),
  )
  const made = {
    speaks: pattern.some((part) => 'concept' in part && !part.filler && !part.look),
    weights,
    all: weights.reduce((sum, weight) => sum + weight, 0),
  }
  patterns.set(pattern, made)
  return made
}

/** Kinds of arguments that are in some pieces. */
const offered = (tokens: readonly Token[], world: World) => {
  const found = new Map<string, boolean>()
  const spoken = new Set(tokens.flatMap((token) => [tokenConcept(token), token.word]))
  return ({ kind, values }: Subject['fields'][number], subject: Subject): boolean => {
    const known = found.get(kind)
    if (known !== undefined && kind !== 'choice') return known
    const read = readers[kind]
    const field = subject.fields.find((each) => each.kind === kind)
    const result =
      kind === 'text'
        ? tokens.some((token) => token.kind === 'quoted') || tokens.filter(isContent).length > 1
        : kind === 'choice' || values.length > 0
          ? values.some(({ patterns }) =>
              patterns.some((pattern) => pattern.every((part) => 'slot' in part || spoken.has(part.concept))),
            )
          : read && field
            ? tokens.some((_, at) => read(at, { tokens, world, field })) ||
              (pointable.has(kind) && tokens.some(({ word }) => pointing.has(word)))
            : tokens.some((token) => token.kind !== 'word' && token.kind !== 'mark')
    if (kind !== 'choice' && values.length === 0) found.set(kind, result)
    return result
  }
}

const recallOf = (
  pattern: Pattern,
  { speaks, weights, all }: Known,
  said: ReadonlyMap<string, number>,
  fillersSaid: ReadonlySet<string>,
  hasSlot: (name: string) => boolean,
  looking: Looking | undefined,
  isRecord: (name: string) => boolean,
): { recall: number; named: boolean; all: number } => {
  let got = 0
  let named = true
  let words = 0
  const speaking = speaks || pattern.some((part) => 'slot' in part && isRecord(part.slot))
  for (const [at, part] of pattern.entries()) {
    const weight = weights[at] ?? 0
    // Any verb of seeing says that something is to be seen, and so does none.
    if ('concept' in part && part.look && looking && (looking.verbs.size > 0 || (looking.nouns && speaking)))
      got += weight * (said.has(part.concept) || fillersSaid.has(part.concept) ? 1 : looking.nouns ? 0.6 : 0.9)
    else if ('slot' in part) {
      if (hasSlot(part.slot)) got += weight
    } else if (part.filler) {
      if (fillersSaid.has(part.concept)) got += weight
    } else {
      words++
      if (said.has(part.concept)) got += weight
      else named = false
    }
  }
  return { recall: all === 0 ? 0 : got / all, named: named && words > 0, all }
}

/** Ranks operations by how well they fit some pieces of a request, the best first. */
export const rank = (tokens: readonly Token[], vocabulary: Vocabulary, world: World): readonly Ranked[] => {
  const said = new Map<string, number>()
  const fillersSaid = new Set<string>()
  for (const token of tokens) {
    if (token.kind === 'word' && isFillerToken(token)) fillersSaid.add(token.stem).add(token.word)
    else if (tokenConcept(token) !== '') said.set(tokenConcept(token), token.typo === undefined ? 1 : 0.95)
    else if (token.kind === 'operation') {
      for (const part of token.word.split(/[.-]/)) said.set(part, 0.5)
    }
  }
  for (const concept of impliedIn(tokens)) if (!said.has(concept)) said.set(concept, 0.9)
  const has = offered(tokens, world)
  const looking = lookingIn(tokens, vocabulary.verbs)
  const records = tokens.some(({ kind }) => kind === 'record')
  const isNamed = (concept: string): boolean => world.names.has(concept)
  return vocabulary.subjects
    .map((subject): Ranked => {
      const fields = new Map(subject.fields.map((field) => [field.name, field]))
      let best = { recall: 0, named: false, all: 0 }
      for (const pattern of subject.phrases) {
        const found = recallOf(
          pattern,
          known(pattern, vocabulary),
          said,
          fillersSaid,
          (slot) => {
            const field = fields.get(slot)
            return field !== undefined && has(field, subject)
          },
          subject.effect === 'read' ? looking : undefined,
          (slot) => records && recordKinds.has(fields.get(slot)?.kind ?? ''),
        )
        // Between phrases that fit alike, the one that says more.
        if (found.recall + found.all * 0.03 > best.recall + best.all * 0.03) best = found
      }
      let heard = 0
      let unheard = 0
      for (const concept of said.keys()) {
        const strength = subject.concepts.get(concept) ?? 0
        const value = vocabulary.weight(concept)
        heard += value * strength
        if (!isNamed(concept)) unheard += value * (1 - strength)
      }
      const coverage = heard + unheard === 0 ? 0 : heard / (heard + unheard)
      return { subject, score: best.recall * 0.6 + coverage * 0.4, recall: best.recall, coverage, named: best.named }
    })
    .sort((one, other) => other.score - one.score || (one.subject.id < other.subject.id ? -1 : 1))
}
