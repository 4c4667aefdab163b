import { impliedIn, type Looking, lookingIn, recordKinds } from '../clauses/looking.ts'
import { pointable, pointing } from '../clauses/pointing.ts'
import type { World } from '../surroundings.ts'
import { isContent, isFillerToken, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import { readers } from '../values/kinds.ts'
import type { Subject, Vocabulary } from '../words/vocabulary.ts'
import { type Phrase, type Piece, phrasebookOf } from './phrasebook.ts'

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

/** Whether some pieces have something for an argument. */
const offered = (tokens: readonly Token[], world: World): ((field: Field) => boolean) => {
  const spoken = new Set(tokens.flatMap((token) => [tokenConcept(token), token.word]))
  const isThere = (field: Field): boolean => {
    const { kind, values } = field
    if (kind === 'text') return tokens.some((token) => token.kind === 'quoted') || tokens.filter(isContent).length > 1
    if (kind === 'choice' || values.length > 0)
      return values.some(({ patterns }) =>
        patterns.some((pattern) => pattern.every((part) => 'slot' in part || spoken.has(part.concept))),
      )
    const read = readers[kind]
    if (!read) return tokens.some((token) => token.kind !== 'word' && token.kind !== 'mark')
    return (
      tokens.some((_, at) => read(at, { tokens, world, field })) ||
      (pointable.has(kind) && tokens.some(({ word }) => pointing.has(word)))
    )
  }
  // What has no values of its own is the same wherever its kind is taken, and so is what only names some of its values.
  const found = new Map<string | Field, boolean>()
  return (field) => {
    const { kind, values } = field
    const known = (kind === 'choice' ? undefined : found.get(kind)) ?? found.get(field)
    if (known !== undefined) return known
    const result = isThere(field)
    found.set(kind === 'choice' || values.length > 0 ? field : kind, result)
    return result
  }
}

/** How a concept was said: as a word, as one of the small words, or as both. */
const asWord = 1
const asFiller = 2

/** What was said, as phrases are held against it. */
interface Said {
  /** How each concept of the phrasebook was said; 0 where it was not. */
  how: Uint8Array
  /** Whether there is something for an argument. */
  has: (field: Field) => boolean
  /** Whether records are named by their ids. */
  records: boolean
  looking: Looking | undefined
}

const takesRecord = (piece: Piece): boolean => piece.is === 'slot' && recordKinds.has(piece.field?.kind ?? '')

const recallOf = (
  { pieces, speaks, all }: Phrase,
  { how, has, records, looking }: Said,
): { recall: number; named: boolean; all: number } => {
  let got = 0
  let named = true
  let words = 0
  // Any verb of seeing says that something is to be seen, and so does none.
  const seeing = (): boolean =>
    looking !== undefined &&
    (looking.verbs.size > 0 || (looking.nouns && (speaks || (records && pieces.some(takesRecord)))))
  for (const piece of pieces) {
    if (piece.is === 'slot') {
      if (piece.field && has(piece.field)) got += piece.weight
      continue
    }
    const said = how[piece.concept] ?? 0
    if (piece.look && looking && seeing()) got += piece.weight * (said > 0 ? 1 : looking.nouns ? 0.6 : 0.9)
    else if (piece.is === 'filler') {
      if (said & asFiller) got += piece.weight
    } else {
      words++
      if (said & asWord) got += piece.weight
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
  const book = phrasebookOf(vocabulary)
  const how = new Uint8Array(book.concepts.size)
  const note = (concept: string, as: number): void => {
    const number = book.concepts.get(concept)
    if (number !== undefined) how[number] = (how[number] ?? 0) | as
  }
  for (const concept of said.keys()) note(concept, asWord)
  for (const word of fillersSaid) note(word, asFiller)
  const seen: Said = { how, has, records, looking }
  const other: Said = { ...seen, looking: undefined }
  const isNamed = (concept: string): boolean => world.names.has(concept)
  return vocabulary.subjects
    .map((subject): Ranked => {
      let best = { recall: 0, named: false, all: 0 }
      for (const phrase of book.phrases.get(subject) ?? []) {
        const found = recallOf(phrase, subject.effect === 'read' ? seen : other)
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
