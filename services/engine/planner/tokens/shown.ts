import type { World } from '../surroundings.ts'
import { editsBetween } from '../words/spelling.ts'
import { isFiller, type Vocabulary } from '../words/vocabulary.ts'
import type { Token } from './token.ts'

/** Words that may stand before the verb with which somebody asks to see something. */
const asking = /^(?:please|pls|plz|can|could|you|u|hey|hi|ok|so|now|and)$/

/** Words with which what is to be seen begins. */
const seen = /^(?:me|us|the|my|our|all)$/

/**
 * A verb of seeing that begins a request and has too few letters to be mended as other words are: `sho me the log`.
 * For each token, to be mapped over.
 */
export const withShown =
  ({ spelling }: Vocabulary, { names }: World) =>
  (token: Token, at: number, all: readonly Token[]): Token => {
    const { kind, word, text } = token
    const leads = all.slice(0, at).every((before) => before.kind === 'mark' || asking.test(before.word))
    if (kind !== 'word' || !leads || !seen.test(all[at + 1]?.word ?? '') || !/^[a-z]{3,4}$/.test(word)) return token
    const isKnown = names.has(word) || isFiller(word) || spelling.knows(word)
    return isKnown || editsBetween(word, 'show') > 1 ? token : { ...token, word: 'show', stem: 'show', typo: text }
  }
