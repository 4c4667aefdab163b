import { numberOf, spanSeconds, spanText, timeUnitOf } from '../tokens/numbers.ts'
import { one, type Reader, type Reading } from './reading.ts'

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

/** A number with its unit of time: `two weeks`, `90d`. */
const counted = (at: number, tokens: readonly { word: string; kind: string }[]) => {
  const token = tokens[at]
  if (!token) return undefined
  const written = token.kind === 'span' ? /^(\d+)(m|min|h|d|w|s)$/.exec(token.word) : undefined
  if (written) return { count: Number(written[1]), unit: written[2] === 'min' ? 'm' : (written[2] ?? 'd'), to: at + 1 }
  const count = token.word === 'a' || token.word === 'an' ? 1 : numberOf(token.word)
  const unit = timeUnitOf(tokens[at + 1]?.word ?? '')
  return count !== undefined && unit !== undefined ? { count, unit, to: at + 2 } : undefined
}

const inWords: Readonly<Record<string, string>> = {
  today: '24h',
  tonight: '24h',
  'this week': '7d',
  'last week': '7d',
  'past week': '7d',
  'last month': '30d',
  'past month': '30d',
  'last year': '365d',
  'this year': '365d',
  'last hour': '1h',
  'past hour': '1h',
  'last day': '1d',
  'past day': '1d',
  'last 24': '24h',
}

const monthOf = (at: number, tokens: readonly { word: string }[], add: number): Reading | undefined => {
  const month = months.indexOf(tokens[at]?.word ?? '')
  const year = /^(20\d\d)$/.exec(tokens[at + 1]?.word ?? '')?.[1]
  if (month < 0 || year === undefined) return undefined
  const date = new Date(Date.UTC(Number(year), month + add, 1))
  return { value: date.toISOString().slice(0, 10), from: at, to: at + 2, exact: true }
}

/** A moment from which on something counts: a date, or how long ago. */
export const readSince: Reader = (at, { tokens }) => {
  const token = tokens[at]
  if (!token) return undefined
  if (token.kind === 'date') return one(token.text, at)
  const span = counted(at, tokens)
  if (span) return { value: spanText(span.count, span.unit), from: at, to: span.to, exact: true }
  const two = inWords[`${token.word} ${tokens[at + 1]?.word ?? ''}`]
  if (two !== undefined) return { value: two, from: at, to: at + 2, exact: true }
  if (token.word === 'yesterday')
    return tokens.slice(Math.max(0, at - 1), at).some(({ word }) => ['since', 'from'].includes(word))
      ? one('1d', at)
      : { ...one(undefined, at, false), several: ['24h', '2d'] }
  if (token.word === 'this' && tokens[at + 1]?.word === 'month')
    return { value: undefined, from: at, to: at + 2, exact: false, several: ['30d'] }
  const word = inWords[token.word]
  return word === undefined ? monthOf(at, tokens, 0) : one(word, at)
}

/** A moment before which something counts; a month that is named ends with its last day. */
export const readUntil: Reader = (at, context) =>
  monthOf(at, context.tokens, 1) ??
  (context.tokens[at]?.kind === 'date' ? one(context.tokens[at]?.text, at) : undefined)

/** An age: `90d`, `twelve weeks`, a date. */
export const readAge: Reader = (at, context) => {
  const { tokens } = context
  if (tokens[at]?.kind === 'date') return one(tokens[at]?.text, at)
  const span = counted(at, tokens)
  return span && { value: spanText(span.count, span.unit), from: at, to: span.to, exact: true }
}

/** How far back something is looked at, in hours: `two days`, `the last week`. */
export const readHours: Reader = (at, { tokens }) => {
  const token = tokens[at]
  if (token?.kind === 'number' && tokens[at - 1]?.kind === 'flag') return one(Number(token.text), at)
  const bare = /^(?:last|past)$/.test(token?.word ?? '') ? at + 1 : at
  const span = counted(bare, tokens)
  const said = inWords[`${token?.word} ${tokens[at + 1]?.word ?? ''}`]
  const [, count, unit] = /^(\d+)([hd])$/.exec(said ?? '') ?? []
  const found = span ?? (count && unit ? { count: Number(count), unit, to: at + 2 } : undefined)
  const seconds = found && spanSeconds(found.count, found.unit)
  return found && seconds && seconds % 3600 === 0
    ? { value: seconds / 3600, from: at, to: found.to, exact: true }
    : undefined
}

/** A time to wait, in seconds. */
export const readSeconds: Reader = (at, { tokens }) => {
  const span = counted(at, tokens)
  return span && { value: spanSeconds(span.count, span.unit), from: at, to: span.to, exact: true }
}
