import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import type { Reading } from '../values/reading.ts'
import { valueText } from '../values/value-text.ts'

/** Words with which one of several values is left out: `no eks`, `skip the database`, `don't bother with a bucket`. */
const leaving =
  /(?:^| )(?:no|not|without|skip|skipping|minus|except|excluding|omit|drop|forget(?: about)?|leave out|instead of|rather than|(?:don't|dont|do not) (?:bother with|need|want|add|include|use)|no need for)(?: (?:in|on|for|to|from|of))?(?: (?:a|an|the|any|that|this))?$/

/** Whether what stands before a place leaves it out. */
const isLeftOut = (at: number, tokens: readonly Token[]): boolean => {
  const mark = tokens.slice(0, at).findLastIndex(({ kind }) => kind === 'mark')
  return leaving.test(
    tokens
      .slice(Math.max(mark + 1, at - 5), at)
      .map(({ word }) => word)
      .join(' '),
  )
}

/**
 * Values of a list without those that are only named to leave them out. Undefined where that cannot be: nothing else is
 * wanted, or what is left out comes with what is wanted.
 */
export const wantedOf = (
  { brings }: Field,
  found: readonly Reading[],
  tokens: readonly Token[],
): readonly Reading[] | undefined => {
  const out = found.filter(({ from }) => isLeftOut(from, tokens))
  if (out.length === 0) return undefined
  const gone = new Set(out.map(({ value }) => value))
  const wanted = found.filter(({ value }) => !gone.has(value))
  const brought = new Set(wanted.flatMap(({ value }) => brings[valueText(value)] ?? []))
  return wanted.length === 0 || [...gone].some((value) => brought.has(valueText(value))) ? undefined : wanted
}
