import type { World } from '../surroundings.ts'
import type { Field } from '../values/field.ts'
import { readers } from '../values/kinds.ts'
import type { Reading } from '../values/reading.ts'
import type { Pattern, PatternPart } from './pattern.ts'
import { isFillerToken, tokenConcept } from './request-tokens.ts'
import type { Token } from './token.ts'

/** Words around a value that were found. */
export interface CueFound {
  reading: Reading | undefined
  /** Every token that belongs to it. */
  at: readonly number[]
}

/** Whether a token says a word of a phrase. */
export const says = (token: Token, part: PatternPart): boolean =>
  'concept' in part &&
  token.kind !== 'mark' &&
  token.kind !== 'quoted' &&
  (token.word === part.concept || token.stem === part.concept || tokenConcept(token) === part.concept)

/** How many words that only carry the sentence may stand between two words of a phrase. */
const gap = 2

const passable = (token: Token): boolean =>
  isFillerToken(token) || (token.kind === 'mark' && ['"', ':', '='].includes(token.text))

/** Whether a word tells things apart where it could name one: `by project` names none. */
const tellsApart = ([part]: Pattern, { name }: Field, tokens: readonly Token[], at: number): boolean =>
  part !== undefined &&
  'word' in part &&
  part.word === name &&
  tokens[at]?.word === name &&
  /^(?:by|per|each|every)$/.test(tokens[at - 1]?.word ?? '')

/** Finds the words around a value in pieces of which some are taken. */
export const findCue = (
  pattern: Pattern,
  field: Field,
  { tokens, world, taken }: { tokens: readonly Token[]; world: World; taken: ReadonlySet<number> },
): CueFound | undefined => {
  const read = readers[field.kind]
  const from = (part: number, at: number, skipped: number): CueFound | undefined => {
    const next = pattern[part]
    if (!next) return { reading: undefined, at: [] }
    const token = tokens[at]
    if (!token) return undefined
    if ('slot' in next) {
      const reading = taken.has(at) ? undefined : read?.(at, { tokens, world, field })
      if (reading) {
        const rest = from(part + 1, reading.to, 0)
        if (rest)
          return {
            reading,
            at: [...Array.from({ length: reading.to - reading.from }, (_, i) => reading.from + i), ...rest.at],
          }
      }
    } else if (says(token, next)) {
      const rest = from(part + 1, at + 1, 0)
      if (rest) return { ...rest, at: [at, ...rest.at] }
    }
    return part > 0 && skipped < gap && passable(token) ? from(part, at + 1, skipped + 1) : undefined
  }
  for (let at = 0; at < tokens.length; at++) {
    const found = tellsApart(pattern, field, tokens, at) ? undefined : from(0, at, 0)
    if (found) return found
  }
  return undefined
}
