import { environmentNames } from '../values/environments.ts'
import type { Token } from './token.ts'

/** Flags behind which other programs are told the environment: `get resources -e production`. */
const flags = /^--?(?:e|env|environment)$/

const deletes = /^(?:destroy|delete|remove|teardown|rm)/

/** Pieces in which a flag that only says where is that word, unless something is to be deleted there. */
export const withPlaces = (tokens: readonly Token[]): readonly Token[] => {
  if (tokens.some(({ word }) => deletes.test(word))) return tokens
  return tokens.map((token, at) =>
    token.kind === 'flag' && flags.test(token.text) && environmentNames(tokens[at + 1]?.word ?? '').length > 0
      ? { ...token, kind: 'word' as const, word: 'for', stem: 'for' }
      : token,
  )
}
