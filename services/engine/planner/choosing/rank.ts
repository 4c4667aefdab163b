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

/** Kinds of arguments that are in some pieces. */
const offered = (tokens: readonly Token[], world: World) => {
  const found = new Map<string, boolean>()
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
              patterns.some((pattern) =>
                pattern.every(
                  (part) =>
                    'slot' in part ||
                    tokens.some((token) => tokenConcept(token) === part.concept || token.word === part.concept),
                ),
              ),
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
  said: ReadonlyMap<string, number>,
  fillersSaid: ReadonlySet<string>,
  weight: (concept: string) => number,
  hasSlot: (name: string) => boolean,
  looking: Looking | undefined,
  isRecord: (name: string) => boolean,
): { recall: number; named: boolean; all: number } => {
  let got = 0
  let all = 0
  let named = true
  let words = 0
  const speaking = pattern.some((part) => ('slot' in part ? isRecord(part.slot) : !part.filler && !part.look))
  const small = pattern.some((part) => 'concept' in part && !part.filler) ? fillerWeight : 0.4
  for (const part of pattern) {
    // Any verb of seeing says that something is to be seen, and so does none.
    if ('concept' in part && part.look && looking && (looking.verbs.size > 0 || (looking.nouns && speaking))) {
      const value = part.filler ? small : weight(part.concept)
      all += value
      got += value * (said.has(part.concept) || fillersSaid.has(part.concept) ? 1 : looking.nouns ? 0.6 : 0.9)
      continue
    }
    if ('slot' in part) {
      all += slotWeight
      if (hasSlot(part.slot)) got += slotWeight
    } else if (part.filler) {
      all += small
      if (fillersSaid.has(part.concept)) got += small
    } else {
      words++
      const value = weight(part.concept)
      all += value
      if (said.has(part.concept)) got += value
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
      let best = { recall: 0, named: false, all: 0 }
      for (const pattern of subject.phrases) {
        const found = recallOf(
          pattern,
          said,
          fillersSaid,
          vocabulary.weight,
          (slot) => {
            const field = subject.fields.find(({ name }) => name === slot)
            return field !== undefined && has(field, subject)
          },
          subject.effect === 'read' ? looking : undefined,
          (slot) => records && subject.fields.some(({ name, kind }) => name === slot && recordKinds.has(kind)),
        )
        // Between phrases that fit alike, the one that says more.
        if (found.recall + found.all * 0.03 > best.recall + best.all * 0.03) best = found
      }
      let known = 0
      let unknown = 0
      for (const concept of said.keys()) {
        const strength = subject.concepts.get(concept) ?? 0
        const value = vocabulary.weight(concept)
        known += value * strength
        if (!isNamed(concept)) unknown += value * (1 - strength)
      }
      const coverage = known + unknown === 0 ? 0 : known / (known + unknown)
      return { subject, score: best.recall * 0.6 + coverage * 0.4, recall: best.recall, coverage, named: best.named }
    })
    .sort((one, other) => other.score - one.score || (one.subject.id < other.subject.id ? -1 : 1))
}
