import { describe, expect, test } from 'bun:test'
import { defaultPolicy } from '@nimbus/host/default-policy'
import { memoryGateway, model, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import fc from 'fast-check'
import { confirmName } from './approve.ts'
import type { Change } from './call.ts'
import { operation, z } from './define.ts'
import { type Effect, effects } from './effect.ts'
import type { PolicyLayer, Rule } from './policy.ts'
import type { Grant } from './ports/plans.ts'

const workspace = '/srv/workspace'

/** Does what it is told to what it is told, so that every question can be put. */
const touch = operation({
  id: 'any.touch',
  summary: 'Touch something',
  effect: 'delete',
  input: z.object({
    changes: z.array(z.object({ resource: z.string(), effect: z.enum(effects) })),
    environment: z.string().optional(),
  }),
  output: z.object({}),
  examples: [],
  target: ({ changes, environment }) => ({
    resources: changes.map(({ resource }) => resource),
    ...(environment ? { environment } : {}),
  }),
  preview: async ({ changes }) => ({ changes }),
  run: async () => ({}),
})

const open = (rules: readonly Rule[] = [], more: Partial<PolicyLayer> = {}, now?: () => Date) =>
  memoryGateway([memorySource([touch, ...sampleOperations(new Map())])], {
    workspace,
    policy: [defaultPolicy, { name: 'user', rules, ...more }],
    ...(now ? { now } : {}),
  })

type Gateway = ReturnType<typeof open>
type Call = Partial<Parameters<Gateway['invoke']>[0]>
const change = (effect: Effect, resource = 'thing:a') => ({ changes: [{ resource, effect }] })
const call = (gateway: Gateway, input: object, more: Call = {}) =>
  gateway.invoke({ principal: person, surface: 'cli', operation: 'any.touch', input, ...more })

test('what asks exits 3 and names the plan and how to approve it', async () => {
  const gateway = open()
  const { error } = await call(gateway, change('update'), { consent: { yes: false, confirm: [] } })
  const [plan] = [...gateway.ports.held.plans.keys()]
  expect(error).toMatchObject({ code: 'approval-needed', exit: 3, plan })
  expect(error?.next).toBe(`nimbus approve ${plan} && nimbus apply ${plan}; or repeat the command with --yes`)
})

test.each([
  ['create', true],
  ['update', true],
  ['delete', false],
] as const)('--yes and %s: %p', async (effect, ok) => {
  const envelope = await call(open(), change(effect), { consent: { yes: true, confirm: [] } })
  expect(envelope.ok).toBe(ok)
})

test('--confirm covers the deletion of the resource it names, and of no other', async () => {
  const two = { changes: ['main', 'other'].map((name) => ({ resource: `tf:dev#db.${name}`, effect: 'delete' })) }
  const confirm = (...names: string[]) => call(open(), two, { consent: { yes: false, confirm: names } })
  expect((await confirm('db.main', 'db.other')).ok).toBe(true)
  expect((await confirm('db.main')).error?.message).toBe('This needs approval: delete tf:dev#db.other')
  expect((await confirm('db')).error?.code).toBe('approval-needed')
})

test('a refused deletion says which flags would do', async () => {
  const mixed = { changes: [change('delete').changes[0], change('update', 'thing:b').changes[0]] }
  const { error } = await call(open(), mixed, { consent: { yes: false, confirm: [] } })
  expect(error?.next).toContain('repeat the command with --confirm a --yes')
})

test.each([
  ['terraform:envs/dev#aws_vpc.main', 'aws_vpc.main'],
  ['workspace:docs/a.md', 'docs/a.md'],
] as const)('%s is confirmed as %s', (resource, name) => {
  expect(confirmName(resource)).toBe(name)
})

test('a model is not covered by flags that only a person may give', async () => {
  const { error } = await call(open(), change('update'), {
    principal: model,
    consent: { yes: true, confirm: ['a'] },
  })
  expect(error?.code).toBe('approval-needed')
})

const grant: Grant = {
  id: 'g_1',
  tenant: 'local',
  principal: 'ada',
  operation: 'any.*',
  resource: 'thing:*',
  effect: 'update',
  grantedBy: 'ada',
  reason: 'test',
  expires: '2030-01-01T00:00:00.000Z',
}
const early = () => new Date('2029-12-31T00:00:00Z')
const granted = (gateway: Gateway, more: Partial<Grant> = {}) => {
  gateway.ports.held.grants.push({ ...grant, ...more })
  return gateway
}

test('a grant covers what it names', async () => {
  expect((await call(granted(open([], {}, early)), change('update'))).ok).toBe(true)
})

test('a grant covers a model that it names', async () => {
  const gateway = granted(open([], {}, early), { principal: model.id })
  expect((await call(gateway, change('update'), { principal: model, surface: 'mcp' })).ok).toBe(true)
  expect((await call(gateway, change('update'))).ok).toBe(false)
})

test.each([
  ['another principal', { principal: 'bob' }],
  ['another operation', { operation: 'fs.*' }],
  ['another resource', { resource: 'thing:b' }],
  ['another environment', { environment: 'production' }],
  ['a weaker effect', { effect: 'create' }],
  ['a time gone by', { expires: '2029-12-30T00:00:00.000Z' }],
] as const)('a grant for %s covers nothing', async (_what, more) => {
  const { error } = await call(granted(open([], {}, early), more), change('update'))
  expect(error?.code).toBe('approval-needed')
})

test('a grant satisfies a question, never a prohibition and never the need for a plan', async () => {
  const rule = (decide: 'deny' | 'plan'): Rule => ({ operation: '**', effect: 'update', decide, reason: 'because' })
  expect((await call(granted(open([rule('deny')], {}, early)), change('update'))).error?.exit).toBe(4)
  expect((await call(granted(open([rule('plan')], {}, early)), change('update'))).error?.exit).toBe(3)
})

test('no grant, flag or single person reaches into a protected environment', async () => {
  const gateway = granted(open([], { protected: ['prod*'] }, early))
  const input = { ...change('update'), environment: 'production' }
  const flags = { consent: { yes: true, confirm: ['a'] } }
  const refused = await call(gateway, input, flags)
  expect(refused.error).toMatchObject({ code: 'approval-needed', exit: 3 })
  expect(refused.error?.next).toStartWith('have somebody else run: nimbus approve p_')
  const asked = await call(gateway, input, { ...flags, ask: async () => true })
  expect(asked.error).toMatchObject({ code: 'second-person', exit: 4 })
  expect(asked.error?.next).toContain(`nimbus approve ${asked.error?.plan}`)
})

test('a cover of one person is not enough for a nested call into a protected environment', async () => {
  const gateway = open([], { protected: ['production'] })
  const input = { ...change('update'), environment: 'production' }
  const covering = { by: 'ada', changes: change('update').changes }
  const nested = (more: object) =>
    call(gateway, input, { principal: { ...person, scopes: [] }, surface: 'call', covering: { ...covering, ...more } })
  expect((await nested({})).ok).toBe(false)
  expect((await nested({ plan: 'p_1', requester: 'ada' })).ok).toBe(false)
  expect((await nested({ plan: 'p_1', requester: 'bob' })).ok).toBe(true)
})

test('a person at a terminal is asked once, and no means nothing is done', async () => {
  const gateway = open()
  const answers = [true, false]
  const ask = async () => answers.shift() ?? false
  expect((await call(gateway, change('delete'), { ask })).ok).toBe(true)
  expect((await call(gateway, change('delete'), { ask })).error).toMatchObject({ code: 'refused', exit: 130 })
  expect([...gateway.ports.held.plans.values()].map(({ status }) => status)).toEqual(['used', 'waiting'])
})

test('a yes to what somebody has just applied elsewhere does it no second time', async () => {
  const gateway = open()
  const { plans } = gateway.ports
  const approved = plans.approve.bind(plans)
  plans.approve = async (id, approval) => {
    await approved(id, approval)
    await plans.claim(id)
  }
  const { error } = await call(gateway, change('update'), { ask: async () => true })
  expect(error).toMatchObject({ code: 'plan-used', exit: 4 })
})

describe('while a question stands at a terminal', () => {
  /** Changes what is there to be changed: the third version is written over what the person was shown. */
  const world = { version: 'first', changes: change('update').changes as readonly Change[] }
  const did: string[] = []
  const write = operation({
    id: 'it.write',
    summary: 'Write it',
    effect: 'delete',
    input: z.object({}),
    output: z.object({}),
    examples: [],
    preview: async () => ({ changes: world.changes, preconditions: { it: world.version } }),
    run: async () => {
      did.push(world.version)
      return {}
    },
  })
  const layers = [{ name: 'defaults', rules: [] as Rule[] }]
  const meanwhile = (happens: () => void) => {
    Object.assign(world, { version: 'first', changes: change('update').changes })
    did.length = 0
    layers[0]?.rules.splice(0)
    const gateway = memoryGateway([memorySource([write])], { workspace, policy: layers })
    const ask = async () => {
      happens()
      return true
    }
    return gateway.invoke({ principal: person, surface: 'cli', operation: 'it.write', input: {}, ask })
  }

  test('what stays as it was is done', async () => {
    expect((await meanwhile(() => {})).ok).toBe(true)
    expect(did).toEqual(['first'])
  })

  test.each([
    ['the thing itself changes', 'precondition-changed', () => Object.assign(world, { version: 'second' })],
    ['the effect grows', 'precondition-changed', () => Object.assign(world, change('delete'))],
    ['something else is touched', 'precondition-changed', () => Object.assign(world, change('update', 'thing:b'))],
    [
      'the diff becomes another',
      'precondition-changed',
      () => Object.assign(world, { changes: [{ resource: 'thing:a', effect: 'update', diff: '+b' }] }),
    ],
    [
      'policy forbids it',
      'policy-denied',
      () => layers[0]?.rules.push({ operation: '**', decide: 'deny', reason: 'freeze' }),
    ],
  ] as const)('and %s, yes is no longer enough: %s', async (_what, code, happens) => {
    const { error } = await meanwhile(happens)
    expect(error).toMatchObject({ code, exit: 4 })
    expect(did).toEqual([])
  })
})

test('whatever flags, grants and answers there are, nothing forbidden is done and no deletion goes unnamed', async () => {
  const resource = fc.constantFrom('thing:a', 'thing:b', 'thing:c')
  const changes = fc.array(fc.record({ resource, effect: fc.constantFrom(...effects) }), { minLength: 1, maxLength: 3 })
  const rules = fc.array(
    fc.record({
      operation: fc.constant('**'),
      effect: fc.constantFrom(...effects),
      resource,
      decide: fc.constantFrom('allow', 'ask', 'plan', 'deny'),
      reason: fc.constant('because'),
    }),
    { maxLength: 4 },
  )
  const confirm = fc.subarray(['a', 'b', 'c'])
  await fc.assert(
    fc.asyncProperty(changes, rules, fc.boolean(), confirm, async (wanted, given, yes, names) => {
      const { ok } = await call(open(given), { changes: wanted }, { consent: { yes, confirm: names } })
      const matching = (each: (typeof wanted)[number]) =>
        given
          .filter((rule) => rule.effect === each.effect && rule.resource === each.resource)
          .map(({ decide }) => decide)
      const free = wanted.every((each) => {
        const said = [...matching(each), ...(each.effect === 'read' ? ['allow'] : [])]
        if (said.includes('deny') || said.includes('plan')) return false
        if (said.includes('allow') && !said.includes('ask')) return true
        const named = names.includes(confirmName(each.resource))
        return each.effect === 'delete' ? named : yes || named
      })
      expect(ok).toBe(free)
    }),
    { numRuns: 300 },
  )
})
