import type { World } from '../surroundings.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from './field.ts'

/** What pieces of a request mean as an argument. */
export interface Reading {
  value: unknown
  /** The first of the tokens and the one after the last. */
  from: number
  to: number
  /** Nothing was guessed: the very name was said. */
  exact: boolean
  /** What it may be, where it is not one thing. */
  several?: readonly string[]
  /** Nothing has that name. */
  absent?: boolean
}

/** What reading needs to know. */
export interface ReadingContext {
  tokens: readonly Token[]
  world: World
  field: Field
}

/** Reads a kind of argument at one place, if it is there. */
export type Reader = (at: number, context: ReadingContext) => Reading | undefined

/** A reading of one token. */
export const one = (value: unknown, at: number, exact = true): Reading => ({ value, from: at, to: at + 1, exact })

/** Kinds of arguments that any word is of, so that a word there may as well have named something else. */
export const anyWord: ReadonlySet<string> = new Set(['search', 'search-words', 'word', 'name', 'text', 'value'])

/** The places that a reading takes. */
export const placesIn = ({ from, to }: Reading): readonly number[] =>
  Array.from({ length: to - from }, (_, at) => from + at)
