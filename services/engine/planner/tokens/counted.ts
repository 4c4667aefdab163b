import type { World } from '../surroundings.ts'
import { numberOf } from './numbers.ts'
import type { Token } from './token.ts'

/** What roots are called together. */
const together = /^(?:env|envs|environments?|roots?|stacks?|stages?|modules?)$/

/** Pieces without a number that only says how many roots there are: `plan all three environments`. */
export const withoutCounts = (tokens: readonly Token[], { roots }: World): readonly Token[] =>
  tokens.flatMap((token, at) => {
    const all =
      /^(?:all|every)$/.test(tokens[at - 1]?.word ?? '') ||
      /^(?:all|these|those) (?:of )?(?:the|our|my|these)$/.test(`${tokens[at - 2]?.word} ${tokens[at - 1]?.word}`)
    const count = token.kind === 'number' ? Number(token.text) : numberOf(token.word)
    const noun = tokens.slice(at + 1, at + 3).some(({ word }) => together.test(word))
    return all && noun && count === roots.length ? [] : [token]
  })
