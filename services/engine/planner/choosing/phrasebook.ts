import type { Pattern } from '../tokens/pattern.ts'
import type { Field } from '../values/field.ts'
import type { Subject, Vocabulary } from '../words/vocabulary.ts'

const fillerWeight = 0.12
const slotWeight = 0.45

/** A piece of a phrase with what it weighs. */
export type Piece =
  | { is: 'slot'; field: Field | undefined; weight: number }
  /** `concept` is a number of the book; `look` is that it only asks to see something. */
  | { is: 'filler' | 'word'; concept: number; look: boolean; weight: number }

/** A phrase as it is held against every request. */
export interface Phrase {
  pieces: readonly Piece[]
  /** It has a word that is more than a verb of seeing. */
  speaks: boolean
  /** What all of its pieces weigh. */
  all: number
}

/** The phrases of all operations, with a number for each concept in them: to look up words took half of a plan. */
export interface Phrasebook {
  phrases: ReadonlyMap<Subject, readonly Phrase[]>
  concepts: ReadonlyMap<string, number>
}

const makeBook = (vocabulary: Vocabulary): Phrasebook => {
  const concepts = new Map<string, number>()
  const numberOf = (concept: string): number => {
    const number = concepts.get(concept) ?? concepts.size
    concepts.set(concept, number)
    return number
  }
  const phraseOf = (pattern: Pattern, fields: readonly Field[]): Phrase => {
    const small = pattern.some((part) => 'concept' in part && !part.filler) ? fillerWeight : 0.4
    const pieces = pattern.map((part): Piece => {
      if ('slot' in part)
        return { is: 'slot', field: fields.find(({ name }) => name === part.slot), weight: slotWeight }
      const { concept, filler, look } = part
      const is = filler ? 'filler' : 'word'
      return { is, concept: numberOf(concept), look, weight: filler ? small : vocabulary.weight(concept) }
    })
    return {
      pieces,
      speaks: pieces.some((piece) => piece.is === 'word' && !piece.look),
      all: pieces.reduce((sum, { weight }) => sum + weight, 0),
    }
  }
  const phrases = vocabulary.subjects.map(
    (subject) => [subject, subject.phrases.map((pattern) => phraseOf(pattern, subject.fields))] as const,
  )
  return { phrases: new Map(phrases), concepts }
}

const books = new WeakMap<Vocabulary, Phrasebook>()

/** The phrasebook of a vocabulary, made once. */
export const phrasebookOf = (vocabulary: Vocabulary): Phrasebook => {
  const book = books.get(vocabulary) ?? makeBook(vocabulary)
  books.set(vocabulary, book)
  return book
}
