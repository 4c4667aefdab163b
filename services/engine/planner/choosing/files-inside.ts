import { tidyPath, type World } from '../surroundings.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import type { Choice } from './choose.ts'

/** What pictures end with. */
const picture = /\.(?:png|jpe?g|gif|webp)$/i

/**
 * The files that the text of another argument names: whoever is asked about a file has to see it. A picture is seen as
 * one where the operation takes pictures.
 */
export const filesInside = (
  { inside, kind }: Field,
  { readings, subject: { fields } }: Choice,
  { tokens, world }: { tokens: readonly Token[]; world: World },
): readonly string[] => {
  const pictures = fields.find((field) => field.kind === 'image')
  const texts =
    kind === 'image' ? fields.flatMap((field) => (field.inside === undefined ? [] : [field.inside])) : [inside]
  const isWanted = (path: string): boolean => pictures === undefined || picture.test(path) === (kind === 'image')
  return texts
    .flatMap((text) => (text === undefined ? [] : (readings.get(text) ?? [])))
    .flatMap(({ from, to }) =>
      tokens
        .slice(from, to)
        .map(({ text }) => tidyPath(text))
        .filter((path) => world.fileSet.has(path) && isWanted(path)),
    )
}
