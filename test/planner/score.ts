import { type Expectation, rightOutcomes, type SingleExpectation } from './entry.ts'
import type { FindOperation } from './known-operation.ts'
import { type ArgumentCounts, comparePlan } from './match-plan.ts'
import type { Outcome } from './outcome.ts'

/**
 * How an outcome is counted:
 * - `right` — exactly what was wanted: this plan, a question about this, a refusal that offers this
 * - `asked` and `refused` — not what was wanted, and nothing would happen
 * - `wrong` — a plan that was not wanted: the failure
 */
export type Verdict = 'right' | 'asked' | 'refused' | 'wrong'

/** What one outcome is worth. */
export interface Score {
  verdict: Verdict
  /** What differs from the expectation that was closest. */
  problems: readonly string[]
  /** Arguments of plans; all zero where no plan was wanted or given. */
  arguments: ArgumentCounts
  /** Steps that delete and that no expectation has: the gravest kind of wrong. */
  guessed: readonly string[]
  /** How many words the plan should have said it assumed or ignored, and how many it did. */
  accounting: { expected: number; shown: number }
}

interface Comparison {
  problems: readonly string[]
  counts: ArgumentCounts
}

const none: ArgumentCounts = { expected: 0, given: 0, right: 0 }
const listOf = <T>(one: T | readonly T[]): readonly T[] => (Array.isArray(one) ? one : [one as T])
const holds = (text: string, part: string): boolean =>
  text.toLocaleLowerCase('en').includes(part.toLocaleLowerCase('en'))

/** Whether a text has a word that begins so: `nat` is in "NAT gateway" and not in "alternative". */
const hasWord = (text: string, beginning: string): boolean =>
  new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(beginning)}`, 'iu').test(text)

const compareQuestion = (
  { about, candidates = [] }: Extract<SingleExpectation, { kind: 'ask' }>,
  { question, candidates: offered = [] }: Extract<Outcome, { kind: 'ask' }>,
): readonly string[] => {
  const said = [question, ...offered].join('\n')
  const missing = candidates.filter((each) => !holds(said, each))
  return [
    ...(listOf(about).some((word) => hasWord(question, word)) ? [] : [`it asked about something else: ${question}`]),
    ...((question.match(/\?/g)?.length ?? 0) > 1 ? ['it asked more than one thing'] : []),
    ...missing.map((each) => `it did not offer ${each}`),
  ]
}

const compareRefusal = (
  { nearest }: Extract<SingleExpectation, { kind: 'refuse' }>,
  { nearest: offered = [] }: Extract<Outcome, { kind: 'refuse' }>,
): readonly string[] =>
  !nearest || nearest.some((each) => offered.includes(each)) ? [] : [`it did not offer ${nearest.join(' or ')}`]

const compare = (expected: SingleExpectation, actual: Outcome, find: FindOperation): Comparison => {
  if (expected.kind === 'plan' && actual.kind === 'plan') return comparePlan(expected.steps, actual.steps, find)
  if (expected.kind === 'ask' && actual.kind === 'ask')
    return { problems: compareQuestion(expected, actual), counts: none }
  if (expected.kind === 'refuse' && actual.kind === 'refuse')
    return { problems: compareRefusal(expected, actual), counts: none }
  return { problems: [`${expected.kind} was wanted, ${actual.kind} came`], counts: none }
}

const otherwise: Readonly<Record<Outcome['kind'], Verdict>> = { plan: 'wrong', ask: 'asked', refuse: 'refused' }

const guessedBy = (actual: Outcome, right: readonly SingleExpectation[], find: FindOperation): readonly string[] => {
  if (actual.kind !== 'plan') return []
  const wanted = right.flatMap((each) => (each.kind === 'plan' ? each.steps.map(({ operation }) => operation) : []))
  return actual.steps
    .map(({ operation }) => operation)
    .filter((id) => find(id)?.effect === 'delete' && !wanted.includes(id))
}

const accountingOf = (expected: SingleExpectation, actual: Outcome): Score['accounting'] => {
  if (expected.kind !== 'plan' || actual.kind !== 'plan') return { expected: 0, shown: 0 }
  const { assumed = [], ignored = [] } = expected
  const shown = [
    ...assumed.filter((name) => actual.assumed?.some((each) => holds(each, name))),
    ...ignored.filter((words) => holds(actual.ignored?.join(' ') ?? '', words)),
  ]
  return { expected: assumed.length + ignored.length, shown: shown.length }
}

/** Scores what a planner made of a request against everything that would have been right. */
export const score = (expected: Expectation, actual: Outcome, find: FindOperation): Score => {
  const right = rightOutcomes(expected)
  const [first, ...others] = right.map((each) => ({ each, ...compare(each, actual, find) }))
  if (!first) throw new Error('an expectation has at least one outcome')
  // Between two that differ equally, the one that says more of the outcome: a plan is compared with a plan.
  const closest = others.reduce(
    (best, next) =>
      next.problems.length < best.problems.length ||
      (best.each.kind !== actual.kind && next.each.kind === actual.kind && best.problems.length > 0)
        ? next
        : best,
    first,
  )
  return {
    verdict: closest.problems.length === 0 ? 'right' : otherwise[actual.kind],
    problems: closest.problems,
    arguments: closest.counts,
    guessed: guessedBy(actual, right, find),
    accounting: accountingOf(closest.each, actual),
  }
}
