import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { conceptOf } from '../words/concepts.ts'
import { stemOf } from '../words/stem.ts'
import { lookVerbs } from '../words/verbs.ts'

const participle =
  /(?:[^e]ed|ing)$|^(?:written|made|taken|given|done|kept|built|sent|brought|found|called|named|started)$/

/** Nouns that are made of verbs: `deletions`. */
const nominal = /(?:[ts]ion|ment|al|ure)s?$/

/** Whether a verb tells what was done or is going on, and orders nothing. */
export const isParticiple = (word: string): boolean => participle.test(word)

/** Whether a word is a verb in the form in which people order. */
export const isOrderVerb = (token: Token, verbs: ReadonlySet<string>): boolean =>
  token.kind === 'word' &&
  !participle.test(token.word) &&
  token.word !== 'config' &&
  !(nominal.test(token.word) && tokenConcept(token) !== token.stem) &&
  verbs.has(tokenConcept(token))

/** Kinds of things with ids that say by themselves what is to be seen. */
export const recordKinds: ReadonlySet<string> = new Set(['run', 'plan', 'any-plan', 'artifact', 'task', 'conversation'])

/** What an id says without a word: `p_7f3a` is a plan. */
const nouns: Readonly<Record<string, readonly string[]>> = {
  r: ['run'],
  p: ['plan'],
  a: ['artifact'],
  t: ['task'],
  c: ['conversation', 'chat'],
  g: ['grant', 'permission'],
}

/** Concepts that ids in a part of a request say without a word. */
export const impliedIn = (tokens: readonly Token[]): ReadonlySet<string> =>
  new Set(
    tokens
      .flatMap(({ kind, word }) => (kind === 'record' ? (nouns[word.charAt(0)] ?? []) : []))
      .map((noun) => conceptOf(stemOf(noun))),
  )

/** How a part of a request asks to see something. */
export interface Looking {
  /** Places of verbs that ask for nothing else: `show`, `let me see a list of`. */
  verbs: ReadonlySet<number>
  /** No verb is said at all, as in a list of wishes: `plans, audit log`. */
  nouns: boolean
}

/** Words with which something begins that is asked or told, or that goes with something else. */
const beginnings = new Set(
  'do make let use go start how why who whom whose when where for in on at of with without from to into by about under as if because but not no'.split(
    ' ',
  ),
)

/** Finds how a part of a request asks to see something; neither where it orders something else. */
export const lookingIn = (tokens: readonly Token[], orderVerbs: ReadonlySet<string>): Looking => {
  const verbs = new Set<number>()
  const apart = beginnings.has(tokens[0]?.word ?? '') || tokens[1]?.text === ':'
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'word' && lookVerbs.has(token.stem)) verbs.add(at)
    else if (isContent(token))
      return {
        verbs,
        nouns: verbs.size === 0 && !apart && ['word', 'record'].includes(token.kind) && !isOrderVerb(token, orderVerbs),
      }
  }
  return { verbs, nouns: false }
}
