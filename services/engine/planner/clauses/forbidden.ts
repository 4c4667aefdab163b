import { beginsWithOrder, type Scene } from '../choosing/judge.ts'
import type { Token } from '../tokens/token.ts'
import type { Segment } from './segments.ts'

/** Words that forbid what follows. */
const forbidding = /^(?:don't|dont|not|never|can't|cannot|won't|mustn't|shouldn't|circumstances|case|means|account)$/

/** Whom nobody may do something: `nothing may be applied to production`, `nobody is to commit anything`. */
const forbidsAnybody =
  /^(?:but )?(?:nothing|nobody|no one|noone|none of (?:it|them|this)|no \w+) (?:\w+ )?(?:may|must|should|can|could|shall|will|is (?:to|allowed|permitted|supposed)|are (?:to|allowed|permitted|supposed)|gets?|has to)\b/

/** What is forbidden by its name. */
const forbiddenName = /^(?:but |and )?\w+ing\b.*\b(?:not|forbidden|prohibited|limits|taboo)\b/

/** Whether what is turned down is an order, or anybody's. */
export const isForbidden = (tokens: readonly Token[], scene: Scene): boolean => {
  const said = tokens.map(({ word }) => word).join(' ')
  const at = tokens.findIndex(({ kind, word }) => kind === 'word' && forbidding.test(word))
  return (
    tokens.at(-1)?.word === 'not' ||
    forbidsAnybody.test(said) ||
    forbiddenName.test(said) ||
    beginsWithOrder(tokens.slice(1), scene) ||
    (at >= 0 && beginsWithOrder(tokens.slice(at + 1), scene))
  )
}

/** What a heading says that forbids what stands below it: `Things we must never do`, `Don'ts`. */
const forbids =
  /^(?:don't|dont|don'ts|donts|not|never|mustn't|shouldn't|cannot|can't|forbidden|prohibited|taboo|avoid|no-gos?)$/

/** Segments in which each order that is listed below what forbids it is forbidden by itself. */
export const withForbidding = (
  segments: readonly Segment[],
  all: readonly Token[],
  scene: Scene,
): readonly Segment[] => {
  let forbidding: Token | undefined
  let end = 0
  return segments.map((segment) => {
    const { item, tokens, from, to } = segment
    const between = all.slice(end, from).map(({ text }) => text)
    const listed = between.includes(':') || (item && between.includes('\n'))
    const before = forbidding
    end = to
    if (!item) forbidding = tokens.find(({ kind, word }) => kind === 'word' && forbids.test(word))
    return before && listed && beginsWithOrder(tokens, scene) ? { ...segment, tokens: [before, ...tokens] } : segment
  })
}
