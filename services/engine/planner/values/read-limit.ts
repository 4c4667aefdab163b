import { numberOf, timeUnitOf } from '../tokens/numbers.ts'
import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import type { Reader } from './reading.ts'

/** Words before a figure that make it a limit, the longest first. */
const before: readonly string[] = [
  'no more than',
  'not more than',
  'maximum of',
  'limit of',
  'limit to',
  'limited to',
  'most recent',
  'at most',
  'up to',
  'last',
  'latest',
  'newest',
  'recent',
  'previous',
  'first',
  'top',
  'limit',
  'max',
  'maximum',
]

/** Words before a figure that make it one where nothing that is counted follows: `show 5`, but not `show 5 files`. */
const alone = new Set(['only', 'just', 'show', 'list'])

/** Words behind a figure that do so. */
const behind: readonly string[] = [
  'most recent',
  'at most',
  'at maximum',
  'at the most',
  'and no more',
  'no more',
  'or fewer',
  'or less',
  'will do',
  'is enough',
  'are enough',
  'latest',
  'newest',
  'last',
  'recent',
  'max',
  'tops',
]

const phrases = (list: readonly string[]) => list.map((phrase) => phrase.split(' '))

const sayAt = (tokens: readonly Token[], at: number, list: readonly (readonly string[])[]): number =>
  list.find((words) => words.every((word, i) => tokens[at + i]?.word === word))?.length ?? 0

const [leading, trailing] = [phrases(before), phrases(behind)]

const countAt = (tokens: readonly Token[], at: number): { count: number; to: number } | undefined => {
  const start = ['a', 'an'].includes(tokens[at]?.word ?? '') ? at + 1 : at
  const token = tokens[start]
  if (token?.kind !== 'number' && token?.kind !== 'word') return undefined
  const count =
    token.kind === 'word' && ['last', 'once', 'twice', 'both'].includes(token.word) ? undefined : numberOf(token.word)
  // What is single is told apart, however many there are: `the single calls`.
  if (token.word === 'single' && tokens[start + 1]?.word.endsWith('s')) return undefined
  return count !== undefined &&
    count >= 1 &&
    Number.isInteger(count) &&
    timeUnitOf(tokens[start + 1]?.word ?? '') === undefined
    ? { count, to: start + 1 }
    : undefined
}

/** Whether a figure says how many are left out: `skip the newest 10`. */
const isPassedOver = (tokens: readonly Token[], at: number): boolean =>
  /\b(?:skip|skipping|omit|omitting|without|(?:leave|leaving) out|pass over|passing over|after)(?: the)?(?: (?:newest|latest|last|first))?$/.test(
    tokens
      .slice(Math.max(0, at - 4), at)
      .map(({ word }) => word)
      .join(' '),
  )

/** How many at most: `the last five`, `at most 10`, `first 5`, `the 20 most recent`. */
export const readLimit: Reader = (at, { tokens }) => {
  const led = sayAt(tokens, at, leading)
  if (isPassedOver(tokens, at)) return undefined
  const counted = countAt(tokens, at + led)
  if (!counted) return undefined
  const { count: value, to } = counted
  if (led > 0) return { value, from: at, to, exact: true }
  const next = tokens[to]
  if (alone.has(tokens[at - 1]?.word ?? '') && (!next || !isContent(next))) return { value, from: at, to, exact: true }
  // A figure that stands for itself behind what is wanted: `the saved plans, 10`.
  const bare =
    at > 0 &&
    tokens[at - 1]?.text === ',' &&
    (!next || next.kind === 'mark' || /^(?:please|only|max|pls)$/.test(next.word))
  if (bare) return { value, from: at, to, exact: true }
  const trailed = sayAt(tokens, to, trailing)
  return trailed > 0 ? { value, from: at, to: to + trailed, exact: true } : undefined
}
