import type { Choice } from '../choosing/choose.ts'
import type { Problem } from '../choosing/frame.ts'
import type { World } from '../surroundings.ts'
import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { occasions } from '../words/occasions.ts'
import { leftoverQuestion, missingQuestion } from './questions.ts'

/** Words with which one of several things is told apart: `the stash about the VPN`. */
const telling = /^(?:about|named|called|titled|labelled|concerning|regarding|where|from|for|with|on|that|which)$/

/** How strongly a word has to speak for an operation to be what it is about. */
const own = 0.7

/** How many words may stand between what tells apart and what it says. */
const reach = 6

/**
 * Asks which thing is meant where a change is ordered of one that was described by what nobody here knows: done to any
 * other, it is not what was ordered.
 */
export const toldApart = (
  { subject, leftover, readings }: Choice,
  tokens: readonly Token[],
  world: World,
): Problem | undefined => {
  if (subject.effect === 'read' || subject.fields.some(({ kind }) => kind === 'region')) return undefined
  const at = tokens.findIndex(
    ({ kind, word }, i) =>
      kind === 'word' &&
      telling.test(word) &&
      i > 0 &&
      (subject.concepts.get(tokenConcept(tokens[i - 1] as Token)) ?? 0) >= own &&
      tokens.slice(Math.max(0, i - 4), i - 1).some((each) => /^(?:the|my|our|that|this)$/.test(each.word)),
  )
  if (at < 0) return undefined
  const mark = tokens.findIndex(({ kind }, i) => i > at && kind === 'mark')
  const described = tokens
    .slice(at + 1, Math.min(at + 1 + reach, mark < 0 ? tokens.length : mark))
    .filter((token) => leftover.includes(token) && isContent(token) && !occasions.has(token.word))
  if (described.length === 0) return undefined
  const which = subject.fields.find(
    ({ name, values }) => subject.entry.positional.includes(name) && values.length === 0 && !readings.has(name),
  )
  return which
    ? missingQuestion(subject, which, world)
    : leftoverQuestion(
        subject,
        described.map(({ text }) => text),
      )
}
