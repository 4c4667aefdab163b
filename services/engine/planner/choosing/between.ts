import type { Token } from '../tokens/token.ts'
import type { Judged } from './judge.ts'

/** What was said in some parts, with what stands between those that are neighbours. */
export const between = (
  all: readonly Token[],
  parts: readonly Judged[],
  said: (part: Judged) => readonly Token[],
): readonly Token[] =>
  parts.flatMap((part, at) => {
    const next = parts[at + 1]
    return [...said(part), ...(next && next.from - part.to <= 2 ? all.slice(part.to, next.from) : [])]
  })
