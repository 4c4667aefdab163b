import { expect, test } from 'bun:test'
import { type Ask, planDigest, planLifetimeMs } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit'
import { model, person } from '@nimbus/testkit/memory-gateway'
import { shelfSetting } from './shelf/testing.ts'

test('a plan that nobody approved is not applied', async () => {
  const { waiting, apply, shelf } = shelfSetting()
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
  const { waiting, apply, ports } = shelfSetting()
  const plan = await waiting('allow')
  expect(await apply(plan.id)).toMatchObject({ ok: true, data: { value: '1' } })
  expect(ports.held.plans.get(plan.id)).toMatchObject({ status: 'used', approval: { by: 'policy', needless: true } })
})

test('what policy allowed when a plan was made covers nothing once policy asks', async () => {
  const { waiting, apply, shelf } = shelfSetting()
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
    const { waiting, apply, shelf, ports } = shelfSetting()
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

test('flags approve what they cover, said by a person, and no plan that policy wants approved', async () => {
  const consent = { yes: true, confirm: [] }
  const { waiting, apply, ports } = shelfSetting()
  const asked = await waiting('ask')
  expect(await failure(apply(asked.id, { consent, principal: model }))).toMatchObject({ exit: 4 })
  expect(await apply(asked.id, { consent })).toMatchObject({ ok: true })
  expect(ports.held.plans.get(asked.id)).toMatchObject({ status: 'used', approval: { by: person.id } })
  const planned = await waiting('plan')
  expect(await failure(apply(planned.id, { consent }))).toMatchObject({
    code: 'plan-not-approved',
    why: expect.stringContaining('no flag approves'),
  })
  const removal = await waiting('ask', { operation: 'shelf.remove', effect: 'delete' }, [])
  expect(await failure(apply(removal.id, { consent }))).toMatchObject({
    code: 'plan-not-approved',
    why: expect.stringContaining('--yes covers no deletion'),
  })
})

test('nobody is asked about a plan that has expired', async () => {
  const { waiting, apply, later } = shelfSetting()
  const plan = await waiting('ask')
  later(planLifetimeMs)
  const ask = () => Promise.reject(new Error('somebody was asked'))
  expect(await failure(apply(plan.id, { ask }))).toMatchObject({ code: 'plan-expired' })
})

test('whoever is asked sees that a step may delete which nobody could look at', async () => {
  const { waiting, apply, ports } = shelfSetting()
  const plan = await waiting('ask', { operation: 'shelf.remove', effect: 'delete' }, [])
  const asked: Ask[] = []
  const ask = async (question: Ask) => {
    asked.push(question)
    return false
  }
  await apply(plan.id, { ask }).catch(() => undefined)
  expect(asked[0]?.decision.changes).toMatchObject([
    { change: { resource: 'step:1#shelf.remove', effect: 'delete' }, decide: 'ask' },
  ])
  expect(ports.held.plans.get(plan.id)?.status).toBe('waiting')
})

test('what policy allows anywhere still needs a second person in a protected environment', async () => {
  const { waiting, apply, ports, shelf } = shelfSetting()
  const plain = await waiting('allow', { operation: 'shelf.remove', effect: 'delete' })
  const plan = { ...plain, id: 'p_protected', environment: 'production' }
  const sealed = { ...plan, digest: planDigest(plan) }
  ports.policy = async () => [{ name: 'house', rules: [], protected: ['prod*'] }]
  await ports.plans.save(sealed, { tenant: 'local', requester: person.id })
  const consent = { yes: true, confirm: ['a'] }
  expect(await failure(apply(plan.id, { consent, ask: async () => true }))).toMatchObject({
    code: 'plan-not-approved',
    next: expect.stringContaining('have somebody else run'),
  })
  expect(shelf.has('a')).toBe(true)
})

test('in a protected environment whoever asked for a plan is told that somebody else has to approve it', async () => {
  const { waiting, apply, ports } = shelfSetting()
  const plain = await waiting('ask', { operation: 'shelf.remove', effect: 'delete' })
  const plan = { ...plain, id: 'p_protected', environment: 'production' }
  const sealed = { ...plan, digest: planDigest(plan) }
  ports.policy = async () => [{ name: 'house', rules: [], protected: ['prod*'] }]
  for (const [requester, next] of [
    [person.id, `have somebody else run: nimbus approve ${plan.id} — then: nimbus apply ${plan.id}`],
    ['bob', `nimbus approve ${plan.id}`],
  ] as const) {
    await ports.plans.save(sealed, { tenant: 'local', requester })
    const error = await failure(apply(plan.id, { ask: async () => true }))
    expect(error).toMatchObject({ code: 'plan-not-approved', exit: 3, plan: plan.id, next })
  }
})
