import { expect, test } from 'bun:test'
import { operation, z } from '@nimbus/kernel/define'
import { workspace } from '@nimbus/testkit'
import { planText, planTree } from '../plan-view.ts'

const read = (id: string, file: string) => ({ id, operation: 'fs.read', input: { file }, dependsOn: [] })
const write = (id: string, file: string) => ({
  id,
  operation: 'fs.write',
  input: { file, content: { $from: { step: '1', pointer: '/text' } } },
  dependsOn: ['1'],
})

test('a plan of reads is applied without approval, says what they found, and leaves nothing to undo', async () => {
  await using place = await workspace({ 'a.txt': 'one', 'b.txt': 'two' })
  await place.write({ 'plan.json': JSON.stringify({ steps: [read('1', 'a.txt'), read('2', 'b.txt')] }) })
  const { id } = await place.call('nimbus.plan-save', { plan: 'plan.json' })
  const { exit, stdout, stderr } = await place.cli(['apply', id])
  expect(exit).toBe(0)
  expect(stdout).toContain('1  fs.read\none')
  expect(stdout).toContain('2  fs.read\ntwo')
  expect(stderr).not.toContain('undo')
})

test('an effect that nobody can look at yet has to be approved, whatever policy allows', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  await place.write({ 'plan.json': JSON.stringify({ steps: [read('1', 'a.txt'), write('2', 'b.txt')] }) })
  const { id } = await place.call('nimbus.plan-save', { plan: 'plan.json' })
  expect(await place.cli(['apply', id])).toMatchObject({
    exit: 3,
    stderr: expect.stringContaining(`nimbus approve ${id}`),
  })
  expect(await place.file('b.txt').exists()).toBe(false)
})

const put = (id: string, file: string) => ({ ...write(id, file), input: { file, content: 'new' }, dependsOn: [] })
const remove = (id: string, file: string) => ({ id, operation: 'fs.remove', input: { file }, dependsOn: [] })

test('--yes approves a plan that deletes nothing, as it was shown', async () => {
  await using place = await workspace({ 'a.txt': 'old' })
  await place.write({ 'plan.json': JSON.stringify({ steps: [put('1', 'a.txt'), put('2', 'b.txt')] }) })
  const { id } = await place.call('nimbus.plan-save', { plan: 'plan.json' })
  expect(await place.cli(['apply', id])).toMatchObject({ exit: 3 })
  expect(await place.cli(['apply', id, '--yes'])).toMatchObject({ exit: 0 })
  expect(await place.file('a.txt').text()).toBe('new')
  expect(await place.file('b.txt').text()).toBe('new')
})

test('--yes covers no deletion of a plan, says so, and --confirm does', async () => {
  await using place = await workspace({ 'a.txt': 'old', 'b.txt': 'old' })
  await place.write({ 'plan.json': JSON.stringify({ steps: [put('1', 'a.txt'), remove('2', 'b.txt')] }) })
  const { id } = await place.call('nimbus.plan-save', { plan: 'plan.json' })
  const { exit, stderr } = await place.cli(['apply', id, '--yes'])
  expect(exit).toBe(3)
  expect(stderr).toContain('--yes covers no deletion: delete workspace:b.txt')
  expect(stderr).toContain(`nimbus approve ${id}`)
  expect(await place.file('a.txt').text()).toBe('old')
  expect(await place.cli(['apply', id, '--yes', '--confirm', 'b.txt'])).toMatchObject({ exit: 0 })
  expect(await place.file('b.txt').exists()).toBe(false)
})

/** Something that is gone once it is used. */
const burn = operation({
  id: 'test.burn',
  summary: 'Burn it',
  effect: 'update',
  input: z.object({}),
  output: z.object({}),
  examples: [],
  preview: async () => ({ changes: [{ resource: 'workspace:wood', effect: 'update' }] }),
  run: async () => ({}),
  verify: async () => [{ status: 'pass', code: 'burnt', message: 'there are ashes' }],
  undo: { irreversible: 'ashes stay ashes' },
})
const burning = { id: '2', operation: 'test.burn', input: {}, dependsOn: ['1'] }
const making = { id: '1', operation: 'fs.write', input: { file: 'new.txt', content: 'x' } }

test('what cannot be undone is said where the plan is read, asked about and approved, and apply promises nothing', async () => {
  await using place = await workspace({}, { operations: [burn] })
  const save = async (steps: readonly object[]) => (await place.call('nimbus.plan-save', { document: { steps } })).id
  const id = await save([making, burning])
  const said = { irreversible: [{ step: '2', why: 'ashes stay ashes' }] }
  expect(await place.call('nimbus.plan-show', { plan: id })).toMatchObject(said)
  expect(planTree(await place.call('nimbus.plan-show', { plan: id }))).toContain('! step 2 cannot be undone: ashes')
  const approved = await place.call('nimbus.approve', { plan: id })
  expect(approved).toMatchObject(said)
  expect(planText(approved)).toContain('! step 2 cannot be undone: ashes stay ashes')

  const asked: unknown[] = []
  const ask = async ({ preview }: { preview: unknown }) => asked.push(preview) > 0
  const { undo, ok } = await place.invoke(
    'nimbus.apply',
    { plan: await save([making, burning]) },
    { ask, consent: { yes: false, confirm: [] } },
  )
  expect(asked).toMatchObject([{ context: ['step 2 cannot be undone: ashes stay ashes'] }])
  expect({ ok, undo }).toEqual({
    ok: true,
    undo: { irreversible: expect.stringMatching(/^step 2: ashes stay ashes; what came before .* nimbus task show t_/) },
  })
})

test('an apply that can be taken back says how', async () => {
  await using place = await workspace()
  const { id } = await place.call('nimbus.plan-save', { document: { steps: [making] } })
  const { undo } = await place.invoke('nimbus.apply', { plan: id })
  expect(undo).toMatchObject({ operation: 'engine.task-roll-back' })
})
