import { allowances } from './allowances.ts'
import type { ExpectedStep } from './entry.ts'
import type { FindOperation } from './known-operation.ts'
import { matches } from './match-value.ts'
import type { PlannedStep } from './outcome.ts'

/** How many arguments an expectation has, how many a plan gave, and how many of those are right. */
export interface ArgumentCounts {
  expected: number
  given: number
  right: number
}

/** What differs between a plan and an expectation; no problems means an exact match. */
export interface PlanComparison {
  problems: readonly string[]
  counts: ArgumentCounts
}

/** Expected steps by number, from 1, to the planned steps that stand for them. */
type Pairing = ReadonlyMap<number, PlannedStep>

const isFrom = (value: unknown): value is { $from: { step: unknown } } =>
  typeof value === 'object' && value !== null && '$from' in value && typeof value.$from === 'object'

/** Ids of the steps that must be over before a step, by `dependsOn` and by references, all the way back. */
const before = (step: PlannedStep, steps: readonly PlannedStep[], seen = new Set<string>()): ReadonlySet<string> => {
  const references = Object.values(step.input)
    .filter(isFrom)
    .map(({ $from }) => String($from.step))
  for (const id of [...step.dependsOn, ...references]) {
    if (seen.has(id)) continue
    seen.add(id)
    const earlier = steps.find((each) => each.id === id)
    if (earlier) before(earlier, steps, seen)
  }
  return seen
}

/** Every way to pair expected steps with planned ones of the same operation, each pairing as large as it can be. */
function* pairings(
  expected: readonly ExpectedStep[],
  planned: readonly PlannedStep[],
  number = 1,
): Generator<Map<number, PlannedStep>> {
  const step = expected[number - 1]
  if (!step) return yield new Map()
  const fitting = planned.filter(({ operation }) => operation === step.operation)
  for (const each of fitting) {
    const others = planned.filter((other) => other !== each)
    for (const pairing of pairings(expected, others, number + 1)) yield pairing.set(number, each)
  }
  if (
    fitting.length === 0 ||
    step.optional ||
    expected.slice(number).some(({ operation }) => operation === step.operation)
  )
    yield* pairings(expected, planned, number + 1)
}

/**
 * The roots that a step generates, by name, for one that waits for it: what it gives is the folder above them, in which
 * no command of Terraform runs.
 */
const madeBy = (step: PlannedStep | undefined, later: PlannedStep, pairing: Pairing): readonly string[] => {
  if (step?.operation !== 'generator.terraform' || !before(later, [...pairing.values()]).has(step.id)) return []
  const { out = 'infra', environments = ['dev'] } = step.input
  return Array.isArray(environments) ? environments.map((name) => `${String(out)}/envs/${String(name)}`) : []
}

const compareArguments = (step: ExpectedStep, planned: PlannedStep, pairing: Pairing, find: FindOperation) => {
  const { defaults = {}, paths } = find(step.operation) ?? {}
  const may = { ...allowances[step.operation], ...step.may }
  const fits = (name: string, expected: unknown, actual: unknown) =>
    matches(expected, actual, {
      stepId: (number) => pairing.get(number)?.id,
      madeBy: (number) => madeBy(pairing.get(number), planned, pairing),
      paths: paths?.has(name) ?? false,
    })

  const wrong = Object.entries(step.input).filter(
    ([name, value]) => !fits(name, value, planned.input[name] ?? defaults[name]),
  )
  const extra = Object.entries(planned.input).filter(
    ([name, value]) =>
      value !== undefined &&
      !(name in step.input) &&
      !(name in defaults && fits(name, defaults[name], value)) &&
      !(name in may && fits(name, may[name], value)),
  )
  const expected = Object.keys(step.input).length
  const absent = wrong.filter(([name]) => planned.input[name] === undefined).length
  return {
    problems: [
      ...wrong.map(([name]) => `${step.operation}: ${name} is ${JSON.stringify(planned.input[name]) ?? 'not given'}`),
      ...extra.map(([name, value]) => `${step.operation}: nobody asked for ${name} ${JSON.stringify(value)}`),
    ],
    counts: { expected, given: expected - absent + extra.length, right: expected - wrong.length },
  }
}

const compareOrder = (expected: readonly ExpectedStep[], planned: readonly PlannedStep[], pairing: Pairing) =>
  expected.flatMap(({ operation, after = [] }, index) => {
    const step = pairing.get(index + 1)
    if (!step) return []
    const done = before(step, planned)
    return after.flatMap((number) => {
      const earlier = pairing.get(number)
      return !earlier || done.has(earlier.id) ? [] : [`${operation} does not wait for ${earlier.operation}`]
    })
  })

const countsOf = (steps: readonly { input: object }[]): number =>
  steps.reduce((sum, { input }) => sum + Object.keys(input).length, 0)

const compareAs = (
  expected: readonly ExpectedStep[],
  planned: readonly PlannedStep[],
  pairing: Pairing,
  find: FindOperation,
): PlanComparison => {
  const paired = [...pairing].flatMap(([number, step]) => {
    const wanted = expected[number - 1]
    return wanted ? [compareArguments(wanted, step, pairing, find)] : []
  })
  const missing = expected.filter((step, index) => !step.optional && !pairing.has(index + 1))
  const used = new Set(pairing.values())
  const extra = planned.filter((step) => !used.has(step))
  const sum = (of: keyof ArgumentCounts) => paired.reduce((total, { counts }) => total + counts[of], 0)
  return {
    problems: [
      ...missing.map(({ operation }) => `${operation} is missing`),
      ...extra.map(({ operation }) => `nobody asked for ${operation}`),
      ...paired.flatMap(({ problems }) => problems),
      ...compareOrder(expected, planned, pairing),
    ],
    counts: {
      expected: sum('expected') + countsOf(missing),
      given: sum('given') + countsOf(extra),
      right: sum('right'),
    },
  }
}

// A plan this much longer than expected is not compared in every way it could be read.
const tooMany = 20

/**
 * Compares a plan with the steps it should have, in the reading that has the fewest problems. Steps may come in any
 * order that respects `after`; an argument that equals its default is as good as absent.
 */
export const comparePlan = (
  expected: readonly ExpectedStep[],
  planned: readonly PlannedStep[],
  find: FindOperation,
): PlanComparison => {
  if (planned.length > expected.length + tooMany) return compareAs(expected, planned, new Map(), find)
  let best: PlanComparison | undefined
  for (const pairing of pairings(expected, planned)) {
    const comparison = compareAs(expected, planned, pairing, find)
    if (!best || comparison.problems.length < best.problems.length) best = comparison
    if (best.problems.length === 0) break
  }
  return best ?? compareAs(expected, planned, new Map(), find)
}
