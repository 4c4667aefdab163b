import { stemOf } from '../words/stem.ts'
import type { Token } from './token.ts'

/** What something is that was not yet done with it, where a look is known by that. */
const undone: Readonly<Record<string, string>> = {
  committed: 'uncommitted',
  staged: 'unstaged',
  tracked: 'untracked',
}

/** Words that say that it was not. */
const not = /^(?:not|never|haven't|hasn't|hadn't|isn't|aren't|wasn't|weren't|havent|hasnt)$/

/** Words that may stand between. */
const between = /^(?:yet|been|even|actually|really|all|get|got)$/

/** Of what was not done the word says it: `anything I haven't committed yet`. */
export const withUndone = (tokens: readonly Token[]): readonly Token[] =>
  tokens.map((token, at) => {
    const word = token.kind === 'word' ? undone[token.word] : undefined
    const before = tokens.slice(0, at).findLast((each) => !between.test(each.word))
    return word !== undefined && not.test(before?.word ?? '') ? { ...token, word, stem: stemOf(word) } : token
  })
