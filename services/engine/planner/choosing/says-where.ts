import type { Token } from '../tokens/token.ts'
import type { Subject } from '../words/vocabulary.ts'

/** Kinds of arguments that say where, and which may be left open. */
const placeKinds = new Set(['directory', 'code', 'root'])

/**
 * Whether a word says where, and an operation that could be told so did not hear it: `search "x" in docs`, where there is
 * nothing of that name, is no search of everything.
 */
export const saysWhere = (
  at: number,
  tokens: readonly Token[],
  { fields }: Subject,
  taken: ReadonlySet<number>,
): boolean => {
  const before = tokens.slice(0, at).findLast(({ word }) => !/^(?:the|our|my)$/.test(word))
  const isFolder = /^(?:folder|directory|dir)$/.test(tokens[at + 1]?.word ?? '')
  return (
    tokens[at]?.kind === 'word' &&
    !taken.has(at + 1) &&
    !taken.has(at + 2) &&
    fields.some(({ kind, required }) => placeKinds.has(kind) && !required) &&
    (isFolder || /^(?:in|under|below|inside|within|beneath)$/.test(before?.word ?? ''))
  )
}
