import { expect, test } from 'bun:test'
import type { Plan } from '@nimbus/kernel'
import { boxes, from, now, planOfSteps, step } from './test-plans.ts'
import { notForPlans, validatePlan } from './validate-plan.ts'

const problems = (plan: Plan) => validatePlan(plan, boxes, now)
const ofSteps = (...steps: Plan['steps']) => problems(planOfSteps(steps))
const put = (id: string, box: unknown, value: unknown = 'v', dependsOn: readonly string[] = []) =>
  step(id, 'box.put', { box, value }, dependsOn)

test('a plan in order has no problems, references of every kind included', () => {
  const found = ofSteps(
    put('1', 'a'),
    step('2', 'box.get', { box: from('1', '/box'), mode: 'short' }, ['1']),
    put('3', 'b', from('2', '/value'), ['2']),
    put('4', 'c', { size: from('1', '/bytes') }, ['3']),
    step('5', 'box.add', { box: from('2', '/labels/anything'), count: from('1', '/bytes') }, ['4']),
    put('6', from('5', '/boxes/0/name'), from('2', '/any'), ['5']),
  )
  expect(found).toEqual([])
})

test.each([
  ['an unknown operation', step('1', 'box.gett', {}), 'unknown-operation', 'step 1: /operation', 'box.get?'],
  ['a field that is missing', step('1', 'box.get', {}), 'invalid-input', 'step 1: /input/box', '--help'],
  [
    'a field that is not known',
    step('1', 'box.get', { box: 'a', mod: 'x' }),
    'invalid-input',
    'step 1: /input/mod',
    'mode?',
  ],
  [
    'a value that is none of a list',
    step('1', 'box.get', { box: 'a', mode: 'shor' }),
    'invalid-input',
    'step 1: /input/mode',
    'short?',
  ],
  [
    'a number that is too small',
    step('1', 'box.add', { box: 'a', count: 0 }),
    'invalid-input',
    'step 1: /input/count',
    '',
  ],
  ['a wrong form of a choice', put('1', 'a', { size: 'x' }), 'invalid-input', 'step 1: /input/value/size', ''],
  ['a dependency on nothing', put('1', 'a', 'v', ['one']), 'no-such-step', 'step 1: /dependsOn', '1'],
  ['a reference to nothing', put('1', from('9', '/box')), 'no-such-step', 'step 1: /input/box', '1'],
  [
    'a reference beside other fields',
    put('1', { ...from('1', ''), x: 1 }),
    'malformed-reference',
    'step 1: /input/box',
    '',
  ],
  ['a pointer without a slash', put('1', from('1', 'box')), 'malformed-reference', 'step 1: /input/box', ''],
  [
    'an effect above the declared one',
    { ...step('1', 'box.get', { box: 'a' }), effect: 'delete' as const },
    'effect-exceeded',
    'step 1: /effect',
    '',
  ],
  [
    'a retry of what may not be repeated',
    { ...step('1', 'box.add', { box: 'a' }), retry: { attempts: 2 } },
    'not-idempotent',
    'step 1: /retry',
    '',
  ],
])('%s is named with its place', (_what, wrong, code, at, next) => {
  const found = ofSteps(wrong).filter((each) => each.code === code)
  expect(found).toHaveLength(1)
  expect(found[0]).toMatchObject({ code, at })
  expect(found[0]?.next ?? '').toContain(next)
})

test('a reference to what an operation does not give offers what it does give', () => {
  const [problem] = ofSteps(put('1', 'a'), put('2', from('1', '/bx'), 'v', ['1']))
  expect(problem).toMatchObject({ message: 'box: step 1 gives nothing at /bx', next: 'did you mean box?' })
})

test('a reference of the wrong type says both types', () => {
  const [problem] = ofSteps(put('1', 'a'), put('2', from('1', '/bytes'), 'v', ['1']))
  expect(problem).toMatchObject({ at: 'step 2: /input/box', message: 'box: takes string, and step 1 gives integer' })
})

test('a step that uses another without depending on it is told to', () => {
  const [problem] = ofSteps(put('1', 'a'), put('2', from('1', '/box')))
  expect(problem).toMatchObject({ code: 'missing-dependency', next: 'add 1 to its dependsOn' })
})

test('a cycle is named step by step', () => {
  const found = ofSteps(put('1', 'a', 'v', ['3']), put('2', 'b', 'v', ['1']), put('3', 'c', 'v', ['2']))
  expect(found).toMatchObject([{ code: 'plan-cycle', message: 'steps depend on each other: 1 → 3 → 2 → 1' }])
})

test('two steps of one name, an edited plan and an expired one are found', () => {
  const plan = planOfSteps([put('1', 'a'), put('1', 'b')], { expires: '2029-12-31T00:00:00.000Z' })
  expect(problems(plan).map(({ code }) => code)).toEqual(['plan-expired', 'duplicate-step'])
  const edited = { ...planOfSteps([put('1', 'a')]), intent: 'another' }
  expect(problems(edited)).toMatchObject([{ code: 'plan-edited', at: 'plan: /digest' }])
})

test('what only a person at the top does is no step of a plan', () => {
  expect(notForPlans(planOfSteps([step('1', 'box.approve', {})]), boxes)).toMatchObject([
    { code: 'not-in-a-plan', at: 'step 1: /operation', why: 'only whoever is at the top' },
  ])
})

test('a result that can never be what a step says is found before its effect', () => {
  const says = (...asserts: NonNullable<Plan['steps'][number]['asserts']>) => ofSteps({ ...put('1', 'a'), asserts })
  expect(
    says({ pointer: '/did', equals: 'created' }, { pointer: '', equals: { box: 'a', did: 'updated', bytes: 1 } }),
  ).toEqual([])
  expect(says({ pointer: '/dit', equals: 'created' })).toMatchObject([
    { code: 'no-such-result', at: 'step 1: /asserts/0', next: 'did you mean did?' },
  ])
  expect(says({ pointer: '/did', equals: 'creatd' })).toMatchObject([{ code: 'never-so' }])
  expect(says({ pointer: '/bytes', equals: '1' })).toMatchObject([{ message: '/bytes is integer, and never "1"' }])
})
