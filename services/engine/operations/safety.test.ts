import { expect, test } from 'bun:test'
import { modelFor, newId, ownerOf } from '@nimbus/kernel'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

const write = (id: string, file: string) => ({ id, operation: 'fs.write', input: { file, content: `by ${id}\n` } })

const saved = async (place: TestWorkspace, steps: readonly object[], more: object = {}): Promise<string> =>
  (await place.call('nimbus.plan-save', { document: { steps, ...more } })).id

const ask = { id: 'ask', operation: 'llm.chat', input: { prompt: 'hello' } }

test('a plan is judged by policy, by how much it touches, by its cost and by what it needs', async () => {
  await using place = await workspace({ 'a.txt': 'old' })
  const plan = await saved(place, [write('1', 'a.txt'), write('2', 'b.txt')])
  expect(await place.call('engine.safety-pre-check', { plan })).toMatchObject({
    allowed: true,
    resources: { create: 1, update: 1, delete: 0 },
  })
  expect(await place.call('engine.safety-pre-check', { plan })).toMatchObject({
    level: 'update',
    requiresConfirmation: true,
    findings: expect.arrayContaining([
      { status: 'pass', code: 'policy', message: 'policy forbids no step, and asks about step 1' },
    ]),
  })
  await place.call('nimbus.approve', { plan })
  expect(await place.call('engine.safety-pre-check', { plan })).toMatchObject({ requiresConfirmation: false })
  const few = await place.invoke('engine.safety-pre-check', { plan, limits: { changes: 1 } })
  expect(few).toMatchObject({ ok: true, outcome: 'negative', data: { allowed: false } })
  expect((few.data as { findings: unknown[] }).findings).toContainEqual({
    status: 'fail',
    code: 'blast-radius',
    message: '2 resources are changed, and at most 1 is allowed',
  })
})

test('a cap of ten cents holds with a model whose price is unknown: unknown does not pass', async () => {
  await using place = await workspace({}, { env: { NIMBUS_MAX_COST_USD: '0.10' } })
  const plan = await saved(place, [ask])
  const { data } = await place.invoke('engine.safety-pre-check', { plan })
  expect(data).toMatchObject({ allowed: false })
  expect((data as { findings: { code: string }[] }).findings.map(({ code }) => code)).toContain('cost-unknown')
  await place.call('nimbus.approve', { plan })
  expect(await failure(place.call('nimbus.apply', { plan }))).toMatchObject({ code: 'cost-unknown', exit: 4 })
  const { plans } = await place.call('nimbus.plan-list', {})
  expect(plans.find(({ id }) => id === plan)?.status).toBe('approved')
})

test('under the same cap work that costs nothing goes on, and what says its price is held against it', async () => {
  await using place = await workspace({}, { env: { NIMBUS_MAX_COST_USD: '0.10' } })
  const free = await saved(place, [write('1', 'a.txt')])
  expect(await place.call('engine.safety-pre-check', { plan: free })).toMatchObject({ allowed: true })
  const dear = await saved(place, [ask], { estimates: { costUsd: 0.2 } })
  const { data } = await place.invoke('engine.safety-pre-check', { plan: dear })
  expect((data as { findings: { code: string }[] }).findings.map(({ code }) => code)).toContain('over-cost')
})

test('a cap that cannot be read is no cap that does not hold', async () => {
  await using place = await workspace({}, { env: { NIMBUS_MAX_COST_USD: 'ten cents' } })
  const plan = await saved(place, [write('1', 'a.txt')])
  await place.call('nimbus.approve', { plan })
  expect(await failure(place.call('nimbus.apply', { plan }))).toMatchObject({ code: 'invalid-setting', exit: 2 })
})

test('a task that ran is within its limits, and judged afterwards by its result, its runs and the audit', async () => {
  await using place = await workspace()
  const plan = await saved(place, [write('1', 'a.txt')])
  await place.call('nimbus.approve', { plan })
  const { task } = await place.call('nimbus.apply', { plan })
  expect(await place.call('engine.safety-during-check', { task: task.id })).toMatchObject({ allowed: true })
  const late = await place.invoke('engine.safety-during-check', { task: task.id, limits: { minutes: 0 } })
  expect(late.outcome).toBe('negative')
  const post = await place.call('engine.safety-post-check', { task: task.id })
  expect(post).toMatchObject({ allowed: true })
  expect(post.findings.map(({ code, status }) => [code, status])).toEqual([
    ['result', 'pass'],
    ['runs-recorded', 'pass'],
    ['audit', 'pass'],
  ])
})

test('a plan for a protected environment waits for a second person, and its requester is none', async () => {
  await using place = await workspace({
    '.nimbus/policy.yaml': 'protected: [production]\n',
    'envs/production/main.tf': 'resource "terraform_data" "main" {\n}\n',
  })
  const { id: plan } = await place.call('nimbus.plan-save', {
    document: { steps: [{ id: '1', operation: 'terraform.plan', input: { directory: 'envs/production' } }] },
  })
  const protectedBy = async () => {
    const { findings } = await place.call('engine.safety-pre-check', { plan })
    return findings.find(({ code }) => code === 'protected')
  }
  expect(await protectedBy()).toMatchObject({ status: 'unknown' })

  const { ports, principal } = await place.host()
  const [stored] = await ports.plans.find(plan, principal.tenant)
  if (!stored) throw new Error('no plan')
  const asked = { ...stored.plan, id: newId('p') }
  await ports.plans.save(asked, ownerOf(modelFor(principal, 'mcp')))
  await ports.plans.approve(asked.id, { by: principal.id, digest: asked.digest, at: new Date().toISOString() })
  const { data } = await place.invoke('engine.safety-pre-check', { plan: asked.id })
  const { findings } = data as { findings: { code: string; status: string }[] }
  expect(findings.find(({ code }) => code === 'protected')).toMatchObject({ status: 'fail' })
})

const found = async (place: TestWorkspace, plan: string) => {
  const { data } = await place.invoke('engine.safety-pre-check', { plan })
  const { allowed, findings } = data as { allowed: boolean; findings: { code: string; status: string }[] }
  return { allowed, codes: findings.map(({ code, status }) => `${code} ${status}`) }
}

test('what can still be applied waits for its approval, and one that policy allows waits for nobody', async () => {
  await using place = await workspace({ 'a.txt': 'old' })
  const plan = await saved(place, [write('1', 'a.txt')])
  expect(await found(place, plan)).toEqual({ allowed: true, codes: expect.arrayContaining(['not-approved unknown']) })
  const { stdout } = await place.cli(['safety', 'pre-check', plan])
  expect(stdout).toStartWith('✓ it may go on once it is approved\n')
  await place.call('nimbus.approve', { plan })
  const approved = { allowed: true, codes: expect.arrayContaining(['ground pass', 'approved pass']) }
  expect(await found(place, plan)).toEqual(approved)
  const look = await saved(place, [{ id: '1', operation: 'fs.read', input: { file: 'a.txt' } }])
  expect(await found(place, look)).toEqual(approved)
})

test('a plan that cannot be applied any more may not begin, and the reason is the one that applying gives', async () => {
  await using place = await workspace({ 'a.txt': 'old' })
  const [one, two, three] = await Promise.all([
    saved(place, [write('1', 'b.txt')]),
    saved(place, [write('1', 'a.txt'), { id: '2', operation: 'fs.read', input: { file: 'b.txt' }, dependsOn: ['1'] }]),
    saved(place, [{ id: '1', operation: 'fs.remove', input: { file: 'a.txt' } }]),
  ])
  await place.call('nimbus.approve', { plan: one })
  await place.write({ 'b.txt': 'somebody was here' })
  const moved = await place.invoke('engine.safety-pre-check', { plan: one })
  expect(moved).toMatchObject({ outcome: 'negative', data: { allowed: false } })
  expect((moved.data as { findings: unknown[] }).findings).toContainEqual({
    status: 'fail',
    code: 'precondition-changed',
    message: expect.stringMatching(
      /^step 1: b\.txt is no longer what it was when the plan was made: then absent, now /,
    ),
  })
  const failsWith = async (plan: string, code: string) => {
    expect(await found(place, plan)).toEqual({ allowed: false, codes: expect.arrayContaining([`${code} fail`]) })
    await place.call('nimbus.approve', { plan }).catch(() => undefined)
    expect(await failure(place.call('nimbus.apply', { plan }))).toMatchObject({ code })
  }
  await failsWith(one, 'precondition-changed')
  await place.call('nimbus.approve', { plan: two })
  await place.call('nimbus.apply', { plan: two })
  await failsWith(two, 'plan-used')
  await place.file('a.txt').delete()
  await failsWith(three, 'no-file')
})

test('a plan that has expired may not begin', async () => {
  await using place = await workspace({ 'a.txt': 'old' })
  const plan = await saved(place, [write('1', 'a.txt')])
  const { clock } = (await place.host()).ports
  const tomorrow = new Date(Date.now() + 25 * 60 * 60 * 1000)
  clock.now = () => tomorrow
  expect(await found(place, plan)).toMatchObject({ allowed: false })
  expect((await found(place, plan)).codes).toContain('plan-expired fail')
  expect(await failure(place.call('nimbus.apply', { plan }))).toMatchObject({ code: 'plan-expired' })
})
