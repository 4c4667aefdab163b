import type { Choice } from '../choosing/choose.ts'
import { numberOf, timeUnitOf } from '../tokens/numbers.ts'
import type { Token } from '../tokens/token.ts'

/** Days and months that say which of many things are wanted. */
const days =
  /^(?:today|yesterday|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|september|october|november|december)$/

/** Words that say from which end a number counts. */
const counting = new Set(['last', 'first', 'latest', 'newest', 'oldest', 'final', 'bottom', 'closing', 'trailing'])

/** Words with which a span of the calendar is named. */
const spanning = new Set([...counting, 'this', 'past'])

/** Spans of the calendar. */
const spans = /^(?:hour|day|night|week|weekend|month|quarter|year)s?$/

/** Kinds of arguments that a time may be meant for. */
const timed = new Set(['seconds', 'age', 'since'])

/** A time or a count from one end that begins at a place and that no argument heard: `the plans of today`, `last 20`. */
export const timeUnheard = ({ subject, taken }: Choice, at: number, tokens: readonly Token[]): readonly Token[] => {
  const [token, next] = [tokens[at], tokens[at + 1]]
  if (token?.kind !== 'word') return []
  // The past of a span is no history, even where that is what is looked at: `commits of the past quarter`.
  const span = next !== undefined && spanning.has(token.word) && spans.test(next.word) && !taken.has(at + 1)
  if (span && subject.effect === 'read') return [token, next]
  if (taken.has(at)) return []
  if (spans.test(token.word) && next?.word === 'by' && tokens[at + 2]?.word === token.word) return [token]
  if (counting.has(token.word) && numberOf(next?.word ?? '') !== undefined) return [token]
  // A day by which something is to be done is told; only what is looked at is chosen by it.
  if (subject.effect !== 'read') return []
  const own = subject.phrases.some((pattern) =>
    pattern.some((part) => 'word' in part && part.word.startsWith(token.word)),
  )
  return days.test(token.word) && !own ? [token] : []
}

/** A time in a text that nobody quoted, which may be how long the operation is to take. */
export const timeInText = ({ subject, readings }: Choice, at: number, tokens: readonly Token[]): readonly Token[] => {
  const [count, unit] = [tokens[at - 1], tokens[at]]
  const open = subject.fields.some(({ name, kind }) => timed.has(kind) && !readings.has(name))
  return open && count && unit && timeUnitOf(unit.word) !== undefined && numberOf(count.word) !== undefined
    ? [count, unit]
    : []
}
