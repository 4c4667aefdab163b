import { expect, test } from 'bun:test'
import { failure } from '@nimbus/testkit'
import { afterEffect, afterLook, confirmed, emptyRepository, repositoryWith, type TestRepository } from '../testing.ts'

const second = async (ws: TestRepository) => {
  await ws.write({ 'a.txt': 'two\n' })
  ws.git('commit', '--quiet', '--all', '--message=second')
}

test('makes a branch at a commit, and undo deletes it once its name is confirmed', async () => {
  await using ws = await repositoryWith()
  await second(ws)
  const first = ws.git('rev-parse', 'HEAD~1').trim()
  const { run, data, findings } = await ws.invoke('git.branch-create', { name: 'feature/vpc', at: 'HEAD~1' })
  expect(data).toEqual({ repository: '.', branch: 'feature/vpc', commit: first })
  expect(findings).toMatchObject([{ status: 'pass' }])
  expect(ws.git('branch', '--show-current')).toBe('main\n')

  expect((await ws.invoke('nimbus.undo', { run })).error).toMatchObject({ code: 'approval-needed', exit: 3 })
  expect((await ws.invoke('nimbus.undo', { run }, confirmed('feature/vpc'))).outcome).toBe('done')
  expect(ws.git('branch', '--list', 'feature/vpc')).toBe('')
})

test('lists branches with their commits, subjects and upstreams', async () => {
  await using ws = await repositoryWith()
  ws.git('branch', 'side')
  ws.git('branch', '--set-upstream-to=side', 'main')
  await second(ws)
  const commit = ws.git('rev-parse', 'HEAD').trim()
  const { branches } = await ws.call('git.branch-list', {})
  expect(branches).toMatchObject([
    { name: 'main', current: true, checkedOut: true, commit, subject: 'second', upstream: 'side', track: 'ahead 1' },
    { name: 'side', current: false, checkedOut: false, subject: 'first' },
  ])
  expect((await ws.call('git.branch-list', { contains: 'HEAD' })).branches.map(({ name }) => name)).toEqual(['main'])
  await using empty = await emptyRepository()
  expect(await empty.call('git.branch-list', {})).toEqual({ branches: [] })
})

test.each(['a b', 'a..b', 'a~1', 'x.lock', '/x', 'x/', '@{-1}', '.x', 'a\\b', 'a:b', '-d', 'line\nbreak'])(
  '%j is no name for a branch',
  async (name) => {
    await using ws = await repositoryWith()
    expect(await failure(ws.call('git.branch-create', { name }))).toMatchObject({ exit: 2 })
    expect(ws.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\n')
  },
)

test('a branch that exists, or is in the way, and a commit that does not are said', async () => {
  await using ws = await repositoryWith()
  expect(await failure(ws.call('git.branch-create', { name: 'main' }))).toMatchObject({
    code: 'branch-exists',
    exit: 2,
  })
  expect(await failure(ws.call('git.branch-create', { name: 'main/x' }))).toMatchObject({
    code: 'branch-exists',
    exit: 2,
  })
  const error = await failure(ws.call('git.branch-create', { name: 'x', at: 'mian' }))
  expect(error).toMatchObject({ code: 'unknown-revision', exit: 5, next: 'did you mean main' })
  await using empty = await emptyRepository()
  expect(await failure(empty.call('git.branch-create', { name: 'x' }))).toMatchObject({ code: 'no-commit', exit: 5 })
})

test('deletes a branch by its name, and undo makes it again at the same commit with its upstream', async () => {
  await using ws = await repositoryWith()
  ws.git('branch', '--track', 'old', 'main')
  const commit = ws.git('rev-parse', 'old')
  const asked = await ws.cli(['git', 'branch', 'delete', 'old', '--yes'])
  expect(asked.exit).toBe(3)
  expect(asked.stderr).toContain('--confirm old')
  const { run, outcome } = await ws.invoke('git.branch-delete', { name: 'old' }, confirmed('old'))
  expect(outcome).toBe('done')
  expect(ws.git('branch', '--list', 'old')).toBe('')
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(ws.git('rev-parse', 'old')).toBe(commit)
  expect(ws.git('rev-parse', '--abbrev-ref', 'old@{upstream}')).toBe('main\n')
})

test('commits that no other branch has are deleted only with force', async () => {
  await using ws = await repositoryWith()
  ws.git('switch', '--quiet', '--create', 'side')
  await second(ws)
  ws.git('switch', '--quiet', 'main')
  const error = await failure(ws.call('git.branch-delete', { name: 'side' }, confirmed('side')))
  expect(error).toMatchObject({ code: 'not-merged', exit: 4 })
  expect(error.message).toContain('1 commit')
  const { run, outcome } = await ws.invoke('git.branch-delete', { name: 'side', force: true }, confirmed('side'))
  expect(outcome).toBe('done')
  await ws.invoke('nimbus.undo', { run })
  expect(ws.git('log', '-1', '--format=%s', 'side')).toBe('second\n')
})

test('a branch that is checked out, here or elsewhere, or is not there, is not deleted', async () => {
  await using ws = await repositoryWith()
  ws.git('worktree', 'add', '--quiet', 'tree', '-b', 'side')
  for (const [name, next] of [
    ['main', 'look at its commit alone first: nimbus git checkout main --detach'],
    ['side', `go to another branch there, or remove that working tree: git worktree remove ${ws.path}/tree`],
  ] as const)
    expect(await failure(ws.call('git.branch-delete', { name, force: true }, confirmed(name)))).toMatchObject({
      code: 'branch-in-use',
      exit: 4,
      next,
    })
  expect(await failure(ws.call('git.branch-delete', { name: 'sied' }))).toMatchObject({
    code: 'no-branch',
    exit: 5,
    next: 'did you mean side',
  })
})

test('what is said of how to leave a branch works, whatever is checked out elsewhere', async () => {
  await using ws = await repositoryWith()
  ws.git('worktree', 'add', '--quiet', 'tree', '-b', 'a-side')
  for (const way of ['nimbus git checkout main --detach', "nimbus git checkout 'b&side'"]) {
    const { next = '' } = await failure(ws.call('git.branch-delete', { name: 'main' }, confirmed('main')))
    expect(next).toEndWith(way)
    const words = way.replaceAll("'", '').split(' ').slice(1)
    expect(await ws.cli([...words, '--yes'])).toMatchObject({ exit: 0 })
    ws.git('checkout', '--quiet', 'main')
    ws.git('branch', '--force', 'b&side')
  }
})

test('a branch that moved after it was shown is not deleted', async () => {
  await using ws = await repositoryWith()
  ws.git('branch', 'old')
  await second(ws)
  const onEvent = afterLook(() => ws.git('branch', '--force', 'old', 'main'))
  const { error } = await ws.invoke('git.branch-delete', { name: 'old' }, { ...confirmed('old'), onEvent })
  expect(error).toMatchObject({ code: 'changed-meanwhile', exit: 4 })
  expect(ws.git('rev-parse', 'old')).toBe(ws.git('rev-parse', 'main'))
})

test('verify says so when a branch is elsewhere, or back', async () => {
  await using ws = await repositoryWith()
  await second(ws)
  const moved = afterEffect(() => ws.git('branch', '--force', 'new', 'HEAD~1'))
  expect(await ws.invoke('git.branch-create', { name: 'new' }, { onEvent: moved })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'branch-made' }],
  })
  const back = afterEffect(() => ws.git('branch', 'new'))
  expect(await ws.invoke('git.branch-delete', { name: 'new' }, { ...confirmed('new'), onEvent: back })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'branch-deleted' }],
  })
})

test('a branch that is there as it was asked for, or gone as it was to be, says so', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  await ws.call('git.branch-create', { name: 'work' })
  expect(await failure(ws.call('git.branch-create', { name: 'work' }))).toMatchObject({ already: true })
  ws.git('commit', '--quiet', '--allow-empty', '--message=second')
  const elsewhere = await failure(ws.call('git.branch-create', { name: 'work' }))
  expect(elsewhere).toMatchObject({ code: 'branch-exists' })
  expect(elsewhere.already).toBeUndefined()
  expect(await failure(ws.call('git.branch-delete', { name: 'none' }))).toMatchObject({
    code: 'no-branch',
    already: true,
  })
})
