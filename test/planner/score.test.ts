import { expect, test } from 'bun:test'
import type { Expectation } from './entry.ts'
import type { FindOperation, KnownOperation } from './known-operation.ts'
import type { Outcome, PlannedStep } from './outcome.ts'
import { score } from './score.ts'

const operations: Readonly<Record<string, KnownOperation>> = {
  'net.make': { effect: 'update', defaults: { out: 'infra', zones: 2 }, paths: new Set(['out']) },
  'net.look': { effect: 'read', defaults: { path: '.' }, paths: new Set(['path']) },
  'net.drop': { effect: 'delete', defaults: {}, paths: new Set() },
}
const find: FindOperation = (id) => operations[id]

const step = (id: string, operation: string, input: object = {}, dependsOn: string[] = []): PlannedStep => ({
  id,
  operation,
  input: { ...input },
  dependsOn,
})
const plan = (...steps: PlannedStep[]): Outcome => ({ kind: 'plan', steps })
const wanted = (operation: string, input: object = {}, more: object = {}) => ({
  operation,
  input: { ...input },
  optional: false,
  ...more,
})
const expectPlan = (...steps: ReturnType<typeof wanted>[]): Expectation => ({ kind: 'plan', steps })
const ask = (question: string, candidates?: string[]): Outcome => ({
  kind: 'ask',
  question,
  ...(candidates && { candidates }),
})

const inParis = expectPlan(wanted('net.make', { region: 'eu-west-3', zones: 3 }))

test('the wanted plan is right, whatever its steps are called', () => {
  const scored = score(inParis, plan(step('x', 'net.make', { zones: 3, region: 'eu-west-3' })), find)
  expect(scored).toMatchObject({ verdict: 'right', problems: [], guessed: [] })
  expect(scored.arguments).toEqual({ expected: 2, given: 2, right: 2 })
})

test('another plan is wrong, and says in what', () => {
  const scored = score(inParis, plan(step('1', 'net.make', { region: 'eu-west-3', zones: 2 })), find)
  expect(scored).toMatchObject({ verdict: 'wrong', arguments: { expected: 2, given: 2, right: 1 } })
  expect(scored.problems).toEqual(['net.make: zones is 2'])
})

test('an argument that was left out counts against what was expected, not against what was given', () => {
  const scored = score(inParis, plan(step('1', 'net.make', { zones: 3 })), find)
  expect(scored).toMatchObject({ verdict: 'wrong', arguments: { expected: 2, given: 1, right: 1 } })
})

test('an argument that nobody asked for is wrong, unless it is the default', () => {
  const make = (more: object) =>
    score(inParis, plan(step('1', 'net.make', { region: 'eu-west-3', zones: 3, ...more })), find)
  expect(make({ out: './infra/' }).verdict).toBe('right')
  expect(make({ out: 'elsewhere' })).toMatchObject({ verdict: 'wrong', arguments: { expected: 2, given: 3, right: 2 } })
})

test('a default that was wanted may be left out', () => {
  expect(score(expectPlan(wanted('net.look', { path: '.' })), plan(step('1', 'net.look')), find).verdict).toBe('right')
})

test('an argument that may be there must then be the right one', () => {
  const expected = expectPlan(wanted('net.look', {}, { may: { depth: 2 } }))
  expect(score(expected, plan(step('1', 'net.look')), find).verdict).toBe('right')
  expect(score(expected, plan(step('1', 'net.look', { depth: 2 })), find).verdict).toBe('right')
  expect(score(expected, plan(step('1', 'net.look', { depth: 9 })), find).verdict).toBe('wrong')
})

test('a question and a refusal are kept apart from wrong plans', () => {
  expect(score(inParis, ask('Which region?'), find).verdict).toBe('asked')
  expect(score(inParis, { kind: 'refuse', reason: 'no' }, find).verdict).toBe('refused')
  expect(score({ kind: 'ask', about: 'region' }, { kind: 'refuse', reason: 'no' }, find).verdict).toBe('refused')
  expect(score({ kind: 'refuse' }, ask('Which region?'), find).verdict).toBe('asked')
  expect(score({ kind: 'ask', about: 'region' }, plan(step('1', 'net.look')), find).verdict).toBe('wrong')
  expect(score({ kind: 'refuse' }, plan(step('1', 'net.look')), find).verdict).toBe('wrong')
})

test('a question is right when it is about the right thing, about one thing, and offers what there is', () => {
  const expected: Expectation = { kind: 'ask', about: ['environment', 'nat'], candidates: ['dev', 'production'] }
  expect(score(expected, ask('Which environment?', ['dev', 'production']), find).verdict).toBe('right')
  expect(score(expected, ask('Environments: dev or production?'), find).verdict).toBe('right')
  expect(score(expected, ask('Which environment?', ['dev']), find)).toMatchObject({
    verdict: 'asked',
    problems: ['it did not offer production'],
  })
  expect(score(expected, ask('Which alternative, dev or production?'), find).verdict).toBe('asked')
  expect(score(expected, ask('Which environment? And dev or production?'), find).problems).toEqual([
    'it asked more than one thing',
  ])
})

test('a refusal is right when it offers one of the nearest', () => {
  const expected: Expectation = { kind: 'refuse', nearest: ['net.make', 'net.look'] }
  expect(score(expected, { kind: 'refuse', reason: 'no', nearest: ['net.look'] }, find).verdict).toBe('right')
  expect(score(expected, { kind: 'refuse', reason: 'no', nearest: ['net.drop'] }, find).verdict).toBe('refused')
  expect(score({ kind: 'refuse' }, { kind: 'refuse', reason: 'no' }, find).verdict).toBe('right')
})

test('every outcome that is as right counts, and the closest one is compared', () => {
  const expected: Expectation = { ...inParis, also: [{ kind: 'ask', about: 'zones' }] }
  expect(score(expected, ask('How many zones?'), find).verdict).toBe('right')
  expect(score({ kind: 'ask', about: 'zones', also: [inParis] }, plan(step('1', 'net.make')), find)).toMatchObject({
    verdict: 'wrong',
    arguments: { expected: 2, given: 0, right: 0 },
  })
})

test('a step too many and a step too few are wrong', () => {
  const both = expectPlan(wanted('net.make', { zones: 3 }), wanted('net.look'))
  expect(score(both, plan(step('1', 'net.make', { zones: 3 })), find).problems).toEqual(['net.look is missing'])
  const more = plan(step('1', 'net.make', { zones: 3 }), step('2', 'net.look'), step('3', 'net.look', { path: 'a' }))
  expect(score(both, more, find).problems).toEqual(['nobody asked for net.look'])
})

test('a step may be optional', () => {
  const expected = expectPlan(
    wanted('net.make', { zones: 3 }, { optional: true }),
    wanted('net.look', {}, { after: [1] }),
  )
  expect(score(expected, plan(step('1', 'net.look')), find).verdict).toBe('right')
  const both = plan(step('1', 'net.make', { zones: 3 }), step('2', 'net.look', {}, ['1']))
  expect(score(expected, both, find).verdict).toBe('right')
})

test('a deletion that nobody wanted is counted on its own', () => {
  const scored = score(inParis, plan(step('1', 'net.drop', { what: 'all' })), find)
  expect(scored).toMatchObject({ verdict: 'wrong', guessed: ['net.drop'] })
  expect(score(expectPlan(wanted('net.drop')), plan(step('1', 'net.drop')), find).guessed).toEqual([])
})

test('steps wait for those that must be done before, directly, by way of others, or by a reference', () => {
  const expected = expectPlan(
    wanted('net.make'),
    wanted('net.look', {}, { after: [1] }),
    wanted('net.drop', {}, { after: [1] }),
  )
  const ordered = (look: string[], drop: string[]) =>
    score(expected, plan(step('c', 'net.drop', {}, drop), step('a', 'net.make'), step('b', 'net.look', {}, look)), find)
  expect(ordered(['a'], ['b']).verdict).toBe('right')
  expect(ordered(['a'], []).problems).toEqual(['net.drop does not wait for net.make'])

  const from = expectPlan(wanted('net.make'), wanted('net.look', { path: { $step: 1 } }, { after: [1] }))
  const referring = step('2', 'net.look', { path: { $from: { step: '1', pointer: '/directory' } } })
  expect(score(from, plan(step('1', 'net.make'), referring), find).verdict).toBe('right')
})

test('a root that a step generates may be said by its name, by a step that waits for it', () => {
  const expected = expectPlan(
    wanted('generator.terraform', {}, { may: { environments: ['dev'] } }),
    wanted('terraform.init', { directory: { $step: 1 } }),
  )
  const made = step('1', 'generator.terraform', { environments: ['dev'] })
  const inRoot = { directory: 'infra/envs/dev' }
  expect(score(expected, plan(made, step('2', 'terraform.init', inRoot, ['1'])), find).verdict).toBe('right')
  expect(score(expected, plan(made, step('2', 'terraform.init', inRoot)), find).verdict).toBe('wrong')
  const elsewhere = step('2', 'terraform.init', { directory: 'infra/envs/staging' }, ['1'])
  expect(score(expected, plan(made, elsewhere), find).verdict).toBe('wrong')
})

test('steps that wait for each other do not keep the scorer busy', () => {
  const circle = plan(step('1', 'net.make', {}, ['2']), step('2', 'net.look', {}, ['1']))
  const expected = expectPlan(wanted('net.make'), wanted('net.look', {}, { after: [1] }))
  expect(score(expected, circle, find).verdict).toBe('right')
})

test('steps of one operation are told apart by their arguments, in any order', () => {
  const expected = expectPlan(...['a', 'b', 'c'].map((path) => wanted('net.look', { path })))
  const reversed = plan(...['c', 'b', 'a'].map((path, index) => step(String(index), 'net.look', { path })))
  expect(score(expected, reversed, find)).toMatchObject({
    verdict: 'right',
    arguments: { expected: 3, given: 3, right: 3 },
  })
  const other = plan(...['c', 'b', 'd'].map((path, index) => step(String(index), 'net.look', { path })))
  expect(score(expected, other, find).problems).toEqual(['net.look: path is "d"'])
})

test('a plan of a thousand steps is wrong at once', () => {
  const many = plan(
    ...Array.from({ length: 1000 }, (_, index) => step(String(index), 'net.look', { path: `${index}` })),
  )
  expect(score(expectPlan(wanted('net.look'), wanted('net.look')), many, find).verdict).toBe('wrong')
})

test('what should be shown as assumed or ignored is counted apart from right and wrong', () => {
  const expected: Expectation = { kind: 'plan', steps: [wanted('net.look')], assumed: ['region'], ignored: ['thanks'] }
  const silent = score(expected, plan(step('1', 'net.look')), find)
  expect(silent).toMatchObject({ verdict: 'right', accounting: { expected: 2, shown: 0 } })
  const telling: Outcome = { kind: 'plan', steps: [step('1', 'net.look')], assumed: ['region=x'], ignored: ['Thanks!'] }
  expect(score(expected, telling, find).accounting).toEqual({ expected: 2, shown: 2 })
})
