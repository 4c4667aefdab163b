import { expect, test } from 'bun:test'
import { failure } from '@nimbus/testkit'
import { afterEffect, emptyRepository, repositoryWith, type TestRepository } from '../testing.ts'

const twoCommits = async (): Promise<TestRepository> => {
  const ws = await repositoryWith({ 'a.txt': 'one\n', 'b.txt': 'b\n' })
  await ws.write({ 'a.txt': 'two\n' })
  ws.git('commit', '--quiet', '--all', '--message=second')
  return ws
}

test('moves the branch and nothing else, to the byte of the index; undo moves it back', async () => {
  await using ws = await twoCommits()
  await ws.write({ 'b.txt': 'edited\n' })
  const [index, head] = [await ws.file('.git/index').bytes(), ws.git('rev-parse', 'HEAD').trim()]
  const { run, data, preview } = await ws.invoke('git.reset', { to: 'HEAD~1' })
  expect(preview).toBeUndefined()
  expect(data).toMatchObject({ did: 'moved', branch: 'main', from: head, left: 1, files: 0 })
  expect(ws.git('status', '--porcelain')).toBe('M  a.txt\n M b.txt\n')
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(ws.git('rev-parse', 'HEAD').trim()).toBe(head)
  expect(await ws.file('a.txt').text()).toBe('two\n')
  // Looking took no lock, so even the remembered times are the same.
  const after = await ws.file('.git/index').bytes()
  expect(after.length).toBe(index.length)
})

test('with --keep the files follow, and edits in the way refuse', async () => {
  await using ws = await twoCommits()
  await ws.write({ 'b.txt': 'edited\n' })
  const { run, data } = await ws.invoke('git.reset', { to: 'HEAD~1', keep: true })
  expect(data).toMatchObject({ did: 'moved', files: 1 })
  expect(await ws.file('a.txt').text()).toBe('one\n')
  expect(await ws.file('b.txt').text()).toBe('edited\n')
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(await ws.file('a.txt').text()).toBe('two\n')
  await ws.write({ 'a.txt': 'mine\n' })
  expect(await failure(ws.call('git.reset', { to: 'HEAD~1', keep: true }))).toMatchObject({
    code: 'would-lose-changes',
    exit: 4,
  })
})

test('the preview says how many commits the branch leaves', async () => {
  await using ws = await twoCommits()
  const { preview } = await ws.invoke('git.reset', { to: 'HEAD~1' }, { dryRun: true })
  expect(preview?.changes).toMatchObject([
    { resource: 'git:.#main', effect: 'update', summary: expect.stringContaining('leaves 1 commit') },
  ])
})

test('a branch that moved, no commit or two ways are each refused', async () => {
  await using ws = await twoCommits()
  const first = ws.git('rev-parse', 'HEAD~1').trim()
  expect(await failure(ws.call('git.reset', { to: 'HEAD~1', expect: first }))).toMatchObject({
    code: 'changed-meanwhile',
    exit: 4,
  })
  expect(await failure(ws.call('git.reset', {}))).toMatchObject({ code: 'which-commit', exit: 2 })
  expect(await failure(ws.call('git.reset', { to: 'HEAD', root: true }))).toMatchObject({
    code: 'which-commit',
    exit: 2,
  })
  expect(await failure(ws.call('git.reset', { to: 'HEAD~5' }))).toMatchObject({ code: 'unknown-revision', exit: 5 })
  expect(await ws.call('git.reset', { to: 'HEAD' })).toMatchObject({ did: 'nothing' })
  await using empty = await emptyRepository()
  expect(await failure(empty.call('git.reset', { root: true }))).toMatchObject({ code: 'no-commit', exit: 5 })
})

test('verify says so when the branch is elsewhere afterwards', async () => {
  await using ws = await twoCommits()
  const onEvent = afterEffect(() => ws.git('commit', '--quiet', '--message=sabotage'))
  expect(await ws.invoke('git.reset', { to: 'HEAD~1' }, { onEvent })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'branch-moved' }],
  })
})

test('a move that was made already is made again without harm, whatever was expected before it', async () => {
  await using ws = await twoCommits()
  const [first = '', second = ''] = ws.git('log', '--reverse', '--format=%H').trim().split('\n')
  const input = { to: first, expect: second }
  expect((await ws.call('git.reset', input)).did).toBe('moved')
  expect((await ws.call('git.reset', input)).did).toBe('nothing')
})
