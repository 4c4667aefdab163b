import type { World } from '../surroundings.ts'
import type { Token } from '../tokens/token.ts'
import { stemOf } from '../words/stem.ts'

/**
 * Verbs that may mean to make neat, and mean to delete where what follows is one file by its very path. `Clean up`, `get
 * rid of` and `reset` are not among them: users were promised that these always ask.
 */
const verbs = new Set(['throwaway', 'ditch', 'trash', 'bin'])

/** Verbs that delete where what follows is the id of something that can only be deleted. */
const verbsOfRecords = new Set([...verbs, 'drop', 'discard', 'shred', 'scrap', 'burn'])

/** Ids of artifacts and conversations, which nobody can stop or take back. */
const deletable = /^[ac]_/

/**
 * Pieces in which a verb that sometimes deletes does so, for it names its one thing exactly: `throw away notes/old.md`,
 * `drop artifact a_z2y3`.
 */
export const withExactDeletions = (tokens: readonly Token[], { fileSet }: World): readonly Token[] =>
  tokens.map((token, at) => {
    const [named, ...further] = tokens
      .slice(at + 1)
      .filter(({ word }) => !/^(?:the|this|that|my|our|file|artifact|conversation|chat|please|now)$/.test(word))
    const alone = further.every(({ kind }) => kind === 'mark')
    const isFile = named?.kind === 'path' && fileSet.has(named.text) && verbs.has(token.word)
    const isRecord = named?.kind === 'record' && deletable.test(named.text) && verbsOfRecords.has(token.word)
    return token.kind === 'word' && alone && (isFile || isRecord)
      ? { ...token, word: 'delete', stem: stemOf('delete') }
      : token
  })
