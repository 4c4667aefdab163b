import type { PlannedStep } from './asking/outcome.ts'
import { isDestructive } from './asking/questions.ts'
import type { Made } from './choosing/borrowing.ts'
import { framesOf } from './choosing/frames.ts'
import { beginsWithOrder } from './choosing/judge.ts'
import { segmentsOf } from './clauses/segments.ts'
import { corrected, correcting, removing } from './corrected.ts'
import { planRequest } from './plan-request.ts'
import type { Planned } from './planned.ts'
import type { World } from './surroundings.ts'
import { ordinalOf } from './tokens/numbers.ts'
import { isContent, requestTokens, tokenConcept } from './tokens/request-tokens.ts'
import { withTakenOut } from './tokens/taken-out.ts'
import type { Token } from './tokens/token.ts'
import { readers } from './values/kinds.ts'
import type { Reading } from './values/reading.ts'
import { valuesOf, valueText } from './values/value-text.ts'
import { valuesSaid } from './words/value-words.ts'
import type { Vocabulary } from './words/vocabulary.ts'

interface Turn {
  request: string
  planned: Planned
}

/** What a later step deals with, as a piece that a pronoun can stand for. */
const antecedentOf = (made: readonly Made[]): Token | undefined => {
  const last = made.at(-1)
  if (!last) return undefined
  const named = [...last.subject.entry.positional, ...last.subject.fields.map(({ name }) => name)]
  const value = named
    .map((name) => valuesOf(last.input[name])[0])
    .find((each) => typeof each === 'string' && !/\s/.test(each))
  if (typeof value !== 'string') return undefined
  const kind = /^[rptagc]_/.test(value) ? 'record' : /[/.]/.test(value) ? 'path' : 'name'
  return { kind, text: value, word: value.toLowerCase(), stem: value.toLowerCase(), start: 0, end: 0 }
}

/** The last plan without a step, where a request only takes it out. */
const shortened = (
  tokens: readonly Token[],
  { planned: { outcome, made } }: Turn,
): readonly PlannedStep[] | undefined => {
  if (outcome.kind !== 'plan' || outcome.steps.length < 2 || !tokens.some(({ word }) => removing.has(word)))
    return undefined
  const said = tokens.filter(isContent).map(tokenConcept)
  const out = made.filter(
    ({ subject }) => said.length > 0 && said.every((concept) => (subject.concepts.get(concept) ?? 0) >= 0.5),
  )
  const [only, ...more] = out
  if (!only || more.length > 0) return undefined
  const kept = outcome.steps.filter(({ id }) => id !== only.id)
  if (JSON.stringify(kept).includes(`"step":"${only.id}"`)) return undefined
  return kept.map((step) => ({ ...step, dependsOn: step.dependsOn.filter((id) => id !== only.id) }))
}

const withSteps = (before: Planned, steps: readonly PlannedStep[]): Planned => ({
  ...before,
  outcome: {
    ...before.outcome,
    kind: 'plan',
    steps,
    understood: steps.flatMap(({ operation, input }) => [
      operation,
      ...Object.entries(input).map(([name, value]) => `${name}=${valuesOf(value).map(valueText).join(',')}`),
    ]),
  },
  made: before.made
    .filter(({ id }) => steps.some((step) => step.id === id))
    .map((each) => ({ ...each, input: steps.find(({ id }) => id === each.id)?.input ?? each.input })),
})

/** The value that an answer gives for the argument that was asked for. */
const valueIn = (request: string, tokens: readonly Token[], before: Planned, world: World): Reading | undefined => {
  const { outcome, pending } = before
  const field = pending?.choice.subject.fields.find(({ name }) => name === pending.field)
  if (outcome.kind !== 'ask' || !field) return undefined
  const whole = { from: 0, to: tokens.length, exact: true }
  const place = tokens.map(({ word }) => ordinalOf(word)).find((each) => each !== undefined)
  const chosen = place === undefined ? undefined : outcome.candidates[place - 1]
  if (chosen !== undefined) return { value: chosen, ...whole }
  if (field.kind === 'text') {
    const quoted = tokens.find(({ kind }) => kind === 'quoted')
    const text = quoted?.text ?? request.trim().replace(/^(?:use |with )?(?:the )?(?:message|text|content)[: ]+/i, '')
    return { value: text, ...whole }
  }
  const said = valuesSaid(field, tokens, new Set())[0]
  if (said) return said
  for (let at = 0; at < tokens.length; at++) {
    const reading = readers[field.kind]?.(at, { tokens, world, field })
    if (reading && !reading.absent && !reading.several) return reading
  }
  return undefined
}

/** Whether an answer is nothing but the name of one thing that is here, or the id of a record. */
const isOneThing = (tokens: readonly Token[], { fileSet, git }: World): boolean => {
  const [thing, ...others] = tokens.filter(({ kind }) => kind !== 'mark')
  return (
    thing !== undefined &&
    others.length === 0 &&
    (thing.kind === 'record' || fileSet.has(thing.text) || git?.branches?.includes(thing.text) === true)
  )
}

/** An answer to a question, put to what the question was about. */
const answered = (
  request: string,
  tokens: readonly Token[],
  before: Turn,
  world: World,
  vocabulary: Vocabulary,
): Turn | undefined => {
  const { outcome, pending } = before.planned
  if (outcome.kind !== 'ask') return undefined
  const joined = `${before.request.trim().replace(/[.?!]+$/, '')}, ${request}`
  const reading = valueIn(request, tokens, before.planned, world)
  const leaning =
    pending && reading
      ? {
          earlier: [],
          antecedent: undefined,
          given: { operation: pending.choice.subject.id, field: pending.field, reading },
        }
      : undefined
  const tries = [
    ...(pending?.choice.subject.fields.find(({ name }) => name === pending.field)?.kind === 'text'
      ? []
      : [{ request: joined, planned: planRequest(joined, world, vocabulary) }]),
    ...(leaning ? [{ request: before.request, planned: planRequest(before.request, world, vocabulary, leaning) }] : []),
  ]
  // Who is asked what is to be deleted, and says one thing by its name, has said it.
  if (isDestructive(outcome.question) && isOneThing(tokens, world)) {
    const order = `delete ${request}`
    tries.push({ request: order, planned: planRequest(order, world, vocabulary) })
  }
  const different = ({ planned }: Turn): boolean =>
    !(planned.outcome.kind === 'ask' && planned.outcome.question === outcome.question)
  return (
    tries.find(({ planned }) => planned.outcome.kind === 'plan') ??
    tries.find((each) => different(each) && each.planned.outcome.kind === 'ask')
  )
}

/** What a request comes to after another one: an answer, a correction, one more order about the same thing, or a new one. */
export const followUp = (request: string, before: Turn, world: World, vocabulary: Vocabulary): Turn => {
  const { tokens } = requestTokens(request, vocabulary, world)
  const scene = { request, world, vocabulary }
  const { frames } = framesOf(tokens, segmentsOf(tokens), scene)
  const [own] = frames
  const ownOrder = own !== undefined && own.choice.fit >= 0.8 && beginsWithOrder(tokens, scene)
  if (!ownOrder) {
    const answer = answered(request, tokens, before, world, vocabulary)
    if (answer) return answer
  }
  const leaning = { earlier: before.planned.made, antecedent: antecedentOf(before.planned.made) }
  const direct = planRequest(request, world, vocabulary, leaning)
  const lead = tokens.find(isContent)
  const corrects =
    withTakenOut(tokens).some(({ word }) => correcting.has(word)) ||
    !frames.length ||
    direct.outcome.kind !== 'plan' ||
    (own?.choice.fit ?? 0) < 0.8
  const sameOrder = own && before.planned.last?.subject === own.choice.subject
  if (
    corrects &&
    (!ownOrder || sameOrder || direct.outcome.kind !== 'plan' || (lead && ['add', 'us', 'chang'].includes(lead.stem)))
  ) {
    const said = withTakenOut(tokens)
    const steps = shortened(said, before) ?? corrected(request, said, before.planned, world, vocabulary)
    if (steps) return { request: before.request, planned: withSteps(before.planned, steps) }
  }
  return { request, planned: direct }
}
