import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { conceptOf } from '../words/concepts.ts'
import { orderVerbs } from '../words/verbs.ts'
import type { Segment } from './segments.ts'
import { withVerdict } from './verdicts.ts'

/** Words with which a place or a thing is said ahead of the order that goes for it. */
const leading = /^(?:in|on|under|within|inside|for|from|with|using)$/

/** Verbs with which something is taken that the order behind it works on: `take shop.yaml and generate …`. */
const taking = /^(?:take|use|grab)$/

/** Words that point back, so that the order behind needs the part ahead as it is. */
const pointing = /^(?:it|them|that|this|these|those|there|out|away|off)$/

/** The most words of a part that is only said ahead. */
const longest = 6

/** Whether a part has a verb that orders something, and is not the name of a place: `in the notes folder`. */
const orders = (tokens: readonly Token[]): boolean =>
  tokens.some(
    (token, at) =>
      token.kind === 'word' &&
      isContent(token) &&
      orderVerbs.has(conceptOf(token.stem)) &&
      !/^(?:in|on|under|within|inside|for|from|the|our|my|your|this)$/.test(tokens[at - 1]?.word ?? ''),
  )

/** An order with what was taken for it, where `it` points back to that: `take shop.yaml and read it`. */
const withTaken = ({ tokens: [lead, ...taken] }: Segment, { tokens }: Segment): readonly Token[] | undefined => {
  const [thing, ...more] = taken.filter(isContent)
  const at = tokens.findIndex(({ kind, word }) => kind === 'word' && word === 'it')
  return at >= 0 && taking.test(lead?.word ?? '') && thing?.kind === 'path' && more.length === 0
    ? tokens.with(at, thing)
    : undefined
}

/** The words of a part that belong behind the order that follows it. */
const aheadOf = ({ tokens, asks, but }: Segment, next: Segment): readonly Token[] | undefined => {
  if (asks || but || tokens.length > longest) return undefined
  const [lead] = tokens
  if (lead?.kind !== 'word' || next.tokens.some(({ word }) => pointing.test(word))) return undefined
  if (taking.test(lead.word) && tokens.some(({ kind }) => kind === 'path')) return tokens.slice(1)
  return leading.test(lead.word) && tokens.some(isContent) && !orders(tokens) ? tokens : undefined
}

/** Parts of a request, what is said ahead of an order put behind it: `in docs, which files mention VPN`. */
export const withFronted = (segments: readonly Segment[]): readonly Segment[] => {
  const [first, next, ...rest] = segments
  if (!first || !next || first.item || next.item) return segments
  const judged = withVerdict(first, next)
  if (judged) return [{ ...next, tokens: judged, from: first.from, joint: first.joint }, ...rest]
  if (next.joint !== 'weak') return segments
  const ahead = aheadOf(first, next)
  const tokens = ahead ? [...next.tokens, ...ahead] : withTaken(first, next)
  return tokens ? [{ ...next, tokens, from: first.from, joint: first.joint }, ...rest] : segments
}
