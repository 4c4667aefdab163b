import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import type { Field } from '../values/field.ts'
import type { Reading } from '../values/reading.ts'
import type { Subject } from '../words/vocabulary.ts'
import type { FillContext } from './fill.ts'

/** How well an operation has to know each word before the colon. */
const known = 0.5

/**
 * The text that an operation needs, said behind a colon before which nothing stands but words of the order itself:
 * `note in the history: rotated the keys`.
 */
export const behindColon = (
  { effect, fields, concepts, openers }: Subject,
  { tokens, request }: FillContext,
  readings: ReadonlyMap<string, readonly Reading[]>,
): readonly [Field, Reading] | undefined => {
  const field = fields.find(({ kind, required, name }) => kind === 'text' && required && !readings.has(name))
  const colon = tokens.findIndex(({ kind, text }) => kind === 'mark' && text === ':')
  const [first, last] = [tokens[colon + 1], tokens.at(-1)]
  if (!field || effect === 'delete' || colon < 1 || !first || !last) return undefined
  const before = tokens.slice(0, colon)
  const lead = before.find(isContent)
  if (!lead || !openers.has(tokenConcept(lead))) return undefined
  if (!before.every((token) => !isContent(token) || (concepts.get(tokenConcept(token)) ?? 0) >= known)) return undefined
  if (tokens.slice(colon).some(({ kind, text }) => kind === 'quoted' || text === '\n')) return undefined
  const value = request.slice(first.start, last.end)
  return [field, { value, from: colon + 1, to: tokens.length, exact: true }]
}
