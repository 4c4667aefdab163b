import type { World } from '../surroundings.ts'
import { numberOf } from './numbers.ts'
import type { Token } from './token.ts'

/** What roots are called together. */
const together = /^(?:env|envs|environments?|roots?|stacks?|stages?|modules?)$/

/** Pieces without a number that only says how many roots there are: `plan all three environments`. */
export const withoutCounts = (tokens: readonly Token[], { roots, project }: World): readonly Token[] => {
  // Before there is a root, the environments that the project has are counted.
  const there = roots.length || project?.environments?.length
  return tokens.flatMap((token, at) => {
    const all =
      /^(?:all|every)$/.test(tokens[at - 1]?.word ?? '') ||
      /^(?:all|these|those) (?:of )?(?:the|our|my|these)$/.test(`${tokens[at - 2]?.word} ${tokens[at - 1]?.word}`)
    const count = token.kind === 'number' ? Number(token.text) : numberOf(token.word)
    const noun = tokens.slice(at + 1, at + 3).some(({ word }) => together.test(word))
    return all && noun && count !== undefined && count === there ? [] : [token]
  })
}

/** What is counted ahead of what is wanted. */
const wishes = /^(?:things|questions|requests|favou?rs|tasks|jobs|wishes|items|points|steps|bits|asks)$/

/** Words around the count that want nothing by themselves. */
const around =
  /^(?:i|we|you|i've|we've|have|got|a|my|the|these|those|hi|hello|hey|morning|good|ok|okay|so|just|please|here|there|are|is|need|want|with|for|today|quick|small)$/

/** Pieces without a number that only says how much is wanted: `two things: verify the audit, and show the plans`. */
export const withoutAnnounced = (tokens: readonly Token[]): readonly Token[] => {
  const start = tokens.slice(0, 8)
  const noun = start.findIndex(({ kind, word }) => kind === 'word' && wishes.test(word))
  const count = tokens[noun - 1]
  const rest = tokens.slice(noun + 1, noun + 4).findIndex(({ kind }) => kind === 'mark')
  const isCount = count && (count.kind === 'number' || numberOf(count.word) !== undefined)
  if (!isCount || rest < 0) return tokens
  if (!tokens.slice(0, noun - 1).every(({ kind, word }) => kind === 'mark' || around.test(word))) return tokens
  return /^[:.,—–-]$/.test(tokens[noun + 1 + rest]?.text ?? '') ? tokens.slice(noun + 2 + rest) : tokens
}
