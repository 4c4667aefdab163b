import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit'
import { repositoryWith, type TestRepository } from './testing.ts'

/** A repository that would like to run a program whenever it is looked at. It leaves a file behind. */
const hostile = async (): Promise<TestRepository> => {
  const ws = await repositoryWith({
    'a.txt': 'one\n',
    'b.txt': 'b\n',
    '.gitattributes': '*.txt diff=evil filter=evil merge=evil\n',
  })
  const run = `touch ${join(ws.home, 'pwned')}; cat`
  const settings: Record<string, string> = {
    'core.fsmonitor': `touch ${join(ws.home, 'pwned')}; false`,
    'core.pager': run,
    'core.editor': run,
    'core.sshCommand': run,
    'diff.external': run,
    'diff.evil.command': run,
    'diff.evil.textconv': run,
    'filter.evil.clean': run,
    'filter.evil.smudge': run,
    'filter.evil.required': 'true',
    'merge.evil.driver': run,
    'gpg.program': run,
    'log.showSignature': 'true',
    'mailmap.file': '/dev/zero',
    'commit.gpgSign': 'true',
    'color.ui': 'always',
    'diff.noprefix': 'true',
    'diff.orderFile': '/etc/passwd',
    'pager.log': run,
    'pager.diff': run,
    'pager.status': run,
  }
  await ws.write({ 'a.txt': 'two, longer\n' })
  for (const [key, value] of Object.entries(settings)) ws.git('config', key, value)
  return ws
}

const pwned = (ws: TestRepository) => existsSync(join(ws.home, 'pwned'))

test('looking at a repository runs no program that it names', async () => {
  await using ws = await hostile()
  expect((await ws.call('git.status', {})).unstaged).toEqual([{ path: 'a.txt', change: 'modified' }])
  const { diff } = await ws.call('git.diff', {})
  expect(diff).toContain('diff --git a/a.txt b/a.txt\n')
  expect(diff).toContain('-one\n+two, longer\n')
  expect((await ws.call('git.log', { paths: ['a.txt'] })).commits).toHaveLength(1)
  expect((await ws.call('git.branch-list', {})).branches).toHaveLength(1)
  expect(await ws.call('git.stash-list', {})).toEqual({ stashes: [] })
  expect(pwned(ws)).toBe(false)
})

test('changing it is refused until it is trusted, and then its filters run', async () => {
  await using ws = await hostile()
  for (const [operation, input] of [
    ['git.add', { all: true }],
    ['git.commit', { message: 'x', all: true }],
    ['git.checkout', { ref: 'HEAD', detach: true }],
    ['git.stash-save', {}],
    ['git.revert', { commit: 'HEAD' }],
  ] as const) {
    const { error } = await ws.invoke(operation, input)
    expect(error).toMatchObject({ code: 'untrusted-settings', exit: 4 })
    expect(error?.message).toContain('filter.evil.clean')
  }
  expect(pwned(ws)).toBe(false)
  await ws.call('nimbus.trust-add', {})
  expect((await ws.call('git.add', { all: true })).staged).toEqual([{ path: 'a.txt', change: 'modified' }])
  expect(pwned(ws)).toBe(true)
})

test('objects that it lacks are fetched by no program that it names until it is trusted', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  const blob = ws.git('rev-parse', 'HEAD:a.txt').trim()
  rmSync(join(ws.path, '.git/objects', blob.slice(0, 2), blob.slice(2)))
  await ws.write({ 'a.txt': 'two, longer\n' })
  for (const [key, value] of [
    ['core.repositoryFormatVersion', '1'],
    ['extensions.partialClone', 'origin'],
    ['remote.origin.url', '/nowhere'],
    ['remote.origin.uploadPack', `touch ${join(ws.home, 'pwned')}; false`],
  ] as const)
    ws.git('config', key, value)
  const { error } = await ws.invoke('git.diff', {})
  expect(error).toMatchObject({ code: 'untrusted-settings', exit: 4 })
  expect(pwned(ws)).toBe(false)
  await ws.call('nimbus.trust-add', {})
  expect((await ws.invoke('git.diff', {})).error).toMatchObject({ code: 'git-failed' })
  expect(pwned(ws)).toBe(true)
})

test("the user's own filters run, as they do in git", async () => {
  await using ws = await repositoryWith({ '.gitattributes': '*.up filter=up\n', 'a.up': 'ABC\n' })
  await ws.write({ 'global.config': '[filter "up"]\n\tclean = tr a-z A-Z\n\tsmudge = cat\n', 'a.up': 'abcd\n' })
  const open = await ws.cli(['git', 'add', 'a.up', '--yes'], {
    env: { GIT_CONFIG_GLOBAL: join(ws.path, 'global.config') },
  })
  expect(open.exit).toBe(0)
  expect(ws.git('show', ':a.up')).toBe('ABCD\n')
})

test('a model does not get out of the workspace through what a repository says of itself', async () => {
  await using ws = await repositoryWith()
  mkdirSync(join(ws.home, 'other'))
  ws.git('init', '--quiet', '--initial-branch=main', join(ws.home, 'other'))
  ws.git(
    '-C',
    join(ws.home, 'other'),
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@b',
    'commit',
    '--quiet',
    '--allow-empty',
    '--message=private',
  )

  mkdirSync(join(ws.path, 'link'))
  await ws.write({ 'link/.git': `gitdir: ${join(ws.home, 'other/.git')}\n` })
  ws.git('init', '--quiet', 'wide')
  ws.git('-C', 'wide', 'config', 'core.worktree', ws.home)
  for (const directory of ['link', 'wide'])
    for (const [operation, input] of [
      ['git.log', {}],
      ['git.status', {}],
      ['git.add', { all: true }],
    ] as const) {
      const envelope = await ws.invoke(operation, { directory, ...input }, { surface: 'mcp' })
      expect(envelope.error).toMatchObject({
        code: expect.stringMatching(/^(outside-workspace|inside-git-directory)$/),
      })
      expect(JSON.stringify(envelope)).not.toContain('private')
    }
})

test('a workspace inside a larger repository is worked on by a person alone', async () => {
  await using ws = await repositoryWith({ 'sub/a.txt': 'one\n' })
  mkdirSync(join(ws.path, 'sub/.nimbus'))
  const inside = { workspace: join(ws.path, 'sub'), base: join(ws.path, 'sub') }
  const { error } = await ws.invoke('git.status', {}, { ...inside, surface: 'mcp' })
  expect(error).toMatchObject({ code: 'outside-workspace', exit: 4 })
  const own = await ws.cli(['git', 'status', '--json'], { cwd: join(ws.path, 'sub') })
  expect(JSON.parse(own.stdout)).toMatchObject({ ok: true, data: { branch: 'main' } })
})

test('what a repository holds is marked as written by others', async () => {
  await using ws = await repositoryWith()
  const { catalog } = await ws.host()
  const carrying = [
    'git.status',
    'git.diff',
    'git.log',
    'git.branch-list',
    'git.stash-list',
    'git.add',
    'git.commit',
    'git.revert',
  ]
  expect(carrying.filter((id) => catalog.get(id)?.untrusted !== true)).toEqual([])
})

test('an index that is damaged is one clear error', async () => {
  await using ws = await repositoryWith()
  await ws.write({ '.git/index': 'not an index' })
  expect(await failure(ws.call('git.status', {}))).toMatchObject({ code: 'git-failed', exit: 1 })
})

test('a look says that it left filters out only where there are some', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  ws.git('config', 'gpg.program', 'false')
  expect((await ws.cli(['git', 'diff'])).stderr).toBe('')
  ws.git('config', 'filter.evil.clean', 'false')
  expect((await ws.cli(['git', 'diff'])).stderr).toContain('"filters":["evil"]')
})
