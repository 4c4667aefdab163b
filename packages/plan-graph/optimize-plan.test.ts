import { expect, test } from 'bun:test'
import { type Change, type Plan, type PlanStep, planDigest } from '@nimbus/kernel'
import fc from 'fast-check'
import { stagesOf } from './graph.ts'
import { preconditionName } from './ground.ts'
import { optimizePlan } from './optimize-plan.ts'
import { sealed } from './read-plan.ts'
import { boxes, from, now, planOfSteps, step } from './test-plans.ts'
import { validatePlan } from './validate-plan.ts'

const put = (id: string, box: string, value: unknown, dependsOn: readonly string[] = []) =>
  step(id, 'box.put', { box, value }, dependsOn)
const get = (id: string, box: string, dependsOn: readonly string[] = []) => step(id, 'box.get', { box }, dependsOn)
const optimized = (...steps: Plan['steps']) => optimizePlan(planOfSteps(steps), boxes)
const idsOf = ({ plan }: { plan: Plan }) => plan.steps.map(({ id }) => id)

test('the same call twice is made once, and who used the second uses the first', () => {
  const result = optimized(get('1', 'a'), get('2', 'a'), put('3', 'b', from('2', '/value'), ['2']))
  expect(idsOf(result)).toEqual(['1', '3'])
  expect(result.plan.steps[1]).toMatchObject({ dependsOn: ['1'], input: { value: from('1', '/value') } })
  expect(result.changes).toMatchObject([{ did: 'merged', step: '2', other: '1' }])
  expect(result.plan.digest).toBe(planDigest(result.plan))
})

test('a look before and a look after a change are two looks', () => {
  const result = optimized(get('1', 'a'), put('2', 'a', from('1', '/value'), ['1']), get('3', 'a', ['2']))
  expect(idsOf(result)).toEqual(['1', '2', '3'])
})

test('what was written, overwritten and written again is written three times', () => {
  const result = optimized(put('1', 'a', 'x'), put('2', 'a', 'y'), put('3', 'a', 'x'))
  expect(idsOf(result)).toEqual(['1', '2', '3'])
  expect(result.stages).toEqual([['1'], ['2'], ['3']])
  expect(result.changes.map(({ why }) => why)).toEqual([
    'step 2 stays after step 1: both may concern box:a',
    'step 3 stays after step 2: both may concern box:a',
  ])
})

test('what may not be repeated is never taken together', () => {
  const add = (id: string) => step(id, 'box.add', { box: 'a' })
  expect(idsOf(optimized(add('1'), add('2')))).toEqual(['1', '2'])
})

test('a read that nobody uses is left out, unless it looks at the work or is what was asked', () => {
  const result = optimized(get('1', 'z'), put('2', 'a', 'x'), get('3', 'a', ['2']), get('4', 'b'))
  expect(idsOf(result)).toEqual(['2', '3', '4'])
  expect(result.changes).toMatchObject([{ did: 'dropped', step: '1' }])
})

const asserted = (of: PlanStep): PlanStep => ({ ...of, asserts: [{ pointer: '/value', equals: 'x' }] })

test('a step whose result is to be something is neither taken for one of which nobody asks that, nor left out', () => {
  expect(idsOf(optimized(get('1', 'a'), asserted(get('2', 'a')), put('3', 'b', 'x', ['1', '2'])))).toEqual([
    '1',
    '2',
    '3',
  ])
  expect(idsOf(optimized(asserted(get('1', 'z')), put('2', 'a', 'x')))).toEqual(['1', '2'])
})

test.each([{ retry: { attempts: 3 } }, { timeoutMs: 60_000 }])(
  'the same call with %j of its own is another step',
  (own) => {
    const wanted = [get('1', 'a'), { ...get('2', 'a'), ...own }, put('3', 'b', 'x', ['1', '2'])]
    expect(idsOf(optimized(...wanted))).toEqual(['1', '2', '3'])
  },
)

test('a question asked last is answered, although it was asked before', () => {
  expect(idsOf(optimized(get('1', 'b'), put('2', 'a', 'x'), get('3', 'b')))).toContain('3')
})

test('steps that touch different things run side by side', () => {
  const result = optimized(put('1', 'a', 'x'), put('2', 'b', 'x'), put('3', 'a/inner', 'x'), put('4', 'c', 'x', ['2']))
  expect(result.stages).toEqual([
    ['1', '2'],
    ['3', '4'],
  ])
})

test('what could not be looked at keeps its place', () => {
  const plan = planOfSteps([put('1', 'a', 'x'), put('2', 'b', 'x'), put('3', 'c', 'x')])
  const { stages } = optimizePlan({ ...plan, decisions: plan.decisions.filter(({ step: id }) => id !== '2') }, boxes)
  expect(stages).toEqual([['1'], ['2'], ['3']])
})

test('preconditions lose their step when one step is left', () => {
  const plan = planOfSteps([get('1', 'z'), put('2', 'a', 'x')], { preconditions: { '2/serial': '7' } })
  expect(optimizePlan(plan, boxes).plan.preconditions).toEqual({ serial: '7' })
})

/** A plan made when boxes held something: what would be put into one that holds it changes nothing, and was looked at. */
const madeWhen = (there: Readonly<Record<string, string>>, plan: Plan): Plan => {
  const isThere = ({ operation, input }: PlanStep) => {
    const { box = '', value } = (input ?? {}) as { box?: string; value?: unknown }
    return operation === 'box.put' && there[box] === value
  }
  const idle = new Map(plan.steps.filter(isThere).map(({ id, input }) => [id, (input as { box: string }).box]))
  const places = (changes: readonly Change[]) =>
    changes.map((change) => ({ ...change, resource: change.resource.replace('box:', 'workspace:') }))
  return sealed({
    ...plan,
    decisions: plan.decisions.map((each) => ({ ...each, changes: idle.has(each.step) ? [] : places(each.changes) })),
    preconditions: Object.fromEntries([...idle].map(([id, box]) => [preconditionName(plan, id, box), 'there'])),
  })
}

test('what would change nothing is left out, unless a step before it gives it something to change', () => {
  const plan = madeWhen(
    { a: 'x', b: 'x' },
    planOfSteps([
      put('1', 'a', 'x'),
      put('2', 'c', 'y'),
      put('3', 'a', 'z'),
      put('4', 'a', 'x'),
      put('5', 'b', 'x', ['3']),
    ]),
  )
  const result = optimizePlan(plan, boxes)
  expect(idsOf(result)).toEqual(['2', '3', '4'])
  expect(result.changes.map(({ why }) => why)).toEqual([
    'step 4 stays after step 3, which may give it something to change; as things are it has nothing',
    'step 1 would change nothing: what it asks for is there, and nothing before it changes that',
    'step 5 would change nothing: what it asks for is there, and nothing before it changes that',
  ])
  expect(Object.keys(result.plan.preconditions)).toEqual(['4/a'])
})

test('what waited for a step that is left out waits for what that one waited for', () => {
  const plan = madeWhen(
    { b: 'x' },
    planOfSteps([put('1', 'a', 'y'), put('2', 'b', 'x', ['1']), put('3', 'c', 'z', ['2'])]),
  )
  expect(optimizePlan(plan, boxes).plan.steps).toMatchObject([{ id: '1' }, { id: '3', dependsOn: ['1'] }])
})

test('what changes nothing is made all the same where its result is used or is to be something, or nothing else is left', () => {
  const used = planOfSteps([put('1', 'a', 'x'), put('2', 'b', from('1', '/did'), ['1'])])
  expect(idsOf(optimizePlan(madeWhen({ a: 'x' }, used), boxes))).toEqual(['1', '2'])
  const judged = [{ ...put('1', 'a', 'x'), asserts: [{ pointer: '/bytes', equals: 1 }] }, put('2', 'b', 'y')]
  expect(idsOf(optimizePlan(madeWhen({ a: 'x' }, planOfSteps(judged)), boxes))).toEqual(['1', '2'])
  const all = planOfSteps([put('1', 'a', 'x'), put('2', 'b', 'x')])
  expect(idsOf(optimizePlan(madeWhen({ a: 'x', b: 'x' }, all), boxes))).toEqual(['2'])
})

test('a step that shows no change and stands on nothing was not looked at', () => {
  const plan = madeWhen({ a: 'x' }, planOfSteps([put('1', 'a', 'x'), put('2', 'b', 'y')]))
  expect(idsOf(optimizePlan({ ...plan, preconditions: {} }, boxes))).toEqual(['1', '2'])
  const elsewhere = { ...plan, preconditions: { '1/head': 'main' } }
  expect(idsOf(optimizePlan(elsewhere, boxes))).toEqual(['2'])
})

test('where nobody knows what it touches, an effect before it keeps what would change nothing', () => {
  const plan = madeWhen({ a: 'x' }, planOfSteps([put('1', 'b', 'y'), put('2', 'a', 'x')]))
  expect(idsOf(optimizePlan({ ...plan, preconditions: { '2/head': 'main' } }, boxes))).toEqual(['1', '2'])
})

/** What a plan leaves behind when its steps run in some order: boxes are lists for `add`, single values for `put`. */
const run = (
  steps: Plan['steps'],
  order: readonly string[],
  asked: string,
  there: Readonly<Record<string, string>> = {},
) => {
  const world = new Map<string, unknown>(Object.entries(there))
  const gave = new Map<string, unknown>()
  for (const id of order) {
    const found = steps.find((each) => each.id === id)
    const { box = '', value } = (found?.input ?? {}) as { box?: string; value?: { $from?: { step: string } } | string }
    const given = typeof value === 'object' && value.$from ? gave.get(value.$from.step) : value
    if (found?.operation === 'box.get') gave.set(id, JSON.stringify(world.get(box) ?? null))
    if (found?.operation === 'box.put') world.set(box, given)
    if (found?.operation === 'box.add') world.set(box, [world.get(box) ?? null, 'more'])
  }
  return { world: Object.fromEntries(world), answer: gave.get(asked) }
}

const samples = fc
  .array(
    fc.record({
      kind: fc.constantFrom('put', 'get', 'add', 'copy'),
      box: fc.constantFrom('a', 'b', 'c'),
      value: fc.constantFrom('x', 'y'),
      after: fc.array(fc.nat(8), { maxLength: 2 }),
      source: fc.nat(8),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((drafts) =>
    planOfSteps(
      drafts.map(({ kind, box, value, after, source }, i) => {
        const dependsOn = [...new Set(after.filter((each) => each < i).map(String))]
        const reads = drafts.flatMap((draft, at) => (draft.kind === 'get' && at < i ? [String(at)] : []))
        const read = reads[source % Math.max(reads.length, 1)]
        if (kind === 'get') return get(String(i), box, dependsOn)
        if (kind === 'add') return step(String(i), 'box.add', { box }, dependsOn)
        if (kind === 'put' || read === undefined) return put(String(i), box, value, dependsOn)
        return put(String(i), box, from(read, '/value'), [...new Set([...dependsOn, read])])
      }),
    ),
  )

/** What boxes hold before. */
const holding = fc.record({ a: fc.constantFrom('x', 'y'), b: fc.constantFrom('x', 'y') }, { requiredKeys: [] })

test('whatever order its stages run in, an optimised plan leaves the same world and gives the same answer', () => {
  fc.assert(
    fc.property(samples, holding, fc.infiniteStream(fc.nat(1000)), (sample, there, luck) => {
      const plan = madeWhen(there, sample)
      const ids = plan.steps.map(({ id }) => id)
      const asked = ids.at(-1) ?? ''
      const before = run(plan.steps, ids, asked, there)
      const { plan: after, stages } = optimizePlan(plan, boxes)
      const shuffled = stages.flatMap((stage) =>
        stage.map((id) => ({ id, at: Number(luck.next().value) })).sort((a, b) => a.at - b.at),
      )
      const order = shuffled.map(({ id }) => id)
      expect(run(after.steps, order, asked, there)).toEqual(before)
    }),
    { numRuns: 1500 },
  )
})

test('it respects dependencies, stays valid, and has nothing to do the second time', () => {
  fc.assert(
    fc.property(samples, holding, (sample, there) => {
      const plan = madeWhen(there, sample)
      const once = optimizePlan(plan, boxes)
      expect(validatePlan(once.plan, boxes, now)).toEqual([])
      expect(stagesOf(once.plan.steps).flat()).toHaveLength(once.plan.steps.length)
      const kept = new Set(idsOf(once))
      for (const { id, dependsOn } of plan.steps)
        for (const each of dependsOn)
          if (kept.has(id) && kept.has(each))
            expect(once.plan.steps.find((s) => s.id === id)?.dependsOn).toContain(each)
      const twice = optimizePlan(once.plan, boxes)
      expect(twice.changes).toEqual([])
      expect(twice.plan).toEqual(once.plan)
    }),
    { numRuns: 1000 },
  )
})
