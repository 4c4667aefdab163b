import { expect, test } from 'bun:test'
import {
  type Ask,
  type Decide,
  oneStepPlan,
  type Plan,
  type PlanStep,
  planDigest,
  planLifetimeMs,
  type Request,
} from '@nimbus/kernel'
import { operation, z } from '@nimbus/kernel/define'
import { failure } from '@nimbus/testkit'
import { memoryGateway, model, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import { createTask } from './create-task.ts'
import { resolveReferences } from './resolve-references.ts'
import { runTask } from './run-task.ts'
import type { Surroundings } from './work.ts'

const workspace = '/srv/workspace'
const bob = { ...person, id: 'bob' }

const read = { operation: 'shelf.get', effect: 'read' } as const

const around: Surroundings = { sleep: async () => undefined, random: () => 0, parallel: 4, limits: {} }

const setting = () => {
  const shelf = new Map([['a', '1']])
  let serial = 1
  let time = new Date('2030-01-01T00:00:00Z')
  const bump = operation({
    id: 'state.bump',
    summary: 'Apply at a serial',
    effect: 'update',
    input: z.object({}),
    output: z.object({ serial: z.number() }),
    examples: [],
    preview: async () => ({
      changes: [{ resource: 'state:dev', effect: 'update' }],
      preconditions: { serial: String(serial) },
    }),
    run: async () => ({ serial: ++serial }),
  })
  const gateway = memoryGateway([memorySource([bump, ...sampleOperations(shelf)])], { workspace, now: () => time })
  const { ports } = gateway
  const request = {
    operation: '',
    input: {},
    principal: person,
    surface: 'cli' as const,
    workspace,
    base: workspace,
    signal: new AbortController().signal,
  }
  return {
    shelf,
    ports,
    async apply(id: string, more: Partial<Request> = {}) {
      const made = await createTask(id, { ...request, ...more }, ports, around.limits)
      const task = await runTask(made.id, { ...request, ...more }, ports, around, { looked: true })
      const error = task.steps.find((each) => each.error)?.error
      return { ok: task.status === 'done', task, data: task.steps.at(-1)?.data, ...(error ? { error } : {}) }
    },
    serial: () => serial,
    move: () => {
      serial += 1
    },
    later: (ms: number) => {
      time = new Date(time.getTime() + ms)
    },
    /** Refused as a question, then approved by somebody. */
    async approved(id: string, input: unknown, by = 'bob') {
      const { error } = await gateway.invoke({ principal: person, surface: 'cli', operation: id, input })
      const stored = ports.held.plans.get(error?.plan ?? '')
      if (!stored) throw new Error(`${id} did not ask: ${JSON.stringify(error)}`)
      await ports.plans.approve(stored.id, { by, digest: stored.plan.digest, at: '' })
      return stored.plan
    },
    /** A plan of one step that nobody has approved, and what policy is said to have said of it. */
    async waiting(decide: Decide, { operation, effect }: Pick<PlanStep, 'operation' | 'effect'> = read) {
      const change = { resource: 'workspace:a', effect }
      const plan = oneStepPlan(
        { operation, input: { name: 'a' }, effect, summary: 'On the shelf' },
        {
          preview: { changes: [change] },
          decision: { decide, rule: 'a rule', changes: [{ change, decide, rule: 'a rule' }], protected: false },
          workspace,
          now: time,
        },
      )
      await ports.plans.save(plan, { tenant: 'local', requester: person.id })
      return plan
    },
    async save(plan: Plan) {
      const sealed = { ...plan, digest: planDigest(plan) }
      await ports.plans.save(sealed, { tenant: 'local', requester: 'ada' })
      await ports.plans.approve(sealed.id, { by: 'bob', digest: sealed.digest, at: '' })
      return sealed.id
    },
  }
}

test('an approved plan does what was asked, once', async () => {
  const { approved, apply, shelf } = setting()
  const plan = await approved('shelf.put', { name: 'a', value: '2' })
  expect(await apply(plan.id)).toMatchObject({ ok: true, data: { replaced: true } })
  expect(shelf.get('a')).toBe('2')
  expect(await failure(apply(plan.id))).toMatchObject({ code: 'plan-used', exit: 4 })
})

test('a plan is named by a start of its id that is long enough', async () => {
  const { approved, apply } = setting()
  const plan = await approved('shelf.remove', { name: 'a' })
  expect(await failure(apply('p_zzzz'))).toMatchObject({ code: 'not-found', exit: 5 })
  expect((await apply(plan.id.slice(0, 8))).ok).toBe(true)
})

test('of many who apply a plan at once exactly one does', async () => {
  const { approved, apply } = setting()
  const plan = await approved('state.bump', {})
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => apply(plan.id)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('a plan that nobody approved is not applied', async () => {
  const { waiting, apply, shelf } = setting()
  const plan = await waiting('ask', { operation: 'shelf.remove', effect: 'delete' })
  expect(await failure(apply(plan.id))).toMatchObject({
    code: 'plan-not-approved',
    exit: 3,
    plan: plan.id,
    next: `nimbus approve ${plan.id}`,
  })
  expect(shelf.has('a')).toBe(true)
})

test('a plan whose every step policy allows needs no approval', async () => {
  const { waiting, apply, ports } = setting()
  const plan = await waiting('allow')
  expect(await apply(plan.id)).toMatchObject({ ok: true, data: { value: '1' } })
  expect(ports.held.plans.get(plan.id)).toMatchObject({ status: 'used', approval: { by: 'policy', needless: true } })
})

test('what policy allowed when a plan was made covers nothing once policy asks', async () => {
  const { waiting, apply, shelf } = setting()
  // The plan says that removing was allowed; policy asks.
  const plan = await waiting('allow', { operation: 'shelf.remove', effect: 'delete' })
  expect(await apply(plan.id)).toMatchObject({ ok: false, error: { code: 'approval-needed', exit: 3 } })
  expect(shelf.has('a')).toBe(true)
})

test('a person at a terminal is asked for the approval of a plan, and anybody else has to get it', async () => {
  const removal = { operation: 'shelf.remove', effect: 'delete' } as const
  for (const [answer, has] of [
    [true, false],
    [false, true],
  ] as const) {
    const { waiting, apply, shelf, ports } = setting()
    const plan = await waiting('ask', removal)
    const asked: Ask[] = []
    const ask = async (question: Ask) => {
      asked.push(question)
      return answer
    }
    expect(await failure(apply(plan.id, { ask, principal: model }))).toMatchObject({ exit: 4 })
    expect(asked).toEqual([])
    await apply(plan.id, { ask }).catch(() => undefined)
    expect(asked).toMatchObject([{ plan: { id: plan.id }, decision: { changes: [{ decide: 'ask' }] } }])
    expect(shelf.has('a')).toBe(has)
    expect(ports.held.plans.get(plan.id)?.status).toBe(answer ? 'used' : 'waiting')
  }
})

test('nobody is asked about a plan that has expired', async () => {
  const { waiting, apply, later } = setting()
  const plan = await waiting('ask')
  later(planLifetimeMs)
  const ask = () => Promise.reject(new Error('somebody was asked'))
  expect(await failure(apply(plan.id, { ask }))).toMatchObject({ code: 'plan-expired' })
})

test('a plan whose input was changed after it was approved is not what was approved', async () => {
  const { approved, apply, ports, shelf } = setting()
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
  const { approved, apply, later } = setting()
  const plan = await approved('shelf.remove', { name: 'a' })
  later(planLifetimeMs)
  expect(await failure(apply(plan.id))).toMatchObject({ code: 'plan-expired', exit: 4 })
})

test('a plan belongs to its workspace', async () => {
  const { approved, apply } = setting()
  const plan = await approved('shelf.remove', { name: 'a' })
  expect(await failure(apply(plan.id, { workspace: '/srv/other' }))).toMatchObject({ code: 'other-workspace', exit: 2 })
})

test('a model does not apply what was approved for somebody else', async () => {
  const { approved, apply, shelf } = setting()
  const plan = await approved('shelf.remove', { name: 'a' })
  expect(await failure(apply(plan.id, { principal: model }))).toMatchObject({ code: 'not-requester', exit: 4 })
  expect(shelf.has('a')).toBe(true)
  expect((await apply(plan.id, { principal: bob })).ok).toBe(true)
})

test('a plan whose ground has moved is refused and stays for another look', async () => {
  const { approved, apply, move, ports } = setting()
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
  const { save, apply, shelf } = setting()
  const reader = { ...step('read', ''), operation: 'shelf.get', input: { name: 'a' }, effect: 'read' as const }
  const value = { $from: { step: 'read', pointer: '/value' } }
  const id = await save(planOf([step('copy', 'b', ['read'], value), reader], { copy: 'b' }))
  expect((await apply(id)).ok).toBe(true)
  expect(shelf.get('b')).toBe('1')
})

test('what is masked in a result is no value for a later step', async () => {
  const { save, apply, shelf, ports } = setting()
  shelf.set('a', 'correct-horse-battery')
  ports.redactor.add('correct-horse-battery')
  const reader = { ...step('read', ''), operation: 'shelf.get', input: { name: 'a' }, effect: 'read' as const }
  const value = { $from: { step: 'read', pointer: '/value' } }
  const { error } = await apply(await save(planOf([step('copy', 'b', ['read'], value), reader], { copy: 'b' })))
  expect(error).toMatchObject({ code: 'reference-masked', message: expect.stringContaining('/value') })
  expect(shelf.has('b')).toBe(false)
})

test('the approval of one step does not cover another', async () => {
  const { save, apply, shelf } = setting()
  const id = await save(planOf([step('1', 'a'), step('2', 'b', ['1'])], { 2: 'a' }))
  expect((await apply(id)).error?.code).toBe('approval-needed')
  expect(shelf.get('a')).toBe('1')
})

test('a step that fails stops the rest', async () => {
  const { save, apply, shelf } = setting()
  const lost = { ...step('1', ''), operation: 'shelf.get', input: { name: 'nowhere' }, effect: 'read' as const }
  const id = await save(planOf([lost, step('2', 'b', ['1'])], { 2: 'b' }))
  expect((await apply(id)).error?.code).toBe('not-found')
  expect(shelf.has('b')).toBe(false)
})

test('steps that depend on each other are stuck, which is said', async () => {
  const { save, apply } = setting()
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
  const { save, apply, shelf, move, ports } = setting()
  const bump = { ...step('2', ''), operation: 'state.bump', input: {}, dependsOn: ['1'] }
  const plan = planOf([step('1', 'a'), bump], { 1: 'a' })
  const id = await save({ ...plan, preconditions: { '2/serial': '1' } })
  move()
  expect(await failure(apply(id))).toMatchObject({ code: 'precondition-changed', why: 'then 1, now 2' })
  expect(shelf.get('a')).toBe('1')
  expect(ports.held.plans.get(id)?.status).toBe('approved')
})

test('the ground of a later step is looked at again right before it', async () => {
  const { save, apply, move, ports, serial } = setting()
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
  const { save, apply, serial } = setting()
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
  const { save, apply, shelf } = setting()
  const lost = { ...step('2', ''), operation: 'shelf.get', input: {}, effect: 'read' as const }
  const id = await save(planOf([step('1', 'a'), lost], { 1: 'a' }))
  expect(await failure(apply(id))).toMatchObject({ code: 'invalid-input', exit: 2 })
  expect(shelf.get('a')).toBe('1')
})
