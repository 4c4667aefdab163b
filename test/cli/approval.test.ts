import { expect, test } from 'bun:test'
import { oneStepPlan } from '@nimbus/kernel'
import { type TestWorkspace, workspace } from '@nimbus/testkit'

type Envelope = { run: string; undo?: object; data: Record<string, unknown>; error?: { plan?: string } }

const json = async (place: TestWorkspace, argv: readonly string[], principal = 'tester'): Promise<Envelope> => {
  const { stdout } = await place.cli([...argv, '--json'], { env: { NIMBUS_PRINCIPAL: principal } })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Envelope
}

test('refused, approved, applied, undone: each step says what the next one is', async () => {
  await using place = await workspace({ 'a.txt': 'one\n' })
  const refused = await place.cli(['fs', 'write', 'a.txt', 'two\n'])
  const plan = /nimbus approve (p_[a-z2-7]{20}) && nimbus apply \1/.exec(refused.stderr)?.[1] ?? ''
  expect(refused).toMatchObject({ exit: 3, stdout: '' })
  expect(plan).not.toBe('')

  const shown = await place.cli(['plan', 'show', plan.slice(0, 8)])
  expect(shown.stdout).toContain('waiting')
  expect(shown.stdout).toContain('update workspace:a.txt')

  const early = await place.cli(['apply', plan])
  expect(early).toMatchObject({ exit: 3 })
  expect(early.stderr).toContain(`nimbus approve ${plan}`)

  const approved = await place.cli(['approve', plan.slice(0, 8)])
  expect(approved.exit).toBe(0)
  expect(approved.stdout).toContain(`nimbus apply ${plan}`)

  const applied = await place.cli(['apply', plan])
  expect(applied.exit).toBe(0)
  expect(await place.file('a.txt').text()).toBe('two\n')
  const run = /nimbus undo (r_[a-z2-7]{20})/.exec(applied.stdout + applied.stderr)?.[1] ?? ''

  const again = await place.cli(['apply', plan])
  expect(again.stderr).toContain('has been applied already')

  const undone = await place.cli(['undo', run, '--yes'])
  expect({ exit: undone.exit, said: undone.stderr }).toMatchObject({ exit: 0 })
  expect(await place.file('a.txt').text()).toBe('one\n')
  expect((await place.cli(['audit', 'verify'])).exit).toBe(0)
})

test('undoing a creation is a deletion and asks like one', async () => {
  await using place = await workspace()
  const { run } = await json(place, ['fs', 'write', 'new.txt', 'x'])
  const refused = await place.cli(['undo', run, '--yes'])
  expect(refused.exit).toBe(3)
  expect(refused.stderr).toContain('--confirm new.txt')
  expect((await place.cli(['undo', run, '--confirm', 'new.txt'])).exit).toBe(0)
  expect(await place.file('new.txt').exists()).toBe(false)
})

test('of two who apply the same plan at once, one does', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const { error } = await json(place, ['fs', 'write', 'a.txt', 'two'])
  const plan = error?.plan ?? ''
  await place.cli(['approve', plan])
  const exits = await Promise.all([1, 2, 3].map(async () => (await place.cli(['apply', plan])).exit))
  expect(exits.toSorted((a, b) => a - b)).toEqual([0, 4, 4])
})

test('what has changed since it was approved is not overwritten', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const { error } = await json(place, ['fs', 'write', 'a.txt', 'two'])
  const plan = error?.plan ?? ''
  await place.cli(['approve', plan])
  await place.write({ 'a.txt': 'somebody else was here' })
  expect((await place.cli(['apply', plan])).exit).not.toBe(0)
  expect(await place.file('a.txt').text()).toBe('somebody else was here')
})

test('a plan made in one workspace is not applied in another', async () => {
  await using place = await workspace({ 'a.txt': 'one', 'other/.nimbus/config.yaml': '' })
  const { error } = await json(place, ['fs', 'write', 'a.txt', 'two'])
  const plan = error?.plan ?? ''
  await place.cli(['approve', plan])
  const { exit, stderr } = await place.cli(['--directory', 'other', 'apply', plan])
  expect(exit).toBe(2)
  expect(stderr).toContain(`was made for ${place.path}`)
})

test('in a protected environment the one who asked cannot approve, alone or with flags; somebody else can', async () => {
  await using place = await workspace({ 'a.txt': 'one', '.nimbus/policy.yaml': 'protected: [production]\n' })
  const { ports, principal } = await place.host()
  const changes = [{ resource: 'workspace:a.txt', effect: 'update' as const }]
  const plan = oneStepPlan(
    { operation: 'fs.write', input: { file: 'a.txt', content: 'two' }, effect: 'update', summary: 'Write' },
    {
      preview: { changes },
      decision: { decide: 'ask', rule: '', changes: [], protected: true },
      workspace: place.path,
      environment: 'production',
      now: new Date(),
    },
  )
  await ports.plans.save(plan, { tenant: principal.tenant, requester: principal.id })

  const alone = await place.cli(['approve', plan.id, '--yes'])
  expect(alone.exit).toBe(4)
  expect(alone.stderr).toContain('needs a second person')
  expect(alone.stderr).toContain(`have somebody else run: nimbus approve ${plan.id}`)

  const second = await place.cli(['approve', plan.id], { env: { NIMBUS_PRINCIPAL: 'second' } })
  expect(second.stdout).toContain('approved by second')
  expect((await place.cli(['apply', plan.id])).exit).toBe(0)
  expect(await place.file('a.txt').text()).toBe('two')
})

test('a refusal is in the record', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const refused = await json(place, ['fs', 'write', 'a.txt', 'two'])
  const shown = await json(place, ['run', 'show', refused.run.slice(0, 8)])
  expect(shown.data).toMatchObject({ outcome: 'approval', operation: 'fs.write', principal: 'tester' })
})
