import { environmentNames } from '../values/environments.ts'
import { occasions } from '../words/occasions.ts'
import { numberOf } from './numbers.ts'
import type { Token } from './token.ts'

/** Whether a piece is the number of a ticket. */
export const isTicket = (token: Token | undefined): boolean =>
  token !== undefined && ['name', 'word'].includes(token.kind) && /^[A-Z]{2,10}-?\d+$/.test(token.text)

/** Words that only head a part of a ticket or a mail. */
const headings =
  /^(?:title|summary|action|actions|task|todo|request|cause|reason|background|context|note|notes|question|subject|re|fyi|steps|body|description|ticket|goal|ask|record|review|impact|problem|issue|info|update|what|why|when|who|sev\d?|prio|priority|p\d)$/

/** What people number: `Step 1: …`, `second step: …`. */
const numbered = /^(?:step|phase|part|task|todo|item|job)$/

const ordinal = /^(?:first|second|third|fourth|fifth|sixth|next|last|final)$/

const isCount = (token: Token | undefined): boolean =>
  token !== undefined && (token.kind === 'number' || numberOf(token.word) !== undefined) && token.text.length < 6

/** Where a number of a step begins that ends before a place, if one does. */
const stepBefore = (at: number, tokens: readonly Token[]): number | undefined => {
  const [before, last] = [tokens[at - 2], tokens[at - 1]]
  const starts = (place: number): boolean => place === 0 || tokens[place - 1]?.kind === 'mark'
  const named = numbered.test(before?.word ?? '') && isCount(last)
  const told = ordinal.test(before?.word ?? '') && numbered.test(last?.word ?? '')
  return (named || told) && starts(at - 2) ? at - 2 : undefined
}

/** Places of numbers with a bracket or a point that count what is ordered on one line: `1) plan dev 2) apply it`. */
const counted = (tokens: readonly Token[]): readonly number[] => {
  const at = tokens.flatMap(({ kind, start }, i) => {
    const next = tokens[i + 1]
    // Behind a number with a point something is ordered.
    const ordered = next?.text === '.' && ['word', 'name'].includes(tokens[i + 2]?.kind ?? '')
    return kind === 'number' &&
      next !== undefined &&
      (next.text === ')' || ordered) &&
      next.start === start + (tokens[i]?.text.length ?? 0)
      ? [i]
      : []
  })
  const bullets = tokens.filter(({ kind, text }) => kind === 'mark' && /^1[.)]$/.test(text)).length
  const numbers = [...(bullets > 0 ? [1] : []), ...at.map((i) => Number(tokens[i]?.text))]
  const inOrder = numbers.length > 1 && numbers.every((number, i) => number === i + 1)
  return inOrder ? at.flatMap((i) => [i, i + 1]) : []
}

/** That several orders are done one after the other, which they are. */
const inTurn =
  /^(?:in (?:that|this|exactly that|exactly this|the given) order|one after (?:the other|another)|in sequence|in turn)$/

/** Places of words that only say so, at the end of a part: `fmt, validate and plan dev, in that order`. */
const orderly = (tokens: readonly Token[]): readonly number[] =>
  tokens.flatMap((_, at) =>
    [2, 3, 4].flatMap((count) => {
      const words = tokens.slice(at, at + count)
      const ends = tokens[at + count] === undefined || tokens[at + count]?.kind === 'mark'
      return ends && inTurn.test(words.map(({ word }) => word).join(' ')) ? words.map((_, i) => at + i) : []
    }),
  )

/** Places of a consent that only opens the order behind it: `go ahead and roll out dev`. */
const consent = (tokens: readonly Token[]): readonly number[] => {
  const at = /^(?:please|ok|okay|yes)$/.test(tokens[0]?.word ?? '') ? 1 : 0
  const [go, ahead, next] = tokens.slice(at, at + 3)
  return go?.word === 'go' && ahead?.word === 'ahead' && (next?.word === 'and' || next?.text === ',')
    ? [at, at + 1, at + 2]
    : []
}

/** Whether what stands before a colon says what it is for: `For the monthly report:`. */
const saysFor = (words: readonly Token[]): boolean => {
  const [lead, last] = [words[0], words.at(-1)]
  return lead?.word === 'for' && last !== undefined && (occasions.has(last.word) || occasions.has(last.stem))
}

/** Places of words that only head what follows: `Rollback request:`, `For the change record:`. */
export const labelsIn = (tokens: readonly Token[]): ReadonlySet<number> => {
  const found = new Set([...counted(tokens), ...orderly(tokens), ...consent(tokens)])
  for (const [at, { text }] of tokens.entries()) {
    const step = /^[:.,–—)-]$/.test(text) ? stepBefore(at, tokens) : undefined
    for (let i = step ?? at; step !== undefined && i <= at; i++) found.add(i)
    if (text !== ':' || step !== undefined) continue
    if (isTicket(tokens[at - 1])) found.add(at)
    // A word that names an environment names the place of one before another: `stage: dev`.
    const heading = tokens[at - 1]?.word === 'stage' && environmentNames(tokens[at + 1]?.word ?? '').length > 0
    if (heading) for (const place of [at - 1, at]) found.add(place)
    const start = tokens.slice(0, at).findLastIndex(({ kind }) => kind === 'mark') + 1
    const words = tokens.slice(start, at)
    const heads = headings.test(words.at(-1)?.word ?? '') || saysFor(words)
    if (words.length > 4 || !heads || words.some(({ kind }) => kind !== 'word' && kind !== 'name')) continue
    for (let i = start; i <= at; i++) found.add(i)
  }
  return found
}
