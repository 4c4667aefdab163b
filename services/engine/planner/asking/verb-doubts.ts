import type { Made } from '../choosing/borrowing.ts'
import type { Choice } from '../choosing/choose.ts'
import type { Arguments, Frame } from '../choosing/frame.ts'
import { beginsWithOrder, leadOf, type Scene } from '../choosing/judge.ts'
import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { conceptOf } from '../words/concepts.ts'
import { stemOf } from '../words/stem.ts'
import { generalVerbs, makingVerbs } from '../words/verbs.ts'

/** Words that ask for what only some operations tell. */
const asksFor = new Set(['who', 'whom', 'whose', 'when', 'why', 'where'])

/** Whether a question asks for what an operation does not tell: `who applied it` is not answered by a plan. */
export const tellsOther = ({ subject }: Choice, tokens: readonly Token[]): boolean => {
  const first = tokens.find(({ kind }) => kind === 'word')
  return (
    first !== undefined &&
    asksFor.has(first.word) &&
    !subject.phrases.some((pattern) => pattern.some((part) => 'word' in part && part.word === first.word))
  )
}

const mustNot = /\b(?:shouldn't|should not|mustn't|must not) (?:be|go|get|become|end up)\b/

/** With what people want a thing away, without a word for it. */
const mustGo = /\b(?:(?:has|have|had|needs|need|ought) to|must|can|should|may) go(?: away| now| please)?$/

/** Whether what is not to happen, or not to stay, came to a look at it: `it should not go into the commit`, `a_7f3a has to go`. */
export const isTurnedDown = ({ subject, stance }: Choice, tokens: readonly Token[]): boolean =>
  subject.effect === 'read' &&
  stance !== 'question' &&
  [mustNot, mustGo].some((each) =>
    each.test(tokens.flatMap(({ kind, word }) => (kind === 'word' ? [word] : [])).join(' ')),
  )

/** Whether an order to delete came to something that deletes nothing, as with a typo. */
export const deletionMissed = (
  { subject, stance, alignment }: Choice,
  tokens: readonly Token[],
  scene: Scene,
): boolean => {
  const [opener] = alignment?.pattern ?? []
  const lead = tokens[leadOf(tokens, scene)]
  return (
    stance === 'order' &&
    subject.effect !== 'delete' &&
    lead !== undefined &&
    deleting.has(tokenConcept(lead)) &&
    beginsWithOrder(tokens, scene) &&
    (lead.typo !== undefined || !(opener && 'concept' in opener && deleting.has(opener.concept)))
  )
}

const deleting = new Set(['delete', 'destroy'].map((word) => conceptOf(stemOf(word))))

const participle = /(?:ed|ing)$/

const wordsOf = (id: string): readonly string[] => id.slice(id.indexOf('.') + 1).split('-')

/** Whether a word is by itself the verb of some other operation, and one with an effect: `commit it` is no look at commits. */
const ordersAnother = ({ subject, alignment }: Choice, { word }: Token, { vocabulary }: Scene): boolean =>
  !alignment?.pattern.slice(0, 1).some((part) => 'word' in part && part.word === word) &&
  !wordsOf(subject.id).includes(word) &&
  vocabulary.subjects.some(({ id, effect }) => effect !== 'read' && id.endsWith(`.${word}`))

/** How likely an operation has to be by how people say it for a verb that no phrase of it has to be no other order. */
const certain = 0.94

/** Whether people mean nothing else who say it so, and every word was heard. */
const isCertain = ({ like, leftover }: Choice): boolean => (like ?? 0) >= certain && leftover.length === 0

/** Whether an order begins with the very verb of another operation, which the phrase of this one has no use for. */
const isUnusedVerb = (choice: Choice, tokens: readonly Token[], scene: Scene): boolean => {
  const at = leadOf(tokens, scene)
  const lead = tokens[at]
  return (
    lead?.kind === 'word' &&
    beginsWithOrder(tokens, scene) &&
    !choice.alignment?.pattern.slice(0, 1).some((part) => 'concept' in part && part.concept === tokenConcept(lead)) &&
    !choice.subject.openers.has(tokenConcept(lead)) &&
    ordersAnother(choice, lead, scene)
  )
}

/** Whether an order begins with a verb that only describes what an operation looks at: `save my work`, `saved plans`. */
export const verbMissed = (choice: Choice, tokens: readonly Token[], scene: Scene): boolean => {
  const { subject, stance } = choice
  // Who says yes to something wants it done, and not to see it.
  if (subject.effect === 'read' && /^(?:yes|ok|okay|no)$/.test(tokens[0]?.word ?? '') && tokens[1]?.word === 'to')
    return true
  const opener = tokens[leadOf(tokens, scene)]
  // Several of a kind are looked at, and order nothing: `commits by anna`.
  if (
    stance === 'order' &&
    subject.effect !== 'read' &&
    opener?.kind === 'word' &&
    subject.id.endsWith(`.${opener.word.replace(/s$/, '')}`) &&
    opener.word.endsWith('s')
  )
    return true
  const says = (word: string): boolean =>
    subject.phrases.some((pattern) => pattern.some((part) => 'word' in part && part.word === word))
  if (stance !== 'order') return false
  // Several of what a verb makes are looked at: `commits on hotfix`.
  const [first] = tokens.filter(isContent)
  const several = wordsOf(subject.id).find((verb) =>
    [`${verb}s`, `${verb}es`].includes(first?.text.toLowerCase() ?? ''),
  )
  const rest = wordsOf(subject.id).filter((word) => word !== several)
  const ordered = tokens.some(({ stem }) => rest.some((word) => stemOf(word) === stem))
  if (subject.effect !== 'read' && several !== undefined && !ordered) return true
  if (subject.effect === 'read' && tokens[0]?.word === 'new' && !says('new')) return true
  const lead = tokens[leadOf(tokens, scene)]
  // Anything may be added, made or written: `add a branch`.
  const made = lead !== undefined && makingVerbs.has(lead.stem) && subject.effect !== 'delete' && isCertain(choice)
  if (subject.effect !== 'read' && lead && !made && isUnusedVerb(choice, tokens, scene)) return true
  if (subject.effect !== 'read' || !lead || !beginsWithOrder(tokens, scene)) return false
  if ((generalVerbs.has(lead.stem) && !makingVerbs.has(lead.stem)) || participle.test(lead.word)) return false
  if (ordersAnother(choice, lead, scene)) return true
  if (isCertain(choice)) return false
  const concept = tokenConcept(lead)
  return !subject.phrases.some(
    ([first, ...rest]) =>
      first !== undefined &&
      !('word' in first && /^(?:what|which|who|where|when|how)$/.test(first.word)) &&
      [first, ...rest].some((part) => 'concept' in part && part.concept === concept && !participle.test(part.word)),
  )
}

/** Whether a part leans on the verb of an order before it that was another one: `delete the branch a and the file b`. */
export const verbElided = ({ choice, joint, tokens, item }: Frame, before: Frame, scene: Scene): boolean =>
  joint === 'weak' &&
  !item &&
  choice.stance === 'order' &&
  choice.subject.effect === 'read' &&
  before.choice.subject.effect !== 'read' &&
  !beginsWithOrder(tokens, scene)

/** The place that two steps of one operation would both fill with what they make: nobody takes one over the other. */
export const sharedPlace = (
  { effect, id, fields }: Choice['subject'],
  steps: readonly Arguments[],
  made: readonly Made[],
): Choice['subject']['fields'][number] | undefined => {
  const place = fields.find(({ roots }) => roots !== undefined)
  const inputs = [
    ...made.flatMap(({ subject, input }) => (subject.id === id ? [input] : [])),
    ...steps.map(({ input }) => input),
  ]
  const places = inputs.map((input) => JSON.stringify(input[place?.name ?? ''] ?? null))
  return effect !== 'read' && place && new Set(places).size < places.length ? place : undefined
}

/** Whether steps would change again what an earlier one has deleted: nobody takes both for granted. */
export const rebuilds = (
  { effect, id, service }: Choice['subject'],
  steps: readonly Arguments[],
  made: readonly Made[],
): boolean =>
  effect === 'delete' &&
  made.some(
    ({ subject, input }) =>
      subject.effect === 'delete' &&
      subject.id !== id &&
      subject.service === service &&
      steps.some((step) => Object.values(step.input).some((value) => Object.values(input).includes(value))),
  )
