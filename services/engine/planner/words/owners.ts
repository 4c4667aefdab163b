import type { Token } from '../tokens/token.ts'

/** Whose something is: `our payments platform`, `the orders team`. */
export const ownerNouns =
  /^(?:team|teams|platform|service|services|project|app|application|product|squad|group|company|department|customer|customers|system|website|site|backend|frontend|shop|portal|api|microservice|people|guys|folks|unit|org|organisation|organization)$/

/** What those do who want something: `Finance needs it`. */
const wishing = /^(?:needs?|wants?|asks?|asked|requires?|requested|wished|wants)$/

/** Words left over that only name an owner. */
export const choiceOwners = (leftover: readonly Token[], tokens: readonly Token[]): readonly Token[] =>
  leftover.filter((token) => {
    const at = tokens.indexOf(token)
    const next = tokens[at + 1]
    return (
      ['word', 'name'].includes(token.kind) &&
      at >= 0 &&
      ((next !== undefined && (ownerNouns.test(next.word) || (token.kind === 'word' && wishing.test(next.word)))) ||
        ownerNouns.test(tokens[at - 1]?.word ?? '') ||
        ownerNouns.test(token.word))
    )
  })
