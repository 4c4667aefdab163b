import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit'
import { bareWorkspace, emptyRepository, repositoryWith } from '../testing.ts'

test('says what is staged, edited, untracked, renamed and put aside', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n', 'b.txt': 'two\n'.repeat(20), 'c.txt': 'three\n' })
  await ws.write({ 'c.txt': 'aside\n' })
  ws.git('stash')
  ws.git('mv', 'b.txt', 'moved.txt')
  await ws.write({ 'a.txt': 'edited\n', 'sub/new.txt': 'x' })
  ws.git('rm', '--quiet', '--cached', 'c.txt')

  const status = await ws.call('git.status', {})
  expect(status).toMatchObject({
    repository: '.',
    branch: 'main',
    clean: false,
    staged: [
      { path: 'moved.txt', change: 'renamed', from: 'b.txt' },
      { path: 'c.txt', change: 'deleted' },
    ].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    unstaged: [{ path: 'a.txt', change: 'modified' }],
    stashes: 1,
  })
  expect(status.untracked.toSorted()).toEqual(['c.txt', 'sub/'])
  expect((await ws.call('git.status', { untracked: 'all' })).untracked).toContain('sub/new.txt')
  expect((await ws.call('git.status', { untracked: 'none' })).untracked).toEqual([])
})

test.each(['with "quotes".txt', 'line\nbreak.txt', '-leading', 'ünï→.txt', ' space ', 'tab\tbed', '*.txt', ':(top)a'])(
  'gives the name %j as it is',
  async (name) => {
    await using ws = await repositoryWith()
    await ws.write({ [name]: 'x' })
    expect((await ws.call('git.status', {})).untracked).toEqual([name])
  },
)

test('leaves the index as it is, to the byte, although a file was touched', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  const before = await ws.file('.git/index').bytes()
  writeFileSync(join(ws.path, 'a.txt'), 'one\n')
  expect((await ws.call('git.status', {})).clean).toBe(true)
  expect(await ws.file('.git/index').bytes()).toEqual(before)
})

test('a repository without a commit and a detached HEAD are each said', async () => {
  await using empty = await emptyRepository()
  const first = await empty.call('git.status', {})
  expect(first).toMatchObject({ branch: 'main', clean: true })
  expect(first.commit).toBeUndefined()

  await using ws = await repositoryWith()
  ws.git('switch', '--quiet', '--detach')
  const detached = await ws.call('git.status', {})
  expect(detached.branch).toBeUndefined()
  expect(detached.commit).toBe(ws.git('rev-parse', 'HEAD').trim())
})

test('says that a merge is going on and which files are in conflict', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  ws.git('switch', '--quiet', '--create', 'side')
  await ws.write({ 'a.txt': 'side\n' })
  ws.git('commit', '--quiet', '--all', '--message=side')
  ws.git('switch', '--quiet', 'main')
  await ws.write({ 'a.txt': 'main\n' })
  ws.git('commit', '--quiet', '--all', '--message=main')
  expect(ws.tryGit(['merge', 'side']).status).toBe(1)
  expect(await ws.call('git.status', {})).toMatchObject({ doing: 'merge', conflicts: ['a.txt'], clean: false })
  const lines = async () => (await ws.cli(['git', 'status'])).stdout.split('\n').slice(1)
  expect((await lines())[0]).toEndWith('then: nimbus git add <file>; or give it up: git merge --abort')
  // Ours is what was chosen: nothing differs, and the merge waits to be finished all the same.
  ws.git('checkout', '--ours', 'a.txt')
  ws.git('add', 'a.txt')
  expect(await lines()).toEqual([
    "! in the middle of a merge; finish it with: nimbus git commit '…'; or give it up: git merge --abort",
    '',
  ])
})

test.each(['cherry-pick', 'revert'])('a %s goes on as status says, also where nothing of it is left', async (doing) => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  for (const text of ['two\n', 'three\n']) {
    await ws.write({ 'a.txt': text })
    ws.git('commit', '--quiet', '--all', '--message=more')
  }
  for (const side of ['--theirs', '--ours']) {
    expect(ws.tryGit([doing, 'HEAD~1']).status).toBe(1)
    ws.git('checkout', side, 'a.txt')
    ws.git('add', 'a.txt')
    const { stdout } = await ws.cli(['git', 'status'])
    const [, way = ''] = /finish it with: git ([^;]+);/.exec(stdout) ?? []
    ws.git('-c', 'core.editor=true', ...way.split(' '))
    expect((await ws.call('git.status', {})).doing).toBeUndefined()
    ws.git('reset', '--quiet', '--hard', 'main@{1}')
  }
})

test('counts how far a branch is from its upstream', async () => {
  await using ws = await repositoryWith()
  ws.git('branch', 'base')
  ws.git('branch', '--set-upstream-to=base')
  await ws.write({ 'a.txt': 'two\n' })
  ws.git('commit', '--quiet', '--all', '--message=second')
  expect(await ws.call('git.status', {})).toMatchObject({ upstream: 'base', ahead: 1, behind: 0 })
})

test('works in a linked working tree and in a submodule, each for itself', async () => {
  await using ws = await repositoryWith()
  ws.git('worktree', 'add', '--quiet', 'tree', '-b', 'side')
  expect(await ws.call('git.status', { directory: 'tree' })).toMatchObject({ repository: 'tree', branch: 'side' })
  ws.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', `${ws.path}/.git`, 'module')
  await ws.write({ 'module/a.txt': 'edited\n' })
  expect(await ws.call('git.status', { directory: 'module' })).toMatchObject({
    repository: 'module',
    unstaged: [{ path: 'a.txt', change: 'modified' }],
  })
})

test('what is no repository, or has no working tree, is one clear error', async () => {
  await using ws = await bareWorkspace({ 'file.txt': '' })
  expect(await failure(ws.call('git.status', {}))).toMatchObject({ code: 'not-a-repository', exit: 2 })
  ws.git('init', '--quiet', '--bare', 'bare.git')
  expect(await failure(ws.call('git.status', { directory: 'bare.git' }))).toMatchObject({
    code: 'bare-repository',
    exit: 2,
  })
  ws.git('init', '--quiet')
  expect(await failure(ws.call('git.status', { directory: '.git' }))).toMatchObject({
    code: 'inside-git-directory',
    exit: 2,
  })
  expect(await failure(ws.call('git.status', { directory: 'file.txt' }))).toMatchObject({
    code: 'directory-missing',
    exit: 2,
  })
  expect(await failure(ws.call('git.status', { directory: 'none' }))).toMatchObject({
    code: 'directory-missing',
    exit: 2,
  })
  mkdirSync(join(ws.path, 'line\nbreak'))
  ws.git('init', '--quiet', 'line\nbreak')
  expect(await failure(ws.call('git.status', { directory: 'line\nbreak' }))).toMatchObject({
    code: 'unusual-path',
    exit: 2,
  })
})

test.each([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
])('%s, which sends git elsewhere, is refused by name', async (name) => {
  await using ws = await bareWorkspace({}, { env: { [name]: '/nowhere' } })
  expect(await failure(ws.call('git.status', {}))).toMatchObject({ code: 'redirected', at: name, exit: 2 })
})

test('without git it says where to get it', async () => {
  await using ws = await bareWorkspace({}, { path: [] })
  const error = await failure(ws.call('git.status', {}))
  expect(error).toMatchObject({ code: 'program-missing', exit: 5 })
  expect(error.next).toContain('https://')
})
