import type { Choice } from '../choosing/choose.ts'
import type { World } from '../surroundings.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import { readAround } from '../values/read-files.ts'

/**
 * The argument for a place, where a folder with code below it was said to be one and nothing heard it: `in the envs
 * folder, format everything` is not to be done everywhere.
 */
export const placeUnheard = (
  { subject, readings }: Choice,
  tokens: readonly Token[],
  world: World,
): Field | undefined => {
  const field = subject.fields.find(({ kind }) => kind === 'root' || kind === 'code')
  const read = [...readings.values()].flat()
  const isUnheard = (_: Token, at: number): boolean =>
    field !== undefined &&
    readAround(at, { tokens, world, field }) !== undefined &&
    !read.some(({ from, to }) => from <= at && at < to)
  return tokens.some(isUnheard) ? field : undefined
}
