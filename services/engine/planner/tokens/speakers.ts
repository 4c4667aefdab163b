import { conceptOf } from '../words/concepts.ts'
import type { Vocabulary } from '../words/vocabulary.ts'
import type { Token } from './token.ts'

/** Places of who speaks at the head of lines, where several lines have one: `Ola: stash it`, `Ben: then go to main`. */
export const speakersIn = (
  tokens: readonly Token[],
  { speaking, fieldNames }: Pick<Vocabulary, 'speaking' | 'fieldNames'>,
): ReadonlySet<number> => {
  const heads = tokens.flatMap(({ kind, text, word, stem }, at) => {
    const begins = at === 0 || tokens[at - 1]?.text === '\n'
    const named = (kind === 'word' || kind === 'name') && /^\p{Lu}\p{Ll}+$/u.test(text)
    const labels = speaking.has(conceptOf(stem)) || fieldNames.has(word)
    return begins && named && !labels && tokens[at + 1]?.text === ':' ? [at] : []
  })
  return new Set(heads.length > 1 ? heads.flatMap((at) => [at, at + 1]) : [])
}
