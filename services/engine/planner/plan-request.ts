import { argumentsOf } from './arguments.ts'
import { borrower, type Made } from './borrowing.ts'
import { type Choice, generalVerbs } from './choose.ts'
import { commandLines } from './command-lines.ts'
import { conceptOf } from './concepts.ts'
import { environmentNames } from './environments.ts'
import type { Frame, Problem } from './frame.ts'
import { type Framed, framesOf } from './frames.ts'
import { beginsWithOrder, judge, type Scene } from './judge.ts'
import { lightWords } from './light-words.ts'
import { numberOf } from './numbers.ts'
import type { Outcome } from './outcome.ts'
import { destructiveQuestion, leftoverQuestion } from './questions.ts'
import type { Reading } from './reading.ts'
import { isContent, requestTokens, tokenConcept } from './request-tokens.ts'
import { segmentsOf } from './segments.ts'
import { StepList } from './steps.ts'
import type { World } from './surroundings.ts'
import type { Token } from './token.ts'
import { tradeWords } from './trade-words.ts'
import { valueText } from './value-text.ts'
import type { Vocabulary } from './vocabulary.ts'

/** An outcome, with what a conversation goes on from. */
export interface Planned {
  outcome: Outcome
  made: readonly Made[]
  /** The last order, which a correction speaks of. */
  last: Choice | undefined
  /** What an answer would fill. */
  pending: { choice: Choice; field: string } | undefined
}

/** What a request may lean on, in a conversation. */
export interface Leaning {
  /** An answer to the question about an argument. */
  given?: { operation: string; field: string; reading: Reading }
  earlier: readonly Made[]
  antecedent: Token | undefined
}

/** Parts that one request may have: nobody reads a plan of more. */
const mostSegments = 80

const tooLong = (parts: number): Planned => ({
  outcome: {
    kind: 'refuse',
    reason: `The request has ${parts} parts, and at most ${mostSegments} are planned at once: say it in several requests`,
    nearest: [],
    understood: [],
    assumed: [],
    ignored: [],
  },
  made: [],
  last: undefined,
  pending: undefined,
})

/** How well an operation has to fit before anything is made of it. */
const lowest = 0.5

const textOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join(' ')

/**
 * What is left over and may be a constraint: whatever has a form of its own, words of the trade, words that another
 * operation is known by, and words that no dictionary has. General words that only accompany are shown as ignored.
 */
const constraint = ({ choice: { leftover } }: Frame, vocabulary: Vocabulary): readonly Token[] => {
  const binds = ({ kind, word, stem, text }: Token): boolean => {
    if (kind !== 'word') return true
    if (lightWords.has(stem)) return false
    if (numberOf(word) !== undefined || tradeWords.has(word) || tradeWords.has(stem)) return true
    const concept = conceptOf(stem)
    if (vocabulary.verbs.has(concept) && !generalVerbs.has(stem)) return true
    const elsewhere = (vocabulary.speaking.get(concept) ?? []).some(
      ({ concepts }) => (concepts.get(concept) ?? 0) >= 0.7,
    )
    return (
      (elsewhere && vocabulary.weight(concept) > 0.45) || !vocabulary.spelling.knows(word) || /^\p{Lu}{2,}$/u.test(text)
    )
  }
  const bound = leftover.filter((token) => isContent(token) && binds(token))
  return bound.length > 0 ? leftover.filter(isContent) : []
}

const related = (choice: Choice, frame: Frame | undefined): boolean =>
  frame?.choice.subject.id.split('.')[0] === choice.subject.id.split('.')[0] ||
  (choice.subject.fields.some(({ kind }) => kind === 'root' || kind === 'code') &&
    (frame?.choice.subject.fields.some(({ kind, name }) => kind === 'root' && frame.choice.readings.has(name)) ??
      false))

/** Of operations that fit a few words alike, the one that has to do with what is ordered beside it. */
const preferred = (frame: Frame, next: Frame | undefined, before: Frame | undefined): Choice => {
  const short = frame.tokens.filter(isContent).length <= 1
  const beside = next?.joint === 'weak' || next?.joint === 'then' ? next : before
  if (!short || !beside || related(frame.choice, beside)) return frame.choice
  return frame.near.find((each) => related(each, beside)) ?? frame.choice
}

/** Words with which nobody orders a deletion for certain. */
const hedging = new Set([
  'maybe',
  'perhaps',
  'probably',
  'old',
  'unused',
  'obsolete',
  'stuff',
  'everything',
  'anything',
  'whatever',
  'should',
  'would',
  'think',
  'some',
  'most',
  'except',
  'unless',
  'if',
  'when',
  'once',
  'later',
  'soon',
  'tomorrow',
])

/** What has to be asked before something is deleted: unless its verb was said, spelled right, and nothing is left over. */
const doubtOf = (choice: Choice, { tokens }: Frame, { world }: Scene): Problem | undefined => {
  const { subject, alignment, leftover, stance } = choice
  if (subject.effect !== 'delete') return undefined
  const said = tokens.filter(({ kind }) => kind !== 'mark')
  const typo = said.some((token) => token.typo !== undefined)
  const hedged = said.some(
    ({ kind, word }) =>
      kind === 'word' && hedging.has(word) && !alignment?.words.some((at) => tokens[at]?.word === word),
  )
  const odd = leftover.some((token) => isContent(token) && !lightWords.has(token.stem))
  if (alignment && stance === 'order' && !typo && !hedged && !odd) return undefined
  const named = [...world.files, ...world.roots, ...(world.git?.branches ?? [])].filter((each) =>
    said.some(({ text }) => text === each),
  )
  return destructiveQuestion(`${textOf(said)} (${subject.id})`, named)
}

const deleting = new Set(['delet', 'destroy'])

/** What comes of a request for which no operation was found. */
const nothingFound = (
  tokens: readonly Token[],
  framed: Framed,
  scene: Scene,
): Pick<Outcome & { kind: 'refuse' }, 'kind' | 'reason' | 'nearest'> | Problem => {
  const { world, vocabulary } = scene
  const lead = tokens.find((token) => isContent(token))
  const named = [...world.roots, ...(world.git?.branches ?? []), ...world.files].filter((each) =>
    tokens.some(
      ({ word, kind }) => kind !== 'mark' && word.length > 2 && each.toLowerCase().split(/[/.]/).includes(word),
    ),
  )
  const objects = (framed.vague ?? []).filter(isContent).slice(1)
  const unheard =
    objects.length > 0 &&
    objects.every(
      ({ word, kind, stem }) =>
        kind === 'word' &&
        !world.names.has(word) &&
        environmentNames(word).length === 0 &&
        !vocabulary.speaking.has(conceptOf(stem)),
    )
  if ((framed.vague && !unheard) || (lead && deleting.has(tokenConcept(lead)) && named.length > 0))
    return destructiveQuestion(textOf(framed.vague ?? tokens.filter(({ kind }) => kind !== 'mark')), named)
  const whole = { tokens, from: 0, to: tokens.length, joint: 'start' as const, item: false, but: false, asks: false }
  const nearest = judge(whole, scene, true, undefined).choices.filter(({ fit }) => fit > 0.15)
  return {
    kind: 'refuse',
    reason: `Nothing here does "${textOf(tokens.filter(({ kind }) => kind !== 'mark')).slice(0, 200)}"`,
    nearest: nearest.slice(0, 3).map(({ subject }) => subject.id),
  }
}

/** Makes a plan, a question or a refusal of one request. Pure: the same request in the same surroundings gives the same. */
export const planRequest = (request: string, world: World, vocabulary: Vocabulary, leaning?: Leaning): Planned => {
  const { tokens, ofOthers } = requestTokens(request, vocabulary, world)
  const scene = { request, world, vocabulary }
  const segments = segmentsOf(tokens)
  if (segments.length > mostSegments) return tooLong(segments.length)
  const framed = framesOf(tokens, segments, scene, leaning?.antecedent)
  const account = {
    understood: [] as string[],
    assumed: [] as string[],
    ignored: [...ofOthers, ...[...framed.aside, ...framed.unknown].map(textOf).filter(Boolean)],
  }
  const others = requestTokens(ofOthers.join('\n'), vocabulary, world).tokens
  const list = new StepList(vocabulary, leaning?.earlier)
  const end = (outcome: Outcome, pending?: Planned['pending'], last?: Choice): Planned => ({
    outcome,
    made: list.made,
    last,
    pending,
  })
  const ask = ({ question, candidates, field }: Problem, choice?: Choice): Planned =>
    end(
      { kind: 'ask', question, candidates, ...account },
      choice && field !== undefined ? { choice, field } : undefined,
      choice,
    )
  const refuse = (reason: string, nearest: readonly string[]): Planned =>
    end({ kind: 'refuse', reason, nearest, ...account })

  if (framed.vague || framed.frames.length === 0) {
    const found = nothingFound(tokens, framed, scene)
    return 'question' in found ? ask(found) : refuse(found.reason, found.nearest)
  }
  if (framed.strange)
    return refuse(
      `Nothing here does "${textOf(framed.strange)}", and the rest is not done without it`,
      framed.frames.map(({ choice }) => choice.subject.id),
    )
  for (const [at, frame] of framed.frames.entries()) {
    const found = preferred(frame, framed.frames[at + 1], framed.frames[at - 1])
    const given = leaning?.given?.operation === found.subject.id ? leaning.given : undefined
    const choice = given
      ? {
          ...found,
          readings: new Map([...found.readings, [given.field, [given.reading]]]),
          meant: Math.max(found.meant, lowest),
        }
      : found
    const { subject } = choice
    const unsaid = frame.tokens.every(
      (token, i) =>
        !isContent(token) || [...choice.readings.values()].flat().some(({ from, to }) => from <= i && i < to),
    )
    const alike = frame.near.filter(({ fit, subject: { effect } }) => fit > choice.fit - 0.12 && effect === 'read')
    if (
      unsaid &&
      alike.length > 1 &&
      frame.tokens.some(isContent) &&
      choice.subject.effect === 'read' &&
      !choice.ranked.named &&
      choice.ranked.recall < 0.95
    )
      return ask({
        question: `What do you want to know of "${textOf(frame.tokens)}"? Several things can be looked at`,
        candidates: alike.map((each) => `${each.subject.id}: ${each.subject.summary}`),
      })
    if (choice.meant < lowest) {
      const nothing = nothingFound(frame.tokens, { ...framed, vague: undefined }, scene)
      return 'question' in nothing
        ? ask(nothing)
        : refuse(nothing.reason, [...new Set([subject.id, ...nothing.nearest])])
    }
    const borrowed = borrower({
      frame,
      next: framed.frames.slice(at + 1),
      made: list.made,
      earlier: leaning?.earlier ?? [],
      aside: [...framed.aside, others],
      world,
    })
    const fresh = (value: unknown): boolean => list.made.some(({ input }) => Object.values(input).includes(value))
    const steps = argumentsOf(choice, { world, tokens: frame.tokens, borrowed, fresh })
    const left = constraint({ ...frame, choice }, vocabulary)
    if ('question' in steps) {
      // What is missing is what nobody here knows.
      const odd = left.some(({ kind, stem }) => kind === 'word' && !vocabulary.speaking.has(conceptOf(stem)))
      return odd && !(steps.candidates.length > 0 && choice.ranked.named && subject.effect === 'delete')
        ? refuse(`Nothing here does "${textOf(frame.tokens)}"`, [subject.id])
        : ask(steps, choice)
    }
    if (subject.excluded !== undefined)
      return refuse(
        `No plan may hold ${subject.id}: ${subject.excluded}; by hand: ${commandLines(
          steps.map(({ input }) => ({ operation: subject.id, input })),
          vocabulary,
        ).join(' && ')}`,
        [subject.id],
      )
    // An order whose very verb is not understood is another order.
    const [first] = left
    if (first && beginsWithOrder(frame.tokens, scene) && first === frame.tokens.find(isContent) && !choice.ranked.named)
      return refuse(`Nothing here does "${textOf(frame.tokens)}"`, [subject.id])
    const doubt = doubtOf(choice, frame, scene)
    if (doubt !== undefined) return ask(doubt, choice)
    if (left.length > 0)
      return ask(
        leftoverQuestion(
          subject,
          left.map(({ text }) => text),
        ),
        choice,
      )
    account.ignored.push(...choice.leftover.filter(isContent).map(({ text }) => text))
    for (const each of steps) {
      account.assumed.push(...each.assumed.filter((assumed) => !account.assumed.includes(assumed)))
      account.understood.push(
        subject.id,
        ...Object.entries(each.input).map(([name, value]) => `${name}=${valueText(value)}`),
      )
      list.add(subject, each, frame.joint, subject.summary)
    }
  }
  return end({ kind: 'plan', steps: list.steps, ...account }, undefined, framed.frames.at(-1)?.choice)
}
