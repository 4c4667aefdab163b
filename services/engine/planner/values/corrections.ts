import type { Token } from '../tokens/token.ts'
import type { Field } from './field.ts'
import type { Reading } from './reading.ts'
import { valueText } from './value-text.ts'

/** Kinds of which a value is as it was typed. */
const verbatim = new Set(['text', 'search', 'search-words', 'word', 'name', 'stack-name', 'new-branch', 'new-file'])

/** What was read from a word that is not spelled like it, for whoever approves to see. */
export const correctedIn = ({ name, kind }: Field, readings: readonly Reading[], tokens: readonly Token[]): string[] =>
  verbatim.has(kind)
    ? []
    : readings.flatMap(({ value, from, to }) => {
        const typo = tokens.slice(from, to).find((token) => token.typo !== undefined)?.typo
        return typo === undefined || value === undefined ? [] : [`${name}=${valueText(value)} (from "${typo}")`]
      })
