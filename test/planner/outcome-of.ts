import type { SingleExpectation } from './entry.ts'
import { matcherOf } from './match-value.ts'
import type { Outcome } from './outcome.ts'

/** Gives one value that an expected value allows. */
const valueOf = (expected: unknown): unknown => {
  const matcher = matcherOf(expected)
  if (!matcher) {
    if (Array.isArray(expected)) return expected.map(valueOf)
    if (typeof expected !== 'object' || expected === null) return expected
    return Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, valueOf(value)]))
  }
  if ('$any' in matcher) return 'anything'
  if ('$oneOf' in matcher) return valueOf(matcher.$oneOf[0])
  if ('$has' in matcher) return matcher.$has.join(' ')
  if ('$set' in matcher) return matcher.$set.map(valueOf)
  if ('$yaml' in matcher) return JSON.stringify(matcher.$yaml)
  return { $from: { step: `s${matcher.$step}`, pointer: matcher.pointer ?? '/directory' } }
}

/** Gives an outcome as a planner would that does exactly what is expected: what tests of the scorer start from. */
export const outcomeOf = (expected: SingleExpectation): Outcome => {
  if (expected.kind === 'refuse')
    return { kind: 'refuse', reason: 'cannot be done', ...(expected.nearest && { nearest: expected.nearest }) }
  if (expected.kind === 'ask') {
    const { about, candidates = [] } = expected
    return { kind: 'ask', question: `Which ${typeof about === 'string' ? about : about[0]}?`, candidates }
  }
  return {
    kind: 'plan',
    steps: expected.steps.map(({ operation, input, after = [] }, index) => ({
      id: `s${index + 1}`,
      operation,
      input: Object.fromEntries(Object.entries(input).map(([name, value]) => [name, valueOf(value)])),
      dependsOn: after.map((number) => `s${number}`),
    })),
    assumed: expected.assumed ?? [],
    ignored: expected.ignored ?? [],
  }
}
