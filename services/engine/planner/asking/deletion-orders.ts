import type { Choice } from '../choosing/choose.ts'
import { distinct } from '../choosing/frame.ts'
import type { Scene } from '../choosing/judge.ts'
import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { readers } from '../values/kinds.ts'
import { valueText } from '../values/value-text.ts'

/** Words that may stand before the verb of an order: whose wish it is, how politely, and when. */
const before = new Set(
  `i i'd i'll we we'd we'll you u me us it this that these those them one can could would will may
  might want like love need have has must should shall be been is are get got gets to let let's lets please pls plz kindly
  just go ahead and then now also so but or ok okay hi hey hello thanks yes no well right oh at first next finally
  last once more again still do perform execute run really actually simply quickly quick asap immediately safely completely finally the a an my
  our your all of for from on in with not too done here there time mind if possible d ll`.split(/\s+/),
)

const joints = new Set(['and', 'then', 'so', 'but'])

/**
 * Whether the verb of a deletion belongs to somebody who orders nothing: `Tom wants to`, `I tried to`, `get ready to`,
 * `ops wants dev destroyed`, `destroyed dev`.
 */
export const isOfOthers = (
  verb: number,
  tokens: readonly Token[],
  taken: (at: number) => boolean,
  knows: (token: Token) => boolean,
): boolean => {
  // What stands before a colon is no other clause: `practice: destroy dev`.
  const mark = tokens.slice(0, verb).findLastIndex(({ kind, text }) => kind === 'mark' && text !== ':')
  const clause = tokens.slice(mark + 1, verb)
  const joint = clause.findLastIndex(({ word }) => joints.has(word))
  const ahead = clause.slice(joint + 1)
  const from = mark + 1 + joint + 1
  // What stands before a colon says of what kind it is: `next sprint: delete it`.
  const colon = ahead.findLastIndex(({ kind, text }) => kind === 'mark' && text === ':')
  if (ahead.some((token, i) => i < colon && isContent(token) && !taken(from + i))) return true
  // Who tells what was done orders nothing.
  if (ahead.length === 0 && tokens[verb]?.word.endsWith('ed')) return true
  const asked = /^(?:can|could|would|will)$/.test(ahead.find(({ kind }) => kind === 'word')?.word ?? '')
  return ahead.some(
    (token, i) =>
      token.kind === 'word' &&
      !before.has(token.word) &&
      !taken(from + i) &&
      !knows(token) &&
      !(asked && /^(?:some|any)(?:body|one)$/.test(token.word)),
  )
}

const singular = /^(?:it|that|this|him)$/i

/** What a deletion points at where several things were spoken of, any of which it may be: `a and b: delete that one`. */
export const pointsAtSeveral = (
  { subject, readings }: Choice,
  tokens: readonly Token[],
  all: readonly Token[],
  { request, world }: Scene,
): readonly string[] => {
  const pronoun = (token: Token): boolean => singular.test(request.slice(token.start, token.end))
  for (const field of subject.fields) {
    const found = readings.get(field.name) ?? []
    const pointed = tokens.find(
      (token, at) =>
        pronoun(token) &&
        (token.kind !== 'word' || found.some(({ from, to }) => from <= at && at < to) || found.length > 1),
    )
    const read = readers[field.kind]
    if (!pointed || found.length === 0 || !read) continue
    const earlier = all.filter(({ end }) => end <= pointed.start)
    const things = distinct(
      earlier.flatMap((_, at) => {
        const reading = read(at, { tokens: earlier, world, field })
        return reading && reading.absent !== true && reading.value !== undefined ? [reading] : []
      }),
    )
    if (things.length > 1) return things.map(({ value }) => valueText(value))
  }
  return []
}
