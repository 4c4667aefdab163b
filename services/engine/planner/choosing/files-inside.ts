import { tidyPath, type World } from '../surroundings.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import type { Choice } from './choose.ts'

/** The files that the text of another argument names: whoever is asked about a file has to see it. */
export const filesInside = (
  { inside }: Field,
  { readings }: Choice,
  { tokens, world }: { tokens: readonly Token[]; world: World },
): readonly string[] =>
  ((inside === undefined ? undefined : readings.get(inside)) ?? []).flatMap(({ from, to }) =>
    tokens
      .slice(from, to)
      .map(({ text }) => tidyPath(text))
      .filter((path) => world.fileSet.has(path)),
  )
