import { z } from '@nimbus/kernel/define'

/**
 * What an expected value may be instead of the value itself:
 * - `{ $any: true }` — anything
 * - `{ $oneOf: [...] }` — one of these expected values
 * - `{ $has: [...] }` — a text with all these fragments, in any case
 * - `{ $set: [...], may: [...] }` — a list with all of the first and perhaps some of the second
 * - `{ $yaml: {...} }` — a text that is YAML and says at least this
 * - `{ $step: 1, pointer: '/id', or: [...] }` — a reference to an output of that expected step, what it makes by its name,
 *   or one of these values
 */
export const Matcher = z.union([
  z.strictObject({ $any: z.literal(true) }),
  z.strictObject({ $oneOf: z.array(z.unknown()).min(1) }),
  z.strictObject({ $has: z.array(z.string()).min(1) }),
  z.strictObject({ $set: z.array(z.unknown()), may: z.array(z.unknown()).optional() }),
  z.strictObject({ $yaml: z.record(z.string(), z.unknown()) }),
  z.strictObject({
    $step: z.number().int().min(1),
    pointer: z.string().optional(),
    or: z.array(z.unknown()).optional(),
  }),
])

/** What an expected value may be instead of the value itself. */
export type Matcher = z.output<typeof Matcher>

/** Gives the matcher that an expected value is, if it is one. Fails for a `$` key that no matcher has. */
export const matcherOf = (value: unknown): Matcher | undefined => {
  if (!isRecord(value) || !Object.keys(value).some((key) => key.startsWith('$'))) return undefined
  return Matcher.parse(value)
}

/** How values are compared: which step ids stand for an expected step, and whether texts are paths. */
export interface Comparing {
  /** The id of the planned step that stands for an expected one, counted from 1. */
  stepId(expected: number): string | undefined
  /** What that step makes, by the names it will have. */
  madeBy(expected: number): readonly string[]
  paths: boolean
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const tidyPath = (path: string): string => path.replace(/^(\.\/)+(?=.)/, '').replace(/(?<=.)\/+$/, '')

/** Whether a planned value is the expected one. Lists are compared without their order. */
export const matches = (expected: unknown, actual: unknown, comparing: Comparing): boolean => {
  const matcher = matcherOf(expected)
  if (matcher) return matchesMatcher(matcher, actual, comparing)
  if (typeof expected === 'string' && typeof actual === 'string')
    return comparing.paths ? tidyPath(expected) === tidyPath(actual) : expected === actual
  if (Array.isArray(expected)) return Array.isArray(actual) && sameMembers(expected, actual, comparing)
  if (isRecord(expected)) return isRecord(actual) && sameRecord(expected, actual, comparing)
  return Object.is(expected, actual)
}

const matchesMatcher = (matcher: Matcher, actual: unknown, comparing: Comparing): boolean => {
  if ('$any' in matcher) return actual !== undefined
  if ('$oneOf' in matcher) return matcher.$oneOf.some((each) => matches(each, actual, comparing))
  if ('$has' in matcher) return hasAll(actual, matcher.$has)
  if ('$yaml' in matcher) return typeof actual === 'string' && saysAtLeast(readYaml(actual), matcher.$yaml)
  if ('$set' in matcher) return isSet(actual, matcher.$set, matcher.may ?? [], comparing)
  const others = [...(matcher.or ?? []), ...comparing.madeBy(matcher.$step)]
  return refersTo(actual, matcher, comparing) || others.some((each) => matches(each, actual, comparing))
}

const hasAll = (actual: unknown, fragments: readonly string[]): boolean =>
  typeof actual === 'string' &&
  fragments.every((fragment) => actual.toLocaleLowerCase('en').includes(fragment.toLocaleLowerCase('en')))

/** Text that is no YAML says nothing. */
const readYaml = (text: string): unknown => {
  try {
    return Bun.YAML.parse(text)
  } catch {
    return undefined
  }
}

const saysAtLeast = (actual: unknown, expected: unknown): boolean => {
  if (!isRecord(expected)) return Bun.deepEquals(actual, expected, true)
  return isRecord(actual) && Object.entries(expected).every(([key, value]) => saysAtLeast(actual[key], value))
}

/** Takes each expected member away from the actual ones; gives what is left, or nothing when one was missing. */
const withoutEach = (actual: readonly unknown[], expected: readonly unknown[], comparing: Comparing) => {
  const left = [...actual]
  for (const each of expected) {
    const at = left.findIndex((member) => matches(each, member, comparing))
    if (at < 0) return undefined
    left.splice(at, 1)
  }
  return left
}

const sameMembers = (expected: readonly unknown[], actual: readonly unknown[], comparing: Comparing): boolean =>
  withoutEach(actual, expected, comparing)?.length === 0

const isSet = (actual: unknown, must: readonly unknown[], may: readonly unknown[], comparing: Comparing): boolean => {
  if (!Array.isArray(actual)) return false
  const left = withoutEach(actual, must, comparing)
  return left?.every((member) => may.some((each) => matches(each, member, comparing))) ?? false
}

const sameRecord = (expected: Record<string, unknown>, actual: Record<string, unknown>, comparing: Comparing) =>
  Object.keys({ ...expected, ...actual }).every((key) => matches(expected[key], actual[key], comparing))

const refersTo = (
  actual: unknown,
  { $step, pointer }: { $step: number; pointer?: string | undefined },
  { stepId }: Comparing,
): boolean => {
  if (!isRecord(actual) || !isRecord(actual.$from)) return false
  const { step, pointer: at } = actual.$from
  return step === stepId($step) && (pointer === undefined || at === pointer)
}
