import { contextOf, type Piece } from './context.ts'

/** How a word stands to what is wanted: it is in the wish, it stands beside it, or it limits it. */
export const standings = ['wish', 'beside', 'limit'] as const

export type Standing = (typeof standings)[number]

/** How many places there are for features; those that share one are rare enough. */
export const places = 2 ** 17

/** Where the weights of a feature are: FNV-1a (Fowler, Noll, Vo; RFC 9923) of its letters, folded to the places. */
export const placeOf = (feature: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193)
  return ((hash >>> 17) ^ hash) & (places - 1)
}

/** Shares of 1 for weights that were summed up, in the order of the standings. */
export const sharesOf = (sums: readonly number[]): readonly number[] => {
  const most = Math.max(...sums)
  const raised = sums.map((sum) => Math.exp(sum - most))
  const whole = raised.reduce((all, each) => all + each, 0)
  return raised.map((each) => each / whole)
}

/** What is known of how words stand: a weight for each place and standing, as whole numbers of a unit. */
export interface Weights {
  unit: number
  of: Int8Array
}

const columns = 120

/** Weights as text: what they were made of, their unit, and their numbers as base64. */
export const weightsText = (madeOf: string, { unit, of }: Weights): string => {
  const numbers = Buffer.from(of.buffer, of.byteOffset, of.byteLength).toString('base64')
  const lines = Array.from({ length: Math.ceil(numbers.length / columns) }, (_, at) =>
    numbers.slice(at * columns, (at + 1) * columns),
  )
  return `${[madeOf, String(unit), ...lines].join('\n')}\n`
}

/** What weights were made of. */
export const madeOf = (text: string): string => text.slice(0, text.indexOf('\n'))

/** Reads what `weightsText` wrote. */
export const readWeights = (text: string): Weights => {
  const [, unit, ...lines] = text.split('\n')
  return { unit: Number(unit), of: new Int8Array(Buffer.from(lines.join(''), 'base64')) }
}

/** How likely a piece stands in each way to what is wanted of an operation, by multinomial logistic regression. */
export const standingOf = (
  { unit, of }: Weights,
  pieces: readonly Piece[],
  at: number,
  operation: string,
): Readonly<Record<Standing, number>> => {
  const sums = [0, 0, 0]
  for (const feature of contextOf(pieces, at, operation)) {
    const place = placeOf(feature) * standings.length
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (of[place + i] ?? 0) * unit
  }
  const [wish = 0, beside = 0, limit = 0] = sharesOf(sums)
  return { wish, beside, limit }
}
