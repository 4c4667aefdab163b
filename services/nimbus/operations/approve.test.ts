import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { markedFields, modelFor, oneStepPlan, ownerOf } from '@nimbus/kernel'
import { failure, product, type TestWorkspace, workspace } from '@nimbus/testkit'

const none = { consent: { yes: false, confirm: [] } }
const model = { tenant: 'local', id: 'helper', kind: 'model', scopes: ['invoke'] } as const

/** A plan to overwrite a.txt, as a refused command saves it. */
const refused = async (place: TestWorkspace): Promise<string> => {
  const { error } = await place.invoke('fs.write', { file: 'a.txt', content: 'two' }, none)
  return error?.plan ?? ''
}

test('approving records who and which digest, and the plan then shows it', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const plan = await refused(place)
  const view = await place.call('nimbus.approve', { plan: plan.slice(0, 6) })
  expect(view).toMatchObject({ id: plan, status: 'approved', approvedBy: 'tester', requester: 'tester' })
  expect(await place.call('nimbus.plan-show', { plan })).toMatchObject(view)
  const { plans } = await place.call('nimbus.plan-list', { status: 'approved' })
  expect(plans.map(({ id }) => id)).toEqual([plan])
  expect((await place.call('nimbus.plan-list', { status: 'waiting' })).plans).toEqual([])
})

test('verify sees an approval that was not recorded', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const plan = await refused(place)
  const { ports } = await place.host()
  ports.records.plans.approve = async () => {}
  const { outcome, findings } = await place.invoke('nimbus.approve', { plan })
  expect({ outcome, findings }).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'approval-recorded' }],
  })
})

test('a model, and a person without the scope, may not approve', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const plan = await refused(place)
  const weak = { tenant: 'local', id: 'guest', kind: 'person', scopes: ['invoke'] } as const
  for (const principal of [model, weak])
    expect((await place.invoke('nimbus.approve', { plan }, { principal, surface: 'http' })).error).toMatchObject({
      code: 'not-a-person',
      exit: 4,
    })
  for (const surface of ['mcp', 'agent', 'call'] as const)
    expect((await place.invoke('nimbus.approve', { plan }, { surface })).error).toMatchObject({ code: 'excluded' })
})

test('a plan that is used up, or unknown, is not approved', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const plan = await refused(place)
  await place.call('nimbus.approve', { plan })
  await place.call('nimbus.apply', { plan })
  expect(await failure(place.call('nimbus.approve', { plan }))).toMatchObject({ code: 'plan-used', exit: 4 })
  expect(await failure(place.call('nimbus.approve', { plan: 'p_zzzz' }))).toMatchObject({
    code: 'not-found',
    exit: 5,
    next: 'list them with: nimbus plan list',
  })
  expect(await failure(place.call('nimbus.approve', { plan: 'zzzz' }))).toMatchObject({
    code: 'invalid-input',
    exit: 2,
  })
})

test('applying gives the run and the result of what was done', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const plan = await refused(place)
  await place.call('nimbus.approve', { plan })
  const applied = await place.call('nimbus.apply', { plan })
  expect(applied).toMatchObject({ plan, outcome: 'done', data: { did: 'updated' } })
  const run = await place.call('nimbus.run-show', { run: applied.run })
  expect(run).toMatchObject({ operation: 'fs.write', plan, outcome: 'done' })
})

test('verify sees a plan that was applied and could be applied again', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const plan = await refused(place)
  await place.call('nimbus.approve', { plan })
  const { ports, home } = await place.host()
  const { create } = ports.tasks
  ports.tasks.create = async (task) => {
    const created = await create(task)
    const database = new Database(home.database)
    database.run("UPDATE plans SET status = 'approved'")
    database.close()
    return created
  }
  const { outcome, findings } = await place.invoke('nimbus.apply', { plan })
  expect(outcome).toBe('negative')
  expect(findings?.find(({ code }) => code === 'plan-used')).toMatchObject({ status: 'fail' })
})

const taking = product()
  .catalog.list()
  .find(({ input }) => markedFields(input, 'x-nimbus-secret').length > 0)

test.skipIf(!taking)('a secret in a plan is never shown (skipped while no operation takes one)', async () => {
  if (!taking) return
  await using place = await workspace()
  const { ports, principal } = await place.host()
  const [path] = markedFields(taking.input, 'x-nimbus-secret')
  const input = { [String(path?.[0])]: 'hunter2hunter2' }
  const plan = oneStepPlan(
    { operation: taking.id, input, effect: 'update', summary: 'Set' },
    {
      preview: { changes: [] },
      decision: { decide: 'ask', rule: '', changes: [], protected: false },
      workspace: place.path,
      now: new Date(),
    },
  )
  await ports.plans.save(plan, { tenant: principal.tenant, requester: principal.id })
  const { stdout } = await place.cli(['plan', 'show', plan.id, '--json'])
  expect(stdout).toContain('‹redacted›')
  expect(stdout).not.toContain('hunter2')
})

test('in a protected environment nobody approves what a model has asked for on their behalf', async () => {
  await using place = await workspace()
  await Bun.write(`${place.home}/.nimbus/policy.yaml`, 'protected: [production]\n')
  const { ports, principal } = await place.host()
  const plan = oneStepPlan(
    { operation: 'fs.write', input: { file: 'a.txt', content: 'x' }, effect: 'update', summary: 'Write' },
    {
      preview: { changes: [{ resource: 'workspace:a.txt', effect: 'create' }] },
      decision: { decide: 'ask', rule: '', changes: [], protected: true },
      workspace: place.path,
      environment: 'production',
      now: new Date(),
    },
  )
  await ports.plans.save(plan, ownerOf(modelFor(principal, 'mcp')))

  const own = await place.invoke('nimbus.approve', { plan: plan.id })
  expect(own.error).toMatchObject({ code: 'second-person', exit: 4 })
  const other = await place.invoke('nimbus.approve', { plan: plan.id }, { principal: { ...principal, id: 'bob' } })
  expect(other.data).toMatchObject({ requester: `mcp:${principal.id}`, approvedBy: 'bob' })
})

test('a plan that changes nothing needs no second person, whatever its environment', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  await Bun.write(`${place.home}/.nimbus/policy.yaml`, 'protected: [production]\n')
  const steps = [{ id: '1', operation: 'fs.read', input: { file: 'a.txt' } }]
  const { id } = await place.call('nimbus.plan-save', { document: { environment: 'production', steps } })
  expect(await place.call('nimbus.approve', { plan: id })).toMatchObject({ status: 'approved' })
  expect((await place.invoke('nimbus.apply', { plan: id })).outcome).toBe('done')
})
