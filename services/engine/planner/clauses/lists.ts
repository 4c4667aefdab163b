import type { Choice } from '../choosing/choose.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import type { Reading } from '../values/reading.ts'
import type { Subject } from '../words/vocabulary.ts'

/** Whether several values are said as a choice between them. */
export const joinedByOr = (readings: readonly Reading[], tokens: readonly Token[]): boolean =>
  readings.length > 1 &&
  tokens.some(
    ({ word }, at) => word === 'or' && readings.some(({ to }) => to <= at) && readings.some(({ from }) => from > at),
  )

/** Words that set two things against each other: those are not two of the same. */
export const opposing = /^(?:on|with|to|into|against|from|by|for|as|than|over|onto)$/

/** Words behind which stands what is meant in place of something, or no more of it than that: those are not two either. */
const turning = /^(?:but|only|instead|rather|except|not)$/

/** Whether several values are said as a list, and not as two ends or as one thing done with another. */
export const asList = (readings: readonly Reading[], tokens: readonly Token[]): boolean => {
  const inOrder = readings.toSorted((one, other) => one.from - other.from)
  const first = inOrder[0]?.from ?? 0
  if (tokens.slice(Math.max(0, first - 2), first).some(({ word }) => word === 'between')) return false
  return inOrder.slice(1).every(({ from }, at) => {
    const between = tokens.slice(inOrder[at]?.to ?? 0, from)
    if (between.some(({ word }, i) => turning.test(word) && between[i + 1]?.word !== 'also')) return false
    return (
      between.length > 4 ||
      between.some(({ kind, word }) => kind === 'mark' || word === 'and') ||
      !between.some(({ word }) => opposing.test(word))
    )
  })
}

/** Whether each value of a list has one of another list of its own: `eks for dev, rds for production`. */
export const paired = ({ name, many }: Field, all: Choice['readings']): boolean =>
  many &&
  [...all].some(([other, found]) => {
    const own = all.get(name) ?? []
    if (other >= name || found.length !== own.length || own.length < 2) return false
    const order = [...own.map(({ from }) => ({ from, own: true })), ...found.map(({ from }) => ({ from, own: false }))]
      .toSorted((one, next) => one.from - next.from)
      .map((each) => each.own)
    return order.every((each, at) => at === 0 || each !== order[at - 1])
  })

/** Whether a switch says that a text is an expression, and the text has alternatives: `TODO|FIXME`. */
export const alternatives = (
  { kind, name }: Field,
  { fields }: Subject,
  readings: ReadonlyMap<string, readonly Reading[]>,
  tokens: readonly Token[],
): boolean =>
  kind === 'switch' &&
  name === 'regex' &&
  fields
    .filter((field) => field.kind === 'search')
    .flatMap((field) => readings.get(field.name) ?? [])
    .some(({ from }) => tokens[from]?.kind !== 'quoted' && /[\p{L}\p{N}]\|[\p{L}\p{N}]/u.test(tokens[from]?.text ?? ''))
