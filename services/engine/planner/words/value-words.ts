import { says } from '../tokens/cue.ts'
import { isFillerToken } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import type { Reading } from '../values/reading.ts'
import { stemOf } from './stem.ts'

/** Nouns of what was done, which say the same: `failures` are failed runs. */
const noun = /(?:ures?|ions?|als?)$/

/** Finds the values of a field that were said by any of their names, the longest names first. */
export const valuesSaid = (
  field: Field,
  tokens: readonly Token[],
  taken: ReadonlySet<number>,
  literal: ReadonlySet<number> = new Set(),
): readonly Reading[] => {
  const named = field.values
    .flatMap(({ value, patterns }) => patterns.map((pattern) => ({ value, pattern })))
    .sort((one, other) => other.pattern.length - one.pattern.length)
  const used = new Set(taken)
  const found: Reading[] = []
  for (let at = 0; at < tokens.length; at++) {
    if (used.has(at)) continue
    for (const { value, pattern } of named) {
      let to = at
      const fits = pattern.every((part) => {
        while (to > at && to < tokens.length && isFillerToken(tokens[to] as Token) && !says(tokens[to] as Token, part))
          to++
        const token = tokens[to]
        if (!token || used.has(to) || !says(token, part)) return false
        // What is a word of the phrase besides has to be the very name.
        if (
          pattern.length === 1 &&
          'word' in part &&
          /(?:ed|ing)$/.test(part.word) &&
          token.word !== part.word &&
          !noun.test(token.word) &&
          token.typo === undefined
        )
          return false
        // What may be left open is said by its name, and not by a word that means nearly the same.
        if (
          pattern.length === 1 &&
          'word' in part &&
          !field.required &&
          !field.many &&
          field.kind === 'choice' &&
          token.stem !== stemOf(part.word)
        )
          return false
        // What only says what the name behind it is of is no choice: `from the file my-agent.yaml`.
        if (pattern.length === 1 && token.word === 'file' && tokens[to + 1]?.kind === 'path') return false
        // What is kept of other things is no choice of how: `keep the uploads somewhere`.
        if (pattern.length === 1 && token.stem === 'keep' && !tokens.some(({ stem }) => stem === stemOf(field.name)))
          return false
        if (literal.has(to) && 'word' in part && token.word !== part.word) return false
        if (pattern.length === 1 && isFillerToken(token) && (literal.has(to) || token.word !== value)) return false
        to++
        return true
      })
      if (!fits || to === at) continue
      found.push({ value, from: at, to, exact: true })
      for (let each = at; each < to; each++) used.add(each)
      break
    }
  }
  return found
}
