import type { Joint } from '../clauses/segments.ts'
import type { Token } from '../tokens/token.ts'
import type { Reading } from '../values/reading.ts'
import type { Choice } from './choose.ts'

/** One thing that is wanted: an operation with the pieces of the request that speak of it. */
export interface Frame {
  choice: Choice
  /** Operations that fit nearly as well. */
  near: readonly Choice[]
  /** What people mean who say it so, where that is another one. */
  likelier: Choice | undefined
  tokens: readonly Token[]
  joint: Joint
  item: boolean
  /** It was typed as a command line, and says nothing but what it says. */
  typed?: true
}

/** Why a frame is no step yet. */
export interface Problem {
  question: string
  candidates: readonly string[]
  /** The field that an answer would fill. */
  field?: string
}

/** Arguments of one step, with where each is from. */
export interface Arguments {
  input: Record<string, unknown>
  assumed: string[]
}

/** A value that a reading stands for, several readings of one thing counted once. */
export const distinct = (readings: readonly Reading[]): readonly Reading[] =>
  readings.filter(
    (reading, at) =>
      readings.findIndex(
        ({ value, several }) => value === reading.value && several?.join() === reading.several?.join(),
      ) === at,
  )
