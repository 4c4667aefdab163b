import { expect, test } from 'bun:test'
import { type Plan, planDigest, planLifetimeMs } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit'
import { model, person } from '@nimbus/testkit/memory-gateway'
import { resolveReferences } from './resolve-references.ts'
import { shelfSetting, workspace } from './shelf/testing.ts'

const bob = { ...person, id: 'bob' }

test('an approved plan does what was asked, once', async () => {
  const { approved, apply, shelf } = shelfSetting()
  const plan = await approved('shelf.put', { name: 'a', value: '2' })
  expect(await apply(plan.id)).toMatchObject({ ok: true, data: { replaced: true } })
  expect(shelf.get('a')).toBe('2')
  expect(await failure(apply(plan.id))).toMatchObject({ code: 'plan-used', exit: 4 })
})

test('whoever comes second is told how to follow the task, or to go on with it', async () => {
  for (const [status, next] of [
    ['running', 'nimbus task events'],
    ['failed', 'nimbus task resume'],
    ['done', 'run the command again'],
  ] as const) {
    const { approved, apply, ports } = shelfSetting()
    const plan = await approved('shelf.put', { name: 'a', value: '2' })
    await apply(plan.id)
    for (const [id, task] of ports.held.tasks) ports.held.tasks.set(id, { ...task, status })
    expect((await failure(apply(plan.id))).next).toContain(next)
  }
})

test('a plan is named by a start of its id that is long enough', async () => {
  const { approved, apply } = shelfSetting()
  const plan = await approved('shelf.remove', { name: 'a' })
  expect(await failure(apply('p_zzzz'))).toMatchObject({ code: 'not-found', exit: 5 })
  expect((await apply(plan.id.slice(0, 8))).ok).toBe(true)
})

test('of many who apply a plan at once exactly one does', async () => {
  const { approved, apply } = shelfSetting()
  const plan = await approved('state.bump', {})
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => apply(plan.id)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('a plan whose input was changed after it was approved is not what was approved', async () => {
  const { approved, apply, ports, shelf } = shelfSetting()
  const plan = await approved('shelf.remove', { name: 'b' })
  const stored = ports.held.plans.get(plan.id)
  if (!stored) throw new Error('no plan')
  const steps = plan.steps.map((step) => ({ ...step, input: { name: 'a' } }))
  ports.held.plans.set(plan.id, { ...stored, plan: { ...plan, steps } })
  expect(await failure(apply(plan.id))).toMatchObject({ code: 'plan-changed', exit: 4 })
  const forged = { ...plan, steps }
  ports.held.plans.set(plan.id, { ...stored, plan: { ...forged, digest: planDigest(forged) } })
  expect(await failure(apply(plan.id))).toMatchObject({ code: 'plan-changed' })
  expect(shelf.has('a')).toBe(true)
})

test('a plan expires', async () => {
  const { approved, apply, later } = shelfSetting()
  const plan = await approved('shelf.remove', { name: 'a' })
  later(planLifetimeMs)
  expect(await failure(apply(plan.id))).toMatchObject({ code: 'plan-expired', exit: 4 })
})

test('a plan belongs to its workspace', async () => {
  const { approved, apply } = shelfSetting()
  const plan = await approved('shelf.remove', { name: 'a' })
  expect(await failure(apply(plan.id, { workspace: '/srv/other' }))).toMatchObject({ code: 'other-workspace', exit: 2 })
})

test('a model does not apply what was approved for somebody else', async () => {
  const { approved, apply, shelf } = shelfSetting()
  const plan = await approved('shelf.remove', { name: 'a' })
  expect(await failure(apply(plan.id, { principal: model }))).toMatchObject({ code: 'not-requester', exit: 4 })
  expect(shelf.has('a')).toBe(true)
  expect((await apply(plan.id, { principal: bob })).ok).toBe(true)
})

test('a plan whose ground has moved is refused and stays for another look', async () => {
  const { approved, apply, move, ports } = shelfSetting()
  const plan = await approved('state.bump', {})
  move()
  expect(await failure(apply(plan.id))).toMatchObject({
    code: 'precondition-changed',
    why: 'then 1, now 2',
    exit: 4,
  })
  expect(ports.held.plans.get(plan.id)?.status).toBe('approved')
})

const step = (id: string, name: string, dependsOn: readonly string[] = [], value: unknown = 'x') => ({
  id,
  operation: 'shelf.put',
  input: { name, value },
  dependsOn,
  effect: 'update' as const,
  reason: 'test',
})
const planOf = (steps: Plan['steps'], covered: Readonly<Record<string, string>>): Plan => ({
  version: 1,
  id: 'p_aaaaaaaaaaaaaaaaaaaa',
  digest: '',
  workspace,
  steps,
  preconditions: {},
  estimates: {},
  decisions: Object.entries(covered).map(([id, name]) => ({
    step: id,
    decide: 'ask',
    rule: '',
    changes: [{ resource: `workspace:${name}`, effect: 'update' }],
  })),
  expires: '2031-01-01T00:00:00.000Z',
})

test('steps run in the order of what they depend on, and take values from earlier ones', async () => {
  const { save, apply, shelf } = shelfSetting()
  const reader = { ...step('read', ''), operation: 'shelf.get', input: { name: 'a' }, effect: 'read' as const }
  const value = { $from: { step: 'read', pointer: '/value' } }
  const id = await save(planOf([step('copy', 'b', ['read'], value), reader], { copy: 'b' }))
  expect((await apply(id)).ok).toBe(true)
  expect(shelf.get('b')).toBe('1')
})

test('what is masked in a result is no value for a later step', async () => {
  const { save, apply, shelf, ports } = shelfSetting()
  shelf.set('a', 'correct-horse-battery')
  ports.redactor.add('correct-horse-battery')
  const reader = { ...step('read', ''), operation: 'shelf.get', input: { name: 'a' }, effect: 'read' as const }
  const value = { $from: { step: 'read', pointer: '/value' } }
  const { error } = await apply(await save(planOf([step('copy', 'b', ['read'], value), reader], { copy: 'b' })))
  expect(error).toMatchObject({ code: 'reference-masked', message: expect.stringContaining('/value') })
  expect(shelf.has('b')).toBe(false)
})

test('the approval of one step does not cover another', async () => {
  const { save, apply, shelf } = shelfSetting()
  const id = await save(planOf([step('1', 'a'), step('2', 'b', ['1'])], { 2: 'a' }))
  expect((await apply(id)).error?.code).toBe('approval-needed')
  expect(shelf.get('a')).toBe('1')
})

test('a step that fails stops the rest', async () => {
  const { save, apply, shelf } = shelfSetting()
  const lost = { ...step('1', ''), operation: 'shelf.get', input: { name: 'nowhere' }, effect: 'read' as const }
  const id = await save(planOf([lost, step('2', 'b', ['1'])], { 2: 'b' }))
  expect((await apply(id)).error?.code).toBe('not-found')
  expect(shelf.has('b')).toBe(false)
})

test('steps that depend on each other are stuck, which is said', async () => {
  const { save, apply } = shelfSetting()
  const id = await save(planOf([step('1', 'a', ['2']), step('2', 'b', ['1'])], { 1: 'a', 2: 'b' }))
  expect(await failure(apply(id))).toMatchObject({ code: 'plan-stuck' })
})

test.each([
  ['', { a: [{ 'x/y~z': 1 }] }],
  ['/a/0', { 'x/y~z': 1 }],
  ['/a/0/x~1y~0z', 1],
] as const)('the pointer %p finds its value', (pointer, expected) => {
  const results = new Map([['s', { a: [{ 'x/y~z': 1 }] }]])
  const found = resolveReferences({ deep: [{ $from: { step: 's', pointer } }] }, results)
  expect(found).toEqual({ deep: [expected] })
})

test.each(['/b', '/a/1', '/a/0/__proto__', '/toString'])('the pointer %s to nothing stops the plan', (pointer) => {
  const results = new Map([['s', { a: [{}] }]])
  expect(() => resolveReferences({ $from: { step: 's', pointer } }, results)).toThrow(`gave nothing at ${pointer}`)
})

test('the ground of every step is looked at before the first effect', async () => {
  const { save, apply, shelf, move, ports } = shelfSetting()
  const bump = { ...step('2', ''), operation: 'state.bump', input: {}, dependsOn: ['1'] }
  const plan = planOf([step('1', 'a'), bump], { 1: 'a' })
  const id = await save({ ...plan, preconditions: { '2/serial': '1' } })
  move()
  expect(await failure(apply(id))).toMatchObject({ code: 'precondition-changed', why: 'then 1, now 2' })
  expect(shelf.get('a')).toBe('1')
  expect(ports.held.plans.get(id)?.status).toBe('approved')
})

test('the ground of a later step is looked at again right before it', async () => {
  const { save, apply, move, ports, serial } = shelfSetting()
  const bump = { ...step('2', ''), operation: 'state.bump', input: {} }
  const id = await save({ ...planOf([step('1', 'a'), bump], { 1: 'a' }), preconditions: { '2/serial': '1' } })
  const create = ports.tasks.create
  ports.tasks.create = async (task) => {
    move()
    return create(task)
  }
  expect((await apply(id)).error).toMatchObject({ code: 'precondition-changed', why: 'then 1, now 2' })
  expect(serial()).toBe(2)
})

test('what an earlier step of the same plan may have moved is no reason to stop', async () => {
  const { save, apply, serial } = shelfSetting()
  const bump = (id: string, dependsOn: readonly string[]) => ({
    ...step(id, ''),
    operation: 'state.bump',
    input: {},
    dependsOn,
  })
  const plan = planOf([bump('1', []), bump('2', ['1'])], {})
  const changes = [{ resource: 'state:dev', effect: 'update' as const }]
  const decisions = ['1', '2'].map((id) => ({ step: id, decide: 'ask' as const, rule: '', changes }))
  const id = await save({ ...plan, decisions, preconditions: { '1/serial': '1', '2/serial': '1' } })
  expect((await apply(id)).ok).toBe(true)
  expect(serial()).toBe(3)
})

test('a later step that cannot be looked at stops the plan before its first effect', async () => {
  const { save, apply, shelf } = shelfSetting()
  const lost = { ...step('2', ''), operation: 'shelf.get', input: {}, effect: 'read' as const }
  const id = await save(planOf([step('1', 'a'), lost], { 1: 'a' }))
  expect(await failure(apply(id))).toMatchObject({ code: 'invalid-input', exit: 2 })
  expect(shelf.get('a')).toBe('1')
})
