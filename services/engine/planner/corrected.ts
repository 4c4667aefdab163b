import type { PlannedStep } from './asking/outcome.ts'
import { type Filled, fill } from './choosing/fill.ts'
import { leftOutOf } from './clauses/left-out.ts'
import type { Planned } from './planned.ts'
import type { World } from './surroundings.ts'
import { numberOf } from './tokens/numbers.ts'
import { isContent } from './tokens/request-tokens.ts'
import type { Token } from './tokens/token.ts'
import type { Field } from './values/field.ts'
import { valuesOf, valueText } from './values/value-text.ts'
import type { Vocabulary } from './words/vocabulary.ts'

/** Words with which a correction of what was said begins, or that it has in it. */
export const correcting = new Set([
  'make',
  'same',
  'instead',
  'rather',
  'too',
  'also',
  'as',
  'change',
  'but',
  'with',
  'without',
  'add',
  'now',
  'use',
  'only',
  'drop',
  'actually',
  'and',
  'better',
  'prefer',
  'nicer',
])

const adding = new Set(['add', 'also', 'too', 'plus', 'another', 'additionally', 'and', 'well'])

export const removing = new Set(['without', 'drop', 'skip', 'no', 'leave', 'not', "don't"])

/** Whether nothing is said but another figure: `make that 12`. */
const justCounts = (tokens: readonly Token[]): boolean =>
  tokens.every(
    (token) =>
      !isContent(token) || numberOf(token.word) !== undefined || correcting.has(token.word) || token.word === 'rather',
  )

/** Whether a request adds to what was said: `and a bucket`, but not `and it is for staging`. */
const addsTo = (tokens: readonly Token[]): boolean =>
  tokens.some(
    ({ word }, at) =>
      adding.has(word) &&
      !(word === 'and' && /^(?:it|it's|its|this|that|make|change|rather)$/.test(tokens[at + 1]?.word ?? '')),
  )

/** Whether a word takes something out of what was said, and does not only turn down what was understood: `no, dev`. */
const takesOut = (tokens: readonly Token[]): boolean =>
  tokens.some(({ word }, at) => removing.has(word) && tokens[at + 1]?.kind !== 'mark')

/** What an argument becomes of what it was and what is said of it now. Undefined where nothing of it would be left. */
const changedTo = (field: Field, before: unknown, { readings, named }: Filled, tokens: readonly Token[]): unknown => {
  const found = named.get(field.name) ?? readings.get(field.name) ?? []
  const out = new Set(leftOutOf(found, tokens).map(({ value }) => value))
  const said = [...new Set(found.map(({ value }) => value))].filter((value) => !out.has(value))
  if (!field.many) return said[0]
  const old = valuesOf(before)
  const kept = old.filter((each) => !out.has(each))
  // What is named to be left out was there, so that what is named beside it comes in its place, and the rest stays.
  const wanted =
    kept.length < old.length || addsTo(tokens)
      ? [...new Set([...kept, ...said])]
      : takesOut(tokens) && out.size === 0
        ? old.filter((each) => !said.includes(each))
        : said
  const brought = wanted.flatMap((value) => field.brings[valueText(value)] ?? [])
  return wanted.length === 0 || brought.some((value) => out.has(value)) ? undefined : wanted
}

/** The last plan with arguments changed, where a request only says other values for them. */
export const corrected = (
  request: string,
  tokens: readonly Token[],
  planned: Planned,
  world: World,
  vocabulary: Vocabulary,
): readonly PlannedStep[] | undefined => {
  const { outcome, made } = planned
  if (outcome.kind !== 'plan') return undefined
  const last = made.findLast(({ subject }) => {
    const found = fill(subject, { tokens, request, world, vocabulary })
    const odd = found.leftover.filter((token) => !correcting.has(token.word))
    return (
      found.readings.size > 0 &&
      odd.length === 0 &&
      ![...found.readings.values()].flat().some(({ absent, several }) => absent || several)
    )
  })
  const figures = tokens.flatMap(({ word, kind }) => (kind === 'number' ? [numberOf(word)] : []))
  const [figure, ...others] = figures
  // How many at most there is always something to say of, whether or not it was said before.
  const counted =
    made
      .at(-1)
      ?.subject.fields.filter(
        ({ kind, name }) =>
          (kind === 'number' && made.at(-1)?.input[name] !== undefined) || (kind === 'limit' && justCounts(tokens)),
      ) ?? []
  if (!last && figure !== undefined && others.length === 0 && counted.length === 1)
    return outcome.steps.map((step) =>
      step.id === made.at(-1)?.id ? { ...step, input: { ...step.input, [counted[0]?.name ?? '']: figure } } : step,
    )
  if (!last) return undefined
  const filled = fill(last.subject, { tokens, request, world, vocabulary })
  const changed = [...filled.readings.keys()].map((name) => {
    const field = last.subject.fields.find((each) => each.name === name)
    return [name, field && changedTo(field, last.input[name], filled, tokens)] as const
  })
  if (changed.some(([, value]) => value === undefined)) return undefined
  // What is deleted is named anew, and not by what it is not.
  const turnsDown = [...filled.named.values()].some((found) => leftOutOf(found, tokens).length > 0)
  if (turnsDown && last.subject.effect === 'delete') return undefined
  // What the step works on was made for the same place: a plan of dev is no plan of staging.
  const source = JSON.stringify(last.input)
  const gives = (step: PlannedStep): boolean => source.includes(`"$from":{"step":"${step.id}"`)
  const given = new Set(outcome.steps.filter(gives).flatMap(({ input }) => Object.keys(input)))
  return outcome.steps.map((step) => {
    const own = step.id === last.id
    const mine = changed.filter(([name]) =>
      own ? name in step.input || !given.has(name) : gives(step) && name in step.input,
    )
    return { ...step, input: { ...step.input, ...Object.fromEntries(mine) } }
  })
}
