import type { World } from '../surroundings.ts'
import type { Token } from '../tokens/token.ts'
import { stemOf } from '../words/stem.ts'

/** Verbs that may mean to make neat, and mean to delete where what follows is one file by its very path. */
const verbs = new Set(['throwaway', 'ridof', 'ditch', 'trash', 'bin'])

/** Pieces in which a verb that sometimes deletes does so, for it names its one file exactly: `throw away notes/old.md`. */
export const withExactDeletions = (tokens: readonly Token[], { fileSet }: World): readonly Token[] =>
  tokens.map((token, at) => {
    const [named, ...further] = tokens
      .slice(at + 1)
      .filter(({ word }) => !/^(?:the|this|that|file|please|now)$/.test(word))
    const only = named?.kind === 'path' && fileSet.has(named.text) && further.every(({ kind }) => kind === 'mark')
    return token.kind === 'word' && verbs.has(token.word) && only
      ? { ...token, word: 'delete', stem: stemOf('delete') }
      : token
  })
