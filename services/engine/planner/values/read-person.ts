import type { Token } from '../tokens/token.ts'
import { isFiller } from '../words/vocabulary.ts'
import { one, type Reader } from './reading.ts'

/** What people make, behind which it is said who made it: `commits by anna`. */
const personal = /^(?:commits?|changes?|done|made|written|work|committed|pushed)$/

/** What something is told apart by, which is nobody. */
const measures =
  /^(?:authors?|dates?|persons?|sizes?|names?|files?|branch|branches|type|kind|service|model|provider|agent|default|hand|accident|mistake)$/

/** Whether it is said of somebody that he made commits: `what did anna commit`, `everything tom committed`. */
const makesCommits = (at: number, tokens: readonly Token[]): boolean => {
  const [before, after] = [tokens[at - 1]?.word ?? '', tokens[at + 1]?.word ?? '']
  return (
    (before === 'did' && after === 'commit') ||
    (/^(?:what|everything|whatever|all|commits|that|which|has)$/.test(before) &&
      /^(?:committed|pushed)$/.test(after)) ||
    (before === 'commits' && after === 'made')
  )
}

/** A person: a name that begins with a capital inside of a sentence, or an address. */
export const readPerson: Reader = (at, { tokens, world }) => {
  const token = tokens[at]
  if (!token) return undefined
  if (/^[^@\s]+@[^@\s]+\.\w+$/.test(token.text)) return one(token.text, at)
  const known = world.names.has(token.word)
  const by =
    !isFiller(token.word) &&
    ((tokens[at - 1]?.word === 'by' && tokens.slice(0, at - 1).some(({ word }) => personal.test(word))) ||
      makesCommits(at, tokens))
  if (by && token.kind === 'word' && !known && !measures.test(token.word)) return one(token.text, at)
  return token.kind === 'word' && at > 0 && !known && !isFiller(token.word) && /^\p{Lu}\p{Ll}+/u.test(token.text)
    ? one(token.text.replace(/['’]s$/, ''), at)
    : undefined
}
