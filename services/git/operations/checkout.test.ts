import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit'
import { afterEffect, afterLook, emptyRepository, repositoryWith, type TestRepository } from '../testing.ts'

/** A branch `side` beside main: a.txt differs, new.txt is new, gone.txt is gone. */
const withSide = async (): Promise<TestRepository> => {
  const ws = await repositoryWith({ 'a.txt': 'main\n', 'gone.txt': 'x\n', 'kept.txt': 'k\n' })
  ws.git('switch', '--quiet', '--create', 'side')
  await ws.write({ 'a.txt': 'side\n', 'new.txt': 'n\n' })
  ws.git('rm', '--quiet', 'gone.txt')
  ws.git('add', '--all')
  ws.git('commit', '--quiet', '--message=side')
  ws.git('switch', '--quiet', 'main')
  return ws
}

test('goes to a branch, carries other edits along, and undo goes back', async () => {
  await using ws = await withSide()
  await ws.write({ 'kept.txt': 'edited\n', 'untracked.txt': 'u' })
  const before = ws.git('status', '--porcelain=v2', '--branch')
  const { run, data, findings } = await ws.invoke('git.checkout', { ref: 'side' })
  expect(data).toMatchObject({ did: 'switched', from: { branch: 'main' }, to: { branch: 'side' }, files: 3 })
  expect(findings?.map(({ status }) => status)).toEqual(['pass', 'pass'])
  expect(await ws.file('a.txt').text()).toBe('side\n')
  expect(await ws.file('kept.txt').text()).toBe('edited\n')
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(ws.git('status', '--porcelain=v2', '--branch')).toBe(before)
  expect(await ws.file('gone.txt').text()).toBe('x\n')
})

test('the preview says what each file goes through, as resources of the workspace', async () => {
  await using ws = await withSide()
  const { preview } = await ws.invoke('git.checkout', { ref: 'side' }, { dryRun: true })
  expect(preview?.changes).toMatchObject([
    { resource: 'git:.#HEAD', effect: 'update', summary: 'main → side, 3 files' },
    { resource: 'workspace:a.txt', effect: 'update' },
    { resource: 'workspace:gone.txt', effect: 'update', summary: expect.stringContaining('leaves the working tree') },
    { resource: 'workspace:new.txt', effect: 'create' },
  ])
  expect(ws.git('branch', '--show-current')).toBe('main\n')
})

test('a rule about files counts, whoever would change them', async () => {
  await using ws = await withSide()
  await ws.write({
    '.nimbus/policy.yaml':
      'rules:\n  - { operation: "*", effect: [create, update, delete], resource: "workspace:a.txt", decide: deny, reason: frozen }\n',
  })
  expect(await failure(ws.call('git.checkout', { ref: 'side' }))).toMatchObject({ code: 'policy-denied', exit: 4 })
  expect(await ws.file('a.txt').text()).toBe('main\n')
})

test.each([
  ['an edited file', { 'a.txt': 'mine\n' }],
  ['an untracked file', { 'new.txt': 'mine\n' }],
] as const)('%s in the way is never overwritten', async (_what, files) => {
  await using ws = await withSide()
  await ws.write(files)
  const error = await failure(ws.call('git.checkout', { ref: 'side' }))
  expect(error).toMatchObject({ code: 'would-lose-changes', exit: 4 })
  for (const [name, text] of Object.entries(files)) {
    expect(error.message).toContain(name)
    expect(await ws.file(name).text()).toBe(text)
  }
  expect(ws.git('branch', '--show-current')).toBe('main\n')
})

test('an ignored file in the way is not overwritten either', async () => {
  await using ws = await withSide()
  await ws.write({ '.git/info/exclude': '.nimbus/\nnew.txt\n', 'new.txt': 'mine\n' })
  expect(await failure(ws.call('git.checkout', { ref: 'side' }))).toMatchObject({ code: 'would-lose-changes', exit: 4 })
  const onEvent = afterLook(() => writeFileSync(join(ws.path, 'new.txt'), 'mine\n'))
  await Bun.$`rm new.txt`.cwd(ws.path).quiet()
  const { error } = await ws.invoke('git.checkout', { ref: 'side' }, { onEvent })
  expect(error).toMatchObject({ code: 'would-lose-changes', exit: 4 })
  expect(await ws.file('new.txt').text()).toBe('mine\n')
})

test.each(['side~0', 'side^0', 'side@{0}'])('%s is a commit, and no branch', async (ref) => {
  await using ws = await withSide()
  expect(await failure(ws.call('git.checkout', { ref }))).toMatchObject({ code: 'not-a-branch', exit: 2 })
  expect(await failure(ws.call('git.branch-delete', { name: ref }))).toMatchObject({ code: 'no-branch', exit: 5 })
})

test('a commit needs to be asked for as such, and undo of that goes back to the branch', async () => {
  await using ws = await withSide()
  const commit = ws.git('rev-parse', 'side').trim()
  expect(await failure(ws.call('git.checkout', { ref: commit }))).toMatchObject({ code: 'not-a-branch', exit: 2 })
  const { run, data } = await ws.invoke('git.checkout', { ref: 'side', detach: true })
  expect(data).toMatchObject({ to: { commit } })
  expect(ws.git('branch', '--show-current')).toBe('')
  const back = await ws.invoke('git.checkout', { ref: 'main' })
  expect(back.undo).toEqual({ operation: 'git.checkout', input: { directory: '.', ref: commit, detach: true } })
  expect((await ws.invoke('nimbus.undo', { run: back.run })).outcome).toBe('done')
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(ws.git('branch', '--show-current')).toBe('main\n')
})

test('where one is already nothing is done', async () => {
  await using ws = await withSide()
  expect(await ws.invoke('git.checkout', { ref: 'main' }, { consent: undefined })).toMatchObject({
    outcome: 'done',
    data: { did: 'nothing' },
    undo: { irreversible: 'nothing was changed' },
  })
})

test('an unknown branch names the nearest one; an empty repository says that it is empty', async () => {
  await using ws = await withSide()
  expect(await failure(ws.call('git.checkout', { ref: 'sde' }))).toMatchObject({
    code: 'unknown-revision',
    next: 'did you mean side',
    exit: 5,
  })
  await using empty = await emptyRepository()
  expect(await failure(empty.call('git.checkout', { ref: 'x' }))).toMatchObject({ code: 'no-commit', exit: 5 })
})

test('a branch that is checked out in another working tree stays there, and the way to look at it works', async () => {
  await using ws = await repositoryWith()
  ws.git('worktree', 'add', '--quiet', 'tree', '-b', 'side')
  const error = await failure(ws.call('git.checkout', { ref: 'side' }))
  expect(error).toMatchObject({ code: 'branch-in-use', exit: 4, why: `it is in ${ws.path}/tree` })
  expect(error.next).toEndWith('nimbus git checkout side --detach')
  expect(await ws.call('git.checkout', { ref: 'side', detach: true })).toMatchObject({ did: 'switched' })
})

test('in the middle of a merge nobody leaves', async () => {
  await using ws = await withSide()
  await ws.write({ 'a.txt': 'other\n' })
  ws.git('commit', '--quiet', '--all', '--message=other')
  ws.tryGit(['merge', 'side'])
  const error = await failure(ws.call('git.checkout', { ref: 'side' }))
  expect(error).toMatchObject({ code: 'busy', exit: 4, next: expect.stringContaining('git merge --abort') })
})

test('verify says so when HEAD or a file is something else afterwards', async () => {
  await using ws = await withSide()
  const moved = afterEffect(() => ws.git('switch', '--quiet', '--detach'))
  expect(await ws.invoke('git.checkout', { ref: 'side' }, { onEvent: moved })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'head-moved' }, { status: 'pass' }],
  })
  const edited = afterEffect(() => writeFileSync(join(ws.path, 'a.txt'), 'sabotage'))
  expect(await ws.invoke('git.checkout', { ref: 'main' }, { onEvent: edited })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'pass' }, { status: 'fail', code: 'files-followed' }],
  })
})

test('a directory that leaves the tree with the branch does not end in an error', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  ws.git('switch', '--quiet', '--create', 'side')
  await ws.write({ 'sub/b.txt': 'b\n' })
  ws.git('add', '--all')
  ws.git('commit', '--quiet', '--message=sub')
  const { run, outcome } = await ws.invoke('git.checkout', { directory: 'sub', ref: 'main' })
  expect(outcome).toBe('done')
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(await ws.file('sub/b.txt').text()).toBe('b\n')
})
