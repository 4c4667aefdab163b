import type { Looking } from '../clauses/looking.ts'
import type { World } from '../surroundings.ts'
import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import type { Subject, Vocabulary } from '../words/vocabulary.ts'
import { readers } from './kinds.ts'
import type { Reading } from './reading.ts'

/** What a phrase is laid over. */
export interface Setting {
  tokens: readonly Token[]
  world: World
  vocabulary: Vocabulary
  subject: Subject
  /** The request itself, from which free text is taken as it was written. */
  request: string
  /** Places that something was found in already. */
  taken: ReadonlySet<number>
  /** Arguments that were found already. */
  found: ReadonlyMap<string, readonly Reading[]>
  /** How it asks to see something, where the operation shows something. */
  looking: Looking | undefined
}

const trimmed = (text: string): string =>
  text
    .trim()
    .replace(/^(?:with |using )?(?:the |a |as )?(?:commit )?message(?: saying| that says| of)?\s*:?\s+/i, '')
    .replace(/^(?:that|to|:|,|-|about|with)\s+/i, '')
    .replace(/^[:,]\s*/, '')
    .replace(/[\s,;]+(?:please|pls|thanks|thank you|thx)[.!]*$/i, '')
    .replace(/[\s.,;!]+(?:and|then|und)?\s*$/i, '')
    .replace(/\s+(?:and|then)$/i, '')

/** Where a text begins behind words that choose something besides: `commit everything: Fix the route table`. */
const behindChoice = (inside: readonly Token[], { concepts, fields }: Subject): number => {
  const colon = inside.findIndex(({ kind, text }) => kind === 'mark' && text === ':')
  const cues = fields.flatMap(({ kind, cues }) => (kind === 'switch' ? cues.flat() : []))
  const chooses = (token: Token): boolean =>
    !isContent(token) ||
    (concepts.get(tokenConcept(token)) ?? 0) >= 0.5 ||
    cues.some((part) => 'word' in part && part.word === token.word)
  return colon > 0 && inside.slice(0, colon).every(chooses) ? colon + 1 : 0
}

/** Behind what stands for something else, these say where it goes. */
const leads = /^(?:to|into|in|onto|under)$/

/** What is no text yet: `something nice`. */
const unsaid = /^(?:something|anything|whatever|stuff|sth)$/

/** Words that only point at what came out before: `its content`. */
const referring = new Set(
  'it that this them there the its their result results content contents text output answer file'.split(' '),
)

/** Where a text begins behind arguments that stand before it with small words around them: `ask sonnet at temperature 0 to …`. */
const behindTaken = (start: number, most: number, tokens: readonly Token[], taken: ReadonlySet<number>): number => {
  let at = start
  while (at < most && !taken.has(at) && !isContent(tokens[at] as Token)) at++
  if (!taken.has(at) || at >= most) return start
  while (taken.has(at) && at < most) at++
  return at < most ? behindTaken(at, most, tokens, taken) : start
}

/** Free text between two places. Words that only belong to the operation are no text. */
export const textBetween = (
  given: number,
  most: number,
  { tokens, request, subject, taken, world, vocabulary }: Setting,
  bounded: boolean,
): Reading | undefined => {
  const start = behindTaken(given, most, tokens, taken)
  const stop = [...taken].filter((at) => at > start && at < most).sort((one, other) => one - other)[0]
  const end = stop ?? most
  const inside = tokens.slice(start + behindChoice(tokens.slice(start, end), subject), end)
  const quoted = inside.findIndex(({ kind }) => kind === 'quoted')
  const from = end - inside.length
  if (quoted >= 0) return { value: inside[quoted]?.text, from: from + quoted, to: from + quoted + 1, exact: true }
  if (unsaid.test(inside[0]?.word ?? '')) return undefined
  // What says how something is tells what it is, and is nothing to hand on.
  if (/^(?:without|except|only|but|not|until|before|after)$/.test(inside[0]?.word ?? '')) return undefined
  // What stands for something else is no text, and what is behind it says where that goes: `write it to b.md`.
  if (/^(?:it|that|this|them|these|those)$/.test(inside[0]?.word ?? '') && leads.test(inside[1]?.word ?? ''))
    return undefined
  if (/^(?:and|then|but|or|is|are|was|were|has|have|had|do|does|did)$/.test(inside[0]?.word ?? '')) return undefined
  // What is committed is no message: `commit the changes in src`.
  if (
    tokens[from - 1]?.stem === 'commit' &&
    /^(?:the|my|our|these|those|this|all|what|whatever|every)$/.test(inside[0]?.word ?? '')
  )
    return undefined
  // Whoever says `write the terraform` wants that made, and no file with these words.
  const [noun, ...further] = inside.filter(isContent)
  if (
    noun?.kind === 'word' &&
    further.length === 0 &&
    /^(?:the|my|our|a|an)$/.test(inside[0]?.word ?? '') &&
    (vocabulary.speaking.get(tokenConcept(noun)) ?? []).some(
      ({ id, effect, concepts }) => id !== subject.id && effect !== 'read' && concepts.get(tokenConcept(noun)) === 1,
    )
  )
    return undefined
  // `Its content` is what an earlier step gives.
  if (
    /^(?:its|the|their|that|this) (?:contents?|text|output|result|answer|diff|report)$/.test(
      inside.map(({ word }) => word).join(' '),
    )
  )
    return undefined
  const own =
    bounded ||
    inside.some(
      (token) =>
        isContent(token) && !(token.kind === 'word' && (subject.concepts.get(tokenConcept(token)) ?? 0) >= 0.5),
    )
  const content = inside.filter(isContent)
  const others = subject.fields.filter(({ kind }) =>
    ['file', 'model', 'agent', 'tool', 'provider', 'commit', 'run'].includes(kind),
  )
  const readElsewhere = (token: Token): boolean =>
    ['sha', 'record'].includes(token.kind) ||
    others.some((field) => {
      const reading = readers[field.kind]?.(tokens.indexOf(token), { tokens, world, field })
      return (reading !== undefined && !reading.absent && token.kind !== 'word') || field.name === token.word
    })
  // Who is to look at a file was given something to do: `ask the reviewer to look at review.md`.
  const toLook =
    /^(?:to )?(?:please )?(?:(?:have a |take a )?look (?:at|into|over|through)|(?:what|how|why|who|where|whether) (?:it|is|are|can|you|does|do|he|she)\b)/
  const looks = toLook.test(inside.map(({ word }) => word).join(' '))
  if (content.length > 0 && content.every(readElsewhere) && !looks) return undefined
  if (content.every(({ word }) => referring.has(word)) && inside.every(({ word }) => referring.has(word)))
    return undefined
  const [first, last] = [inside[0], inside.at(-1)]
  if (!own || !first || !last) return undefined
  const whole = trimmed(request.slice(first.start, last.end))
  // What was taken out at the end leaves the words that led to it.
  const text = stop === undefined ? whole : whole.replace(/\s*(?:,|\band\b|\bthen\b)(?:\s+\S+){0,4}$/i, '')
  return text === '' ? undefined : { value: text, from, to: end, exact: false }
}
