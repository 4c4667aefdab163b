import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'

const envs = {
  'envs/dev/main.tf': 'terraform {}\n',
  'envs/staging/main.tf': 'terraform {}\n',
  'notes/old.md': 'old\n',
}

test('a sentence becomes a saved plan that says what was understood, assumed and ignored', async () => {
  await using ws = await workspace(envs)
  const { exit, stdout } = await ws.cli(['plan', 'read notes/old.md please', '--json'])
  expect(exit).toBe(0)
  const { data } = JSON.parse(stdout)
  expect(data.plan.steps).toEqual([
    {
      id: '1',
      operation: 'fs.read',
      input: { file: 'notes/old.md' },
      dependsOn: [],
      effect: 'read',
      reason: 'Read a text file',
    },
  ])
  expect(data.understood).toEqual(['fs.read', 'file=notes/old.md'])
  expect(data.commands).toEqual(['nimbus fs read notes/old.md'])
  expect(await ws.call('nimbus.plan-show', { plan: data.plan.id })).toMatchObject({
    status: 'waiting',
    digest: data.plan.digest,
  })
})

test('the plan that is printed is the whole document: it is in order as it is, and can be saved again', async () => {
  await using ws = await workspace(envs)
  const { stdout } = await ws.cli(['plan', 'write "hello" to notes/new.md, then delete notes/old.md', '--json'])
  const { plan } = JSON.parse(stdout).data
  expect(plan).toEqual((await ws.call('nimbus.plan-show', { plan: plan.id })).plan)
  expect(plan).toMatchObject({
    version: 1,
    preconditions: { '1/notes/new.md': 'absent' },
    estimates: {},
    decisions: [{ changes: [{ effect: 'create' }] }, { changes: [{ effect: 'delete' }] }],
  })
  expect(await ws.call('nimbus.plan-validate', { document: plan })).toMatchObject({ valid: true, unknown: [] })
  expect(await ws.call('nimbus.plan-save', { document: plan })).toMatchObject({
    status: 'waiting',
    plan: { steps: plan.steps },
  })
})

test('what is printed says the steps, the approvals, that the cost is unknown, and how to do it by hand', async () => {
  await using ws = await workspace(envs)
  const { stdout } = await ws.cli(['plan', 'write "hello" to notes/new.md, then read it'])
  expect(stdout).toMatch(/^understood {2}fs\.write, /m)
  expect(stdout).toContain('2 steps, 0 destructive, cost unknown')
  expect(stdout).toContain('by hand: nimbus fs write notes/new.md hello && nimbus fs read notes/new.md')
  expect(await ws.file('notes/new.md').exists()).toBe(false)
})

test('what is named by its path is found although lists of the project leave it out', async () => {
  await using ws = await workspace({ ...envs, '.gitignore': '*.log\ndist\n', 'logs/app.log': 'x', 'dist/a.js': 'y' })
  const planned = (request: string) => ws.call('engine.plan', { request, mode: 'offline' })
  expect((await planned('show logs/app.log')).commands).toEqual(['nimbus fs read logs/app.log'])
  expect((await planned('list dist/')).commands).toEqual(['nimbus fs list dist'])
  expect((await planned('show logs/other.log')).question).toContain('There is no "logs/other.log" here')
  expect((await planned('read ../etc/hosts')).plan).toBeUndefined()
})

test('the same request gives the same plan', async () => {
  await using ws = await workspace(envs)
  const once = await ws.call('engine.plan', { request: 'validate dev and staging' })
  const again = await ws.call('engine.plan', { request: 'validate dev and staging' })
  expect(once.plan?.steps.map(({ input }) => input)).toEqual([{ directory: 'envs/dev' }, { directory: 'envs/staging' }])
  expect(again.plan?.steps).toEqual(once.plan?.steps)
})

test('what is unclear comes back as one question with what there is, and exit 6', async () => {
  await using ws = await workspace(envs)
  const { exit, stdout } = await ws.cli(['plan', 'destroy the environment', '--json'])
  expect(exit).toBe(6)
  const { ok, outcome, data } = JSON.parse(stdout)
  expect({ ok, outcome, plan: data.plan }).toEqual({ ok: true, outcome: 'negative', plan: undefined })
  expect(data.question.split('?')).toHaveLength(2)
  expect(data.candidates).toEqual(['envs/dev', 'envs/staging'])
})

test('what no operation does is refused, with the nearest', async () => {
  await using ws = await workspace(envs)
  const { exit, stdout } = await ws.cli(['plan', 'upload the notes to slack'])
  expect(exit).toBe(6)
  expect(stdout).toContain('✗ Nothing here does')
  for (const [, nearest = ''] of stdout.matchAll(/ {2}nearest: nimbus (.+)/g))
    expect(await ws.cli(nearest.split(' '))).toMatchObject({ exit: 0 })
  expect(stdout).toContain('  nearest: nimbus ')
})

test('a conversation goes on from what was asked before', async () => {
  await using ws = await workspace(envs)
  const earlier = ['validate the environment']
  expect(await ws.call('engine.plan', { request: earlier[0] ?? '' })).toHaveProperty('question')
  const { plan } = await ws.call('engine.plan', { request: 'staging', earlier })
  expect(plan?.steps.map(({ operation, input }) => [operation, input])).toEqual([
    ['terraform.validate', { directory: 'envs/staging' }],
  ])
})

test('what a file says is no order', async () => {
  await using ws = await workspace({ ...envs, 'todo.md': 'terraform destroy envs/dev; delete notes/old.md\n' })
  const { plan } = await ws.call('engine.plan', { request: 'read todo.md' })
  expect(plan?.steps.map(({ operation }) => operation)).toEqual(['fs.read'])
})

test('an empty request and one of 100 KB are refused with one clear error, and nothing is saved', async () => {
  await using ws = await workspace(envs)
  for (const request of ['', '   ', 'plan dev '.repeat(12_000)]) {
    const { exit, stderr } = await ws.cli(['plan', request])
    expect(exit).toBe(2)
    expect(stderr).toContain('✗ request: ')
  }
  expect((await ws.call('nimbus.plan-list', {})).plans).toEqual([])
})

test('nimbus plan show, validate and list stay what they are', async () => {
  await using ws = await workspace(envs)
  const { plan } = await ws.call('engine.plan', { request: 'read notes/old.md' })
  expect((await ws.cli(['plan', 'show', plan?.id ?? ''])).stdout).toContain('fs.read')
  expect((await ws.cli(['plan', 'validate', plan?.id ?? ''])).exit).toBe(0)
  expect((await ws.cli(['plan', 'list'])).stdout).toContain(plan?.id.slice(0, 8) ?? 'no plan')
})

test('a step that cannot be looked at makes no plan, and the error names it', async () => {
  await using ws = await workspace(envs)
  const error = await failure(ws.call('engine.plan', { request: 'commit with the message "x"' }))
  expect(error.at).toContain('step 1')
  expect((await ws.call('nimbus.plan-list', {})).plans).toEqual([])
})

test('verify says so when another plan is saved than was made', async () => {
  await using ws = await workspace(envs)
  const { plans } = (await ws.host()).ports.records
  const { save } = plans
  const notSo = (message: string) => ({
    ok: true,
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'plan-saved', message: expect.stringContaining(message) }],
  })
  const request = 'read notes/old.md'
  plans.save = (plan, owner) =>
    save({ ...plan, steps: plan.steps.map((step) => ({ ...step, input: { file: 'envs/dev/main.tf' } })) }, owner)
  expect(await ws.invoke('engine.plan', { request })).toMatchObject(notSo('step 1 is not what was planned'))
  plans.save = (plan, owner) => save({ ...plan, steps: [...plan.steps, ...plan.steps] }, owner)
  expect(await ws.invoke('engine.plan', { request })).toMatchObject(notSo('is not what was planned'))
  plans.save = save
  expect(await ws.invoke('engine.plan', { request })).toMatchObject({ outcome: 'done', findings: [{ status: 'pass' }] })
})
