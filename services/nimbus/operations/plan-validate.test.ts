import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'
import fc from 'fast-check'

const good = { steps: [{ id: '1', operation: 'fs.read', input: { file: 'a.txt' } }] }

test('a plan in order ends with 0, one with problems with 6, and every problem says where', async () => {
  await using place = await workspace({ 'a.txt': 'one', 'good.json': JSON.stringify(good) })
  expect(await place.cli(['plan', 'validate', 'good.json'])).toMatchObject({
    exit: 0,
    stdout: '✓ the plan is in order: 1 step\n',
  })
  const steps = [
    { id: '1', operation: 'fs.reed', input: {} },
    { id: '2', operation: 'fs.write', input: { file: 1, contents: 'x' }, dependsOn: ['2'] },
  ]
  await place.write({ 'bad.json': JSON.stringify({ steps }) })
  const { exit, stdout } = await place.cli(['plan', 'validate', 'bad.json', '--json'])
  const { ok, outcome, data } = JSON.parse(stdout) as { ok: boolean; outcome: string; data: { problems: unknown } }
  expect({ exit, ok, outcome }).toEqual({ exit: 6, ok: true, outcome: 'negative' })
  expect(data.problems).toEqual([
    expect.objectContaining({
      code: 'plan-cycle',
      at: 'step 2: /dependsOn',
      message: 'steps depend on each other: 2 → 2',
    }),
    expect.objectContaining({ code: 'unknown-operation', at: 'step 1: /operation', next: 'did you mean fs.read?' }),
    expect.objectContaining({ at: 'step 2: /input/content', message: 'content: is needed' }),
    expect.objectContaining({ at: 'step 2: /input/file', message: 'file: takes string, not 1' }),
    expect.objectContaining({ at: 'step 2: /input/contents', next: 'did you mean content?' }),
  ])
})

test('it looks at saved plans by their id, and says of a used one that it is used', async () => {
  await using place = await workspace({ 'a.txt': 'one', 'good.json': JSON.stringify(good) })
  const { id } = await place.call('nimbus.plan-save', { plan: 'good.json' })
  expect(await place.call('nimbus.plan-validate', { plan: id.slice(0, 9) })).toMatchObject({ valid: true, steps: 1 })
  await place.call('nimbus.approve', { plan: id })
  await place.call('nimbus.apply', { plan: id })
  const { problems } = await place.call('nimbus.plan-validate', { plan: id })
  expect(problems).toMatchObject([{ code: 'plan-used', at: 'plan' }])
})

test('a file that is no plan is an answer, a file that is not there an error', async () => {
  await using place = await workspace({ 'cut.json': '{"steps": [' })
  expect(await place.cli(['plan', 'validate', 'cut.json'])).toMatchObject({ exit: 6 })
  expect(await place.cli(['plan', 'validate', 'none.json'])).toMatchObject({ exit: 5 })
})

test.each([
  ['{"steps": [{"id": "1', 'it ends in the middle of its JSON'],
  ['[{"steps": []}', 'it ends in the middle of its JSON'],
  ['{"steps": ["}]"', 'it ends in the middle of its JSON'],
  ['', 'it is empty'],
  [' \n', 'it is empty'],
  ['\x7fELF\x02\0\0{', 'it is not text'],
  ['root:x:0:0:root:/root:/bin/bash\n', 'it is not JSON: '],
  ['resource "aws_vpc" "main" {', 'it is not JSON: '],
  ['{"steps": []} and more', 'it is not JSON: '],
])('a file of %j is no plan, and why is true of it', async (text, why) => {
  await using place = await workspace({ 'plan.json': text })
  const { problems } = await place.call('nimbus.plan-validate', { plan: 'plan.json' })
  expect(problems).toMatchObject([{ code: 'plan-unreadable', why: expect.stringMatching(new RegExp(`^${why}`)) }])
})

test('a folder is called by its name, also where that is the workspace itself', async () => {
  await using place = await workspace({ 'plans/a.json': '{}' })
  for (const folder of ['.', 'plans'])
    expect(await failure(place.call('nimbus.plan-validate', { plan: folder }))).toMatchObject({
      code: 'not-a-file',
      message: `${folder} is not a file`,
    })
})

test('it changes nothing and looks at nothing the plan names', async () => {
  await using place = await workspace({ 'good.json': JSON.stringify(good) })
  // The file that the plan would read is not there; that is for saving and applying to find out.
  expect(await place.call('nimbus.plan-validate', { plan: 'good.json' })).toMatchObject({ valid: true })
  expect((await place.call('nimbus.plan-list', {})).plans).toEqual([])
})

const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('1', '2', 'fs.read', 'fs.write', 'nimbus.approve', '', '‹redacted›', '__proto__', '/text', '\0'),
    fc.constantFrom(0, 1, -1, 1e308, null, true),
    fc.string({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('$from', 'step', 'pointer', 'file', '__proto__', 'constructor', 'id'), tie('value'), {
      maxKeys: 3,
    }),
  ),
}))
const step = fc.record(
  {
    id: fc.oneof(fc.constantFrom('1', '2', '3'), anything),
    operation: fc.oneof(fc.constantFrom('fs.read', 'fs.write', 'git.commit', 'nimbus.undo'), anything),
    input: fc.oneof(fc.constant({ file: 'a.txt', content: 'x' }), anything),
    dependsOn: fc.oneof(fc.array(fc.constantFrom('1', '2', '3'), { maxLength: 3 }), anything),
    effect: fc.oneof(fc.constantFrom('read', 'update'), anything),
    expect: anything,
    retry: anything,
  },
  { requiredKeys: ['id', 'operation'] },
)
const documents = fc.record(
  {
    steps: fc.oneof({ weight: 6, arbitrary: fc.array(step, { maxLength: 4 }) }, anything),
    version: fc.constantFrom(1, 2, '1', -1),
    id: anything,
    digest: anything,
    expires: fc.oneof(fc.constantFrom('2030-01-01T00:00:00Z', 'never'), anything),
    decisions: anything,
    preconditions: anything,
    workspace: anything,
    data: anything,
    plan: anything,
  },
  { requiredKeys: ['steps'] },
)
const hostile = fc.oneof(
  documents.map((document) => JSON.stringify(document)),
  fc.tuple(documents, fc.nat(100)).map(([document, share]) => {
    const text = JSON.stringify(document)
    return text.slice(0, Math.floor((text.length * share) / 100))
  }),
  fc.string({ maxLength: 40 }),
)

test('no hostile plan file gets anything but an answer or an error of four parts', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      await place.write({ 'plan.json': text })
      for (const operation of [
        'nimbus.plan-validate',
        'nimbus.plan-save',
        'nimbus.plan-optimize',
        'nimbus.plan-diff',
      ]) {
        const input =
          operation === 'nimbus.plan-diff' ? { before: 'plan.json', after: 'plan.json' } : { plan: 'plan.json' }
        const { ok, error } = await place.invoke(operation, input)
        if (ok) continue
        expect(['unexpected', 'invalid-output']).not.toContain(error?.code ?? '')
        expect([2, 4, 5]).toContain(error?.exit ?? 0)
        expect(error?.message ?? '').not.toBe('')
      }
    }),
    { numRuns: 150 },
  )
}, 60_000)

test('every problem says what to do next', async () => {
  await using place = await workspace()
  const step = { id: 'a', operation: 'fs.read', input: { file: 'a.txt' }, dependsOn: [] as string[] }
  const { problems } = await place.call('nimbus.plan-validate', {
    document: {
      steps: [
        { ...step, effect: 'delete', retry: { attempts: 2 }, asserts: [{ pointer: '/lines', equals: 'many' }] },
        { ...step, dependsOn: ['z'] },
        { ...step, id: 'b', operation: 'git.commit', input: { message: { $from: 'a' } }, retry: { attempts: 2 } },
        { ...step, id: 'c', operation: 'nimbus.approve', input: { plan: 'p_abcd' } },
      ],
    },
  })
  expect(problems.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['duplicate-step', 'no-such-step', 'effect-exceeded', 'not-idempotent', 'never-so']),
  )
  expect(problems.filter(({ next }) => next === undefined)).toEqual([])
})
