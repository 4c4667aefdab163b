import { expect, test } from 'bun:test'
import { join } from 'node:path'
import type { RunRecord } from '@nimbus/kernel/define'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

/** Has the history tell of runs otherwise: what a kill leaves cannot be made here. */
const recordedAs = async (place: TestWorkspace, otherwise: (record: RunRecord) => RunRecord): Promise<void> => {
  const { ports } = await place.host()
  const { find } = ports.journal
  ports.records.journal.find = async (prefix, tenant) => (await find(prefix, tenant)).map(otherwise)
}

test('a run is taken back by the call it recorded, through the whole pipeline', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const { run } = await place.invoke('fs.write', { file: 'a.txt', content: 'two' })
  const undone = await place.invoke('nimbus.undo', { run: run.slice(0, 8) })
  expect(undone).toMatchObject({ outcome: 'done', data: { undone: run } })
  expect(await place.file('a.txt').text()).toBe('one')
  const { ports, principal } = await place.host()
  const children = await ports.records.journal.list({ tenant: principal.tenant, root: undone.run, limit: 5 })
  expect(children.map(({ parent }) => parent)).toContain(undone.run)
})

test('a policy that forbids the way back forbids the undo', async () => {
  await using place = await workspace({
    'a.txt': 'one',
    '.nimbus/policy.yaml': 'rules:\n  - { operation: fs.restore, decide: deny, reason: no way back }\n',
  })
  const { run } = await place.invoke('fs.write', { file: 'a.txt', content: 'two' })
  expect(await failure(place.call('nimbus.undo', { run }))).toMatchObject({ exit: 4 })
  expect(await place.file('a.txt').text()).toBe('two')
})

test('what changed nothing, or cannot be taken back, says so', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const read = await place.invoke('fs.read', { file: 'a.txt' })
  expect(await failure(place.call('nimbus.undo', { run: read.run }))).toMatchObject({
    code: 'no-undo',
    why: 'it changed nothing',
  })
  const write = await place.invoke('fs.write', { file: 'a.txt', content: 'two' })
  const undone = await place.invoke('nimbus.undo', { run: write.run })
  expect(await failure(place.call('nimbus.undo', { run: undone.run }))).toMatchObject({ code: 'irreversible', exit: 1 })
})

test('no undo puts a mark where a secret was', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const { run } = await place.invoke('fs.write', { file: 'a.txt', content: 'two' })
  await recordedAs(place, (record) => ({
    ...record,
    envelope: {
      ok: true,
      run,
      outcome: 'done',
      undo: { operation: 'fs.write', input: { file: 'a.txt', content: '‹redacted›' } },
    },
  }))
  expect(await failure(place.call('nimbus.undo', { run }))).toMatchObject({ code: 'no-undo', exit: 1 })
})

test.each([
  ['r_zzzz', 'not-found', 5],
  ['p_abcd', 'invalid-input', 2],
  ['r_%%%%', 'invalid-input', 2],
] as const)('%s is refused as %s', async (run, code, exit) => {
  await using place = await workspace()
  expect(await failure(place.call('nimbus.undo', { run }))).toMatchObject({ code, exit })
})

test('verify sees an undo that did not happen', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const { run } = await place.invoke('fs.write', { file: 'a.txt', content: 'two' })
  const { ports } = await place.host()
  ports.records.journal.list = async () => []
  expect(await place.invoke('nimbus.undo', { run })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'undo-recorded' }],
  })
})

test('a run that was undone is not undone again, and says by what it was', async () => {
  await using place = await workspace()
  const write = await place.invoke('fs.write', { file: 'a.txt', content: 'one' })
  const consent = { yes: true, confirm: ['a.txt'] }
  const { run } = await place.invoke('nimbus.undo', { run: write.run }, { consent })
  expect(await failure(place.call('nimbus.undo', { run: write.run }))).toMatchObject({
    code: 'undone-already',
    message: `${write.run} has been undone already`,
    at: run,
  })
  // Written again it is another run.
  const again = await place.invoke('fs.write', { file: 'a.txt', content: 'one' })
  expect(await place.invoke('nimbus.undo', { run: again.run }, { consent })).toMatchObject({ outcome: 'done' })
})

/** Applies a plan whose steps write files, each after the one before. */
const applied = async (place: TestWorkspace, ...files: string[]) => {
  const steps = files.map((file, i) => ({
    id: String(i + 1),
    operation: 'fs.write',
    input: { file, content: 'new' },
    dependsOn: i === 0 ? [] : [String(i)],
  }))
  const { id } = await place.call('nimbus.plan-save', { document: { steps } })
  await place.call('nimbus.approve', { plan: id })
  return place.invoke('nimbus.apply', { plan: id })
}

test('an apply that stopped in the middle is taken back as far as it came', async () => {
  await using place = await workspace({ 'a.txt': 'old' })
  const { run, error } = await applied(place, 'a.txt', 'a.txt/b.txt')
  expect(error?.task).toStartWith('t_')
  expect(await place.file('a.txt').text()).toBe('new')
  const undone = await place.invoke('nimbus.undo', { run })
  expect(undone).toMatchObject({ outcome: 'done', data: { operation: 'engine.task-roll-back' } })
  expect(await place.file('a.txt').text()).toBe('old')
})

test('an apply that was killed is taken back by the task of its plan', async () => {
  await using place = await workspace({ 'a.txt': 'old' })
  const { run } = await applied(place, 'a.txt', 'a.txt/b.txt')
  await recordedAs(place, ({ envelope: _lost, ...record }) => ({ ...record, outcome: 'interrupted' }))
  const undone = await place.invoke('nimbus.undo', { run })
  expect(undone).toMatchObject({ outcome: 'done', data: { operation: 'engine.task-roll-back' } })
  expect(await place.file('a.txt').text()).toBe('old')
})

test('what failed and left no way back says what a look finds', async () => {
  await using place = await workspace({ 'a.txt': 'old' })
  const { run } = await place.invoke('fs.write', { file: 'a.txt', content: 'new' })
  await recordedAs(place, ({ envelope: _lost, kept: _kept, ...record }) => ({
    ...record,
    outcome: 'interrupted',
    input: { file: 'a.txt/b.txt', content: 'new' },
  }))
  const error = await failure(place.call('nimbus.undo', { run }))
  expect(error).toMatchObject({ code: 'no-undo', exit: 1 })
  expect(error.why).toContain('left no way back by itself; a look says: a.txt/b.txt cannot be followed')
})

test('what only asked is said to have, in words', async () => {
  await using place = await workspace({ 'a.txt': 'old' })
  const { run, outcome } = await place.invoke('fs.write', { file: 'a.txt', content: 'new' }, { consent: undefined })
  expect(outcome).toBe('approval')
  const { why } = await failure(place.call('nimbus.undo', { run }))
  expect(why).toStartWith('it only asked for approval and left no way back by itself')
})

test('what was cut off in another workspace is looked for there and not here', async () => {
  await using place = await workspace({ 'a.txt': 'old' })
  const { run } = await place.invoke('fs.write', { file: 'a.txt', content: 'new' })
  await recordedAs(place, ({ envelope: _lost, kept: _kept, ...record }) => ({
    ...record,
    outcome: 'interrupted',
    workspace: '/elsewhere',
  }))
  expect(await failure(place.call('nimbus.undo', { run }))).toMatchObject({
    code: 'no-undo',
    why: 'it was interrupted and left no way back by itself; it was made in /elsewhere',
    next: 'run it from there, or with --directory',
  })
})

test('the undo of an apply prints its task', async () => {
  await using place = await workspace({ 'a.txt': 'old', 'b.txt': 'old' })
  const { run } = await applied(place, 'a.txt', 'b.txt')
  const { stdout, exit } = await place.cli(['undo', run, '--yes'])
  expect(exit).toBe(0)
  expect(stdout).toMatch(/↩ {3}1 {2}fs\.write {2}undone/)
  expect(stdout).not.toMatch(/[{}]/)
})

test('what was made in one workspace is taken back and made again there, and nowhere else', async () => {
  await using place = await workspace({ 'other/a.txt': 'same', 'other/.nimbus/project.yaml': '' })
  const { run } = await place.invoke('fs.write', { file: 'a.txt', content: 'same' })
  const { run: again } = await place.invoke('fs.write', { file: 'b.txt', content: 'new' })
  const other = join(place.path, 'other')
  for (const argv of [
    ['undo', run, '--confirm', 'a.txt'],
    ['replay', again, '--yes'],
  ]) {
    const { exit, stderr } = await place.cli([...argv, '--directory', other])
    expect(stderr).toContain(`${argv[1]} was made in ${place.path}`)
    expect(exit).toBe(2)
  }
  expect(await place.file('other/a.txt').text()).toBe('same')
  expect(await place.file('other/b.txt').exists()).toBe(false)

  const set = await place.invoke('state.config-set', { key: 'log.level', value: 'info' })
  expect((await place.cli(['undo', set.run, '--yes', '--directory', other])).exit).toBe(0)
  expect((await place.cli(['undo', run, '--confirm', 'a.txt'])).exit).toBe(0)
})
