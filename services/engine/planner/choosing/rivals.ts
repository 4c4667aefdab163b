import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import { anyWord } from '../values/reading.ts'
import type { Vocabulary } from '../words/vocabulary.ts'
import type { Choice } from './choose.ts'
import type { Frame, Problem } from './frame.ts'

/** How near another operation has to fit for words that it is known by to count against the best one. */
const near = 0.2

/** How near another operation has to fit for nobody to know which is meant. */
const alike = 0.03

/** How near one that no plan may hold has to fit for nothing else to be done in its place. */
const reserved = 0.1

/** Fits so well that another one, however near, is not meant. */
const certain = 0.95

/** Whether a text is a task that was handed to somebody by name, and to nobody else. */
const handed = (
  { fields }: Choice['subject'],
  readings: Choice['readings'],
  tokens: Frame['tokens'],
  verbs: Vocabulary['verbs'],
): boolean =>
  tokens.some((token) => token.kind === 'word' && verbs.has(tokenConcept(token))) &&
  fields.some(({ name, kind }) => ['agent', 'tool', 'model'].includes(kind) && readings.has(name)) &&
  !tokens.some(({ kind, word }) => kind === 'mark' || word === 'then')

/** Distinctive words that an argument took, unquoted, as it would take any word. */
const swallowed = (
  { subject, readings }: Choice,
  { tokens }: Frame,
  { weight, verbs }: Vocabulary,
): readonly string[] =>
  subject.fields.flatMap(({ name, kind }) =>
    anyWord.has(kind) && !(kind === 'text' && handed(subject, readings, tokens, verbs))
      ? (readings.get(name) ?? []).flatMap(({ from, to }) =>
          tokens
            .slice(from, to)
            .filter((token) => token.kind === 'word' && isContent(token))
            .map(tokenConcept)
            .filter((concept) => weight(concept) > 0.45 && (subject.concepts.get(concept) ?? 0) < 1),
        )
      : [],
  )

/** Whether another operation only fits because it would take a word that this one is known by as it would any other. */
const swallowsKnown = ({ subject, readings }: Choice, choice: Choice, { tokens }: Frame): boolean =>
  subject.fields.some(
    ({ name, kind }) =>
      anyWord.has(kind) &&
      (readings.get(name) ?? []).some(({ from, to }) =>
        tokens
          .slice(from, to)
          .some((token) => token.kind === 'word' && choice.subject.concepts.get(tokenConcept(token)) === 1),
      ),
  )

/** Whether nothing was said but the very verb of an operation, and the other one lists what it makes: `plan and apply`. */
const isVeryVerb = ({ subject }: Choice, other: Choice, { tokens }: Frame): boolean => {
  const [verb, ...more] = tokens.filter(isContent)
  return (
    verb !== undefined &&
    more.length === 0 &&
    subject.id.endsWith(`.${verb.word}`) &&
    other.subject.id.endsWith(`.${verb.word}-list`)
  )
}

/** Asks which of two operations is meant, where another one fits nearly as well and explains as much. */
export const rivalOf = (choice: Choice, frame: Frame, vocabulary: Vocabulary): Problem | undefined => {
  if (frame.likelier && !isVeryVerb(choice, frame.likelier, frame)) return between(choice, frame.likelier, frame)
  if (choice.ranked.named && choice.subject.effect === 'delete') return undefined
  const taken = swallowed(choice, frame, vocabulary)
  const { service } = choice.subject
  // Of operations of one service the words themselves tell which is meant.
  const rival = frame.near.find((rival) => {
    const { subject, fit, ranked } = rival
    if (subject === choice.subject || swallowsKnown(rival, choice, frame)) return false
    // Whose things are meant was said: `llm statistics`.
    if (subject.service !== service && frame.tokens.some(({ word }) => word === service)) return false
    const plain = choice.ranked.named && choice.subject.effect === 'read'
    if (
      subject.excluded !== undefined &&
      !plain &&
      (ranked.named || !choice.ranked.named) &&
      choice.subject.excluded === undefined &&
      fit > choice.fit - reserved
    )
      return true
    if (fit > choice.fit - near && taken.some((concept) => (subject.concepts.get(concept) ?? 0) >= 0.6)) return true
    // Two changes that people mean alike who say it so, however well both fit.
    const changes = subject.effect !== 'read' && choice.subject.effect !== 'read'
    if (changes && subject.service !== service && alikeSaid(choice, rival)) return true
    return (
      !(choice.ranked.named && choice.fit > 0.9) &&
      choice.fit < certain &&
      fit > choice.fit - alike &&
      fit <= choice.fit &&
      subject.service !== service
    )
  })
  return rival && between(choice, rival, frame)
}

/** The question which of two operations is meant. */
const between = (choice: Choice, rival: Choice, { tokens }: Frame): Problem => {
  const said = tokens.flatMap(({ text }) => text || []).join(' ')
  return {
    question: `Which do you mean by "${said}": ${choice.subject.id} or ${rival.subject.id}?`,
    candidates: [choice, rival].map(({ subject: { id, summary } }) => `${id}: ${summary}`),
  }
}

const alikeSaid = (one: Choice, other: Choice): boolean =>
  Math.min(one.like ?? 0, other.like ?? 0) > 0.3 &&
  Math.abs(one.fit - other.fit) < reserved &&
  other.explained >= one.explained
