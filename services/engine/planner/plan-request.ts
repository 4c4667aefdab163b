import { argumentsOf } from './arguments.ts'
import { borrower } from './borrowing.ts'
import type { Frame, Problem } from './frame.ts'
import { framesOf } from './frames.ts'
import { judge } from './judge.ts'
import { lightWords } from './light-words.ts'
import type { Account, Outcome } from './outcome.ts'
import { destructiveQuestion, leftoverQuestion } from './questions.ts'
import { isContent, requestTokens } from './request-tokens.ts'
import { segmentsOf } from './segments.ts'
import { StepList } from './steps.ts'
import { type Surroundings, worldOf } from './surroundings.ts'
import type { Token } from './token.ts'
import type { Vocabulary } from './vocabulary.ts'

const lowest = 0.5

const textOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join(' ')

const shortly = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(shortly).join(',')
  if (typeof value === 'object' && value !== null && '$from' in value) return 'from an earlier step'
  return String(value)
}

/** What is left over and may be a constraint. What only accompanies a question that reads may be left. */
const constraint = ({ choice }: Frame): readonly Token[] =>
  choice.leftover.filter(
    (token) =>
      isContent(token) &&
      !(token.kind === 'word' && lightWords.has(token.stem) && !choice.leftover.some(({ kind }) => kind !== 'word')),
  )

/** Makes a plan, a question or a refusal of one request. Pure: the same request in the same surroundings gives the same. */
export const planRequest = (request: string, surroundings: Surroundings, vocabulary: Vocabulary): Outcome => {
  const world = worldOf(surroundings)
  const { tokens, ofOthers } = requestTokens(request, vocabulary, world)
  const scene = { request, world, vocabulary }
  const framed = framesOf(tokens, segmentsOf(tokens), scene)
  const account: { understood: string[]; assumed: string[]; ignored: string[] } = {
    understood: [],
    assumed: [],
    ignored: [...ofOthers, ...framed.aside.map(textOf)],
  }
  const done = (): Account => account
  const ask = ({ question, candidates }: Problem): Outcome => ({ kind: 'ask', question, candidates, ...done() })
  const refuse = (reason: string, nearest: readonly string[]): Outcome => ({
    kind: 'refuse',
    reason,
    nearest,
    ...done(),
  })

  if (framed.vague) {
    const said = textOf(framed.vague)
    return ask(
      destructiveQuestion(
        said,
        [...world.roots, ...(world.git?.branches ?? [])].filter((each) =>
          framed.vague?.some(({ word }) => each.includes(word)),
        ),
      ),
    )
  }
  if (framed.frames.length === 0) {
    const whole = {
      tokens,
      from: 0,
      to: tokens.length,
      joint: 'start' as const,
      item: false,
      asks: request.includes('?'),
    }
    const nearest = judge(whole, scene, true, undefined).choices.slice(0, 3)
    return refuse(
      'Nothing here does that',
      nearest.filter(({ fit }) => fit > 0.2).map(({ subject }) => subject.id),
    )
  }

  const list = new StepList(vocabulary)
  for (const [at, frame] of framed.frames.entries()) {
    const { choice } = frame
    const { subject } = choice
    if (choice.meant < lowest) return refuse(`Nothing here does "${textOf(frame.tokens)}"`, [subject.id])
    if (subject.excluded !== undefined)
      return refuse(`No plan may hold ${subject.id}: ${subject.excluded}`, [subject.id])
    const borrowed = borrower({
      frame,
      next: framed.frames[at + 1],
      made: list.made,
      aside: framed.aside,
      world,
    })
    const steps = argumentsOf(choice, { world, tokens: frame.tokens, borrowed })
    if ('question' in steps) return ask(steps)
    const left = constraint(frame)
    if (left.length > 0)
      return ask(
        leftoverQuestion(
          subject,
          left.map(({ text }) => text),
        ),
      )
    for (const each of steps) {
      account.assumed.push(...each.assumed.filter((assumed) => !account.assumed.includes(assumed)))
      account.understood.push(
        subject.id,
        ...Object.entries(each.input).map(([name, value]) => `${name}=${shortly(value)}`),
      )
      list.add(subject, each, frame.joint, subject.summary)
    }
  }
  account.ignored.push(...framed.unknown.map(textOf).filter(Boolean))
  return { kind: 'plan', steps: list.steps, ...done() }
}
