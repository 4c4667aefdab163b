import { expect, test } from 'bun:test'
import { z } from '@nimbus/kernel/define'
import { product } from '@nimbus/testkit'
import { type ExpectedStep, rightOutcomes, turnsOf } from './entry.ts'
import { digestOfEntry, readFrozen } from './frozen.ts'
import { loadPart } from './load-set.ts'
import { matcherOf } from './match-value.ts'
import { folderOf, partOf } from './part-of.ts'

const { catalog } = product()
const set = [...(await loadPart('open')), ...(await loadPart('held-out'))]

// What is printed when something is wrong is an id and the fault: requests of the held-out part are not to be seen.
const outcomes = set.flatMap(({ entry }) =>
  turnsOf(entry).flatMap(({ expect: expected }, turn) =>
    rightOutcomes(expected).map((outcome) => ({ id: entry.id, turn, turns: turnsOf(entry), outcome })),
  ),
)
const steps = outcomes.flatMap(({ outcome, ...more }) =>
  outcome.kind === 'plan' ? outcome.steps.map((step, index) => ({ ...more, step, index, among: outcome.steps })) : [],
)

// The operations themselves and not the manifest: patterns such as \p{Cc} mean something else without their flags.
const fieldsOf = async (operation: string): Promise<Readonly<Record<string, z.core.$ZodType>>> => {
  const { input } = await catalog.load(operation)
  return input instanceof z.ZodObject ? input.shape : {}
}

/** The plain values an expected value allows: what can be checked against a schema. */
const plainValues = (value: unknown): readonly unknown[] => {
  const matcher = matcherOf(value)
  if (!matcher) return Array.isArray(value) && value.some((each) => matcherOf(each)) ? [] : [value]
  if ('$oneOf' in matcher) return matcher.$oneOf.flatMap(plainValues)
  if ('$set' in matcher) return [[...matcher.$set, ...(matcher.may ?? [])]]
  if ('$step' in matcher) return (matcher.or ?? []).flatMap(plainValues)
  return []
}

const referencesIn = (value: unknown): readonly number[] => {
  if (typeof value !== 'object' || value === null) return []
  const own = '$step' in value ? [Number(value.$step)] : []
  return [...own, ...Object.values(value).flatMap(referencesIn)]
}

const faultsOf = async ({ operation, input, may = {} }: ExpectedStep): Promise<readonly string[]> => {
  const fields = await fieldsOf(operation)
  return Object.entries({ ...input, ...may }).flatMap(([name, value]) => {
    const field = fields[name]
    if (!field) return [`${operation} has no ${name}`]
    return plainValues(value).flatMap((each) =>
      z.safeParse(field, each).success ? [] : [`${operation}: ${name} cannot be ${JSON.stringify(each)}`],
    )
  })
}

test('there are at least 330 requests, and ids are unique', () => {
  const ids = set.map(({ entry }) => entry.id)
  expect(ids.length).toBeGreaterThanOrEqual(330)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})

test('each entry lies in the folder of its part, and about a third is held out', () => {
  const wrong = set.filter(({ entry, part }) => partOf(entry.id) !== part)
  expect(wrong.map(({ entry }) => `${entry.id} belongs in ${folderOf[partOf(entry.id)]}/`)).toEqual([])
  const heldOut = set.filter(({ part }) => part === 'held-out').length / set.length
  expect(heldOut).toBeGreaterThan(0.28)
  expect(heldOut).toBeLessThan(0.39)
})

test('no two entries ask the same in the same surroundings', () => {
  const asked = set.map(({ entry, surroundings }) =>
    JSON.stringify([turnsOf(entry).map(({ request }) => request.trim().toLowerCase()), surroundings]),
  )
  const twice = set.filter((_, index) => asked.indexOf(asked[index] ?? '') !== index)
  expect(twice.map(({ entry }) => entry.id)).toEqual([])
})

test('every operation that a plan may call or a refusal offers is in the catalog', () => {
  const named = outcomes.flatMap(({ id, outcome }) =>
    outcome.kind === 'plan'
      ? outcome.steps.map(({ operation }) => ({ id, operation }))
      : outcome.kind === 'refuse'
        ? (outcome.nearest ?? []).map((operation) => ({ id, operation }))
        : [],
  )
  expect(named.filter(({ operation }) => !catalog.get(operation))).toEqual([])
})

test('every expected argument exists and fits its schema', async () => {
  const wrong = await Promise.all(
    steps.map(async ({ id, step }) => (await faultsOf(step)).map((fault) => `${id}: ${fault}`)),
  )
  expect(wrong.flat()).toEqual([])
})

test('every argument that an operation cannot do without is expected', () => {
  const wrong = steps.flatMap(({ id, step }) =>
    (catalog.get(step.operation)?.input.required ?? [])
      .filter((name) => !(name in step.input))
      .map((name) => `${id}: ${step.operation} needs ${name}`),
  )
  expect(wrong).toEqual([])
})

test('steps refer and wait only for steps before them', () => {
  const wrong = steps.filter(({ step, index }) =>
    [...(step.after ?? []), ...referencesIn(step.input)].some((number) => number < 1 || number > index),
  )
  expect(wrong.map(({ id }) => id)).toEqual([])
})

test('a reference points into the output of its step', () => {
  const wrong = steps.flatMap(({ id, step, among }) =>
    Object.values(step.input).flatMap((value) => {
      const matcher = matcherOf(value)
      if (!matcher || !('$step' in matcher) || !matcher.pointer) return []
      const output = catalog.get(among[matcher.$step - 1]?.operation ?? '')?.output.properties ?? {}
      return matcher.pointer.slice(1) in output ? [] : [`${id}: ${matcher.pointer}`]
    }),
  )
  expect(wrong).toEqual([])
})

test('a step that deletes quotes the words of the request that order it', () => {
  const wrong = steps
    .filter(({ step }) => catalog.get(step.operation)?.effect === 'delete')
    .filter(({ step, turn, turns }) => {
      const said = turns.slice(0, turn + 1).map(({ request }) => request)
      return !step.says || !said.some((request) => request.includes(step.says ?? ''))
    })
  expect(wrong.map(({ id, step }) => `${id}: ${step.operation}`)).toEqual([])
})

test('no plan approves, trusts or grants', () => {
  const personal = steps.filter(({ step }) => {
    const excluded = catalog.get(step.operation)?.exclude.call
    return excluded && catalog.get(step.operation)?.effect !== 'delete'
  })
  expect(personal.map(({ id, step }) => `${id}: ${step.operation}`)).toEqual([])
})

test('every operation of the catalog is wanted or offered by some request', () => {
  const wanted = new Set(steps.map(({ step }) => step.operation))
  const offered = outcomes.flatMap(({ outcome }) => (outcome.kind === 'refuse' ? (outcome.nearest ?? []) : []))
  const missing = catalog.list().filter(({ id }) => !wanted.has(id) && !offered.includes(id))
  expect(missing.map(({ id }) => id)).toEqual([])
})

test('the held-out part is as it was frozen', async () => {
  const frozen = await readFrozen()
  const heldOut = set.filter(({ part }) => part === 'held-out')
  const now = Object.fromEntries(heldOut.map(({ entry }) => [entry.id, digestOfEntry(entry)]))
  expect(Object.keys(now).filter((id) => now[id] !== frozen[id])).toEqual([])
  expect(Object.keys(frozen).filter((id) => !(id in now))).toEqual([])
})
