import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import { readers } from '../values/kinds.ts'
import type { Reading } from '../values/reading.ts'
import { valuesSaid } from '../words/value-words.ts'
import type { FillContext } from './fill.ts'
import { flagName, typedBehind } from './fill-fields.ts'

/** The argument that a flag names: by its whole name, its beginning, or one letter for a text or a switch. */
const named = (fields: readonly Field[], { text }: Token): Field | undefined =>
  fields.find(
    ({ name, kind }) =>
      name === flagName(text) ||
      (/^-[a-z]$/.test(text) && name.startsWith(text.slice(1)) && ['text', 'switch'].includes(kind)) ||
      (name.startsWith(flagName(text)) && text.startsWith('--')),
  )

const behind = (field: Field, at: number, end: number, { tokens, world }: FillContext): readonly Reading[] => {
  if (field.kind === 'switch') return [{ value: true, from: at, to: at + 1, exact: true }]
  if (field.kind === 'text')
    return at + 1 < end ? [{ value: tokens[at + 1]?.text, from: at + 1, to: at + 2, exact: true }] : []
  if (field.values.length > 0)
    return valuesSaid(field, tokens, new Set(tokens.keys().filter((i) => i <= at || i >= end)))
  const found = Array.from({ length: end - at - 1 }, (_, i) =>
    readers[field.kind]?.(at + 1 + i, { tokens, world, field }),
  )
  const read = found.filter((each) => each !== undefined).slice(0, field.many ? undefined : 1)
  return read.length > 0 ? read : typedBehind(field, at, end, tokens)
}

/** Arguments that were given by flags, with what stands behind each and the place of the flag. */
export const flaggedIn = (
  fields: readonly Field[],
  context: FillContext,
): readonly [field: string, found: readonly Reading[], at: number][] => {
  const { tokens } = context
  return [...tokens.entries()].flatMap(([at, token]) => {
    const field = token.kind === 'flag' ? named(fields, token) : undefined
    if (!field) return []
    const next = tokens.findIndex(({ kind }, i) => i > at && kind === 'flag')
    return [[field.name, behind(field, at, next < 0 ? tokens.length : next, context), at]]
  })
}
