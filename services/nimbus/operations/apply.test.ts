import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'

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
