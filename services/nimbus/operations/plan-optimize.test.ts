import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'

const write = (id: string, file: string, content: string) => ({ id, operation: 'fs.write', input: { file, content } })
const read = (id: string, file: string) => ({ id, operation: 'fs.read', input: { file } })
const wasteful = {
  steps: [
    read('1', 'a.txt'),
    write('2', 'b.txt', 'x'),
    write('3', 'a.txt', 'y'),
    write('4', 'b.txt', 'x'),
    write('5', 'c.txt', 'z'),
  ],
}

test('it saves a smaller plan that does the same, and says what it left out and what runs side by side', async () => {
  await using place = await workspace({ 'a.txt': 'one', 'plan.json': JSON.stringify(wasteful) })
  const { id: original } = await place.call('nimbus.plan-save', { plan: 'plan.json' })
  const { saved, changes, stages, plan } = await place.call('nimbus.plan-optimize', { plan: original })
  expect(plan.steps.map(({ id }) => id)).toEqual(['2', '3', '5'])
  expect(changes.map(({ did, step, other }) => [did, step, other])).toEqual([
    ['merged', '4', '2'],
    ['dropped', '1', undefined],
  ])
  expect(stages).toEqual([['2', '3', '5']])

  await place.call('nimbus.approve', { plan: String(saved) })
  await place.call('nimbus.apply', { plan: String(saved) })
  const texts = ['a.txt', 'b.txt', 'c.txt'].map((file) => place.file(file).text())
  expect(await Promise.all(texts)).toEqual(['y', 'x', 'z'])
  expect(await place.call('nimbus.plan-show', { plan: original })).toMatchObject({ status: 'waiting' })
})

test('what is there already is not made again, and the reason says so', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const git = (...argv: string[]) => Bun.spawnSync(['git', ...argv], { cwd: place.path, env: { ...place.env } })
  const ada = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com']
  git('init', '--quiet', '--initial-branch=main')
  git('add', '.')
  expect(git(...ada, 'commit', '--quiet', '--message', 'one').exitCode).toBe(0)
  const steps = [
    write('1', 'a.txt', 'one'),
    { id: '2', operation: 'git.checkout', input: { ref: 'main' } },
    { id: '3', operation: 'git.add', input: { paths: ['a.txt'] } },
    write('4', 'b.txt', 'x'),
    { id: '5', operation: 'git.add', input: { paths: ['a.txt'] }, dependsOn: ['4'] },
  ]
  const { changes, plan } = await place.call('nimbus.plan-optimize', { document: { steps } })
  expect(plan.steps.map(({ id }) => id)).toEqual(['4', '5'])
  expect(changes).toEqual(
    ['1', '2', '3'].map((step) => ({
      did: 'dropped' as const,
      step,
      why: `step ${step} would change nothing: what it asks for is there, and nothing before it changes that`,
    })),
  )
})

test('where there is nothing to do nothing is saved', async () => {
  await using place = await workspace({ 'plan.json': JSON.stringify({ steps: [write('1', 'a.txt', 'x')] }) })
  const { saved, changes } = await place.call('nimbus.plan-optimize', { plan: 'plan.json' })
  expect({ saved, changes }).toEqual({ saved: undefined, changes: [] })
  expect((await place.call('nimbus.plan-list', {})).plans).toEqual([])
  const { stdout } = await place.cli(['plan', 'optimize', 'plan.json'])
  expect(stdout).toStartWith('✓ there is nothing to leave out')
})

test('verify sees a plan that was not saved as it was made', async () => {
  await using place = await workspace({ 'plan.json': JSON.stringify(wasteful), 'a.txt': 'one' })
  const { ports } = await place.host()
  const { save } = ports.records.plans
  ports.records.plans.save = (plan, owner) => save({ ...plan, digest: 'another' }, owner)
  const { outcome, findings } = await place.invoke('nimbus.plan-optimize', { plan: 'plan.json' })
  expect({ outcome, findings }).toMatchObject({
    outcome: 'negative',
    findings: [{ code: 'plan-saved', status: 'fail' }],
  })
})

test('a plan that is not in order is refused', async () => {
  await using place = await workspace({
    'plan.json': JSON.stringify({ steps: [{ ...read('1', 'a'), dependsOn: ['1'] }] }),
  })
  expect(await failure(place.call('nimbus.plan-optimize', { plan: 'plan.json' }))).toMatchObject({ code: 'plan-cycle' })
})
