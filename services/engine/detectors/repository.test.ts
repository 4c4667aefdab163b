import { expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { evidenceLines, ground } from '../testing.ts'
import { remoteOf, repository } from './repository.ts'

test.each([
  ['https://github.com/acme/shop.git', 'github.com', 'acme/shop'],
  ['https://user:ghp_secret@github.com/acme/shop', 'github.com', 'acme/shop'],
  ['git@GitHub.com:acme/shop.git', 'github.com', 'acme/shop'],
  ['ssh://git@gitlab.example.com:2222/group/sub/shop.git/', 'gitlab.example.com', 'group/sub/shop'],
] as const)('%s is %s, %s', (url, host, path) => {
  expect(remoteOf(url)).toEqual({ host, path })
})

test.each(['/srv/git/shop.git', '../shop', 'C:\\shop', 'file:///srv/shop', ''])('%p is shared nowhere', (url) => {
  expect(remoteOf(url)).toBeUndefined()
})

test('origin and the default branch are told, and a token in the address is not', async () => {
  await using place = await ground({}, { git: 'real' })
  const git = (...argv: string[]) => {
    const { status, stderr } = spawnSync('git', argv, { cwd: place.path, encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
  }
  git('init', '--quiet', '--initial-branch=main')
  git('remote', 'add', 'fork', 'https://github.com/me/shop.git')
  git('remote', 'add', 'origin', 'https://x:ghp_abcdef@github.com/acme/web-shop.git')
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '--allow-empty', '--message=x')
  expect((await repository.find(await place.look())).facts).toMatchObject({ branch: 'main' })
  git('update-ref', 'refs/remotes/origin/trunk', 'HEAD')
  git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk')
  const found = await repository.find(await place.look())
  expect(found.facts).toEqual({ host: 'github.com', path: 'acme/web-shop', branch: 'trunk' })
  expect(evidenceLines(found)).toEqual(['name web-shop remote origin'])
})

test('without a repository, and inside a hook, nothing is said', async () => {
  await using place = await ground({}, { git: 'real', env: { GIT_DIR: '/elsewhere' } })
  expect(await repository.find(await place.look())).toEqual({})
  await using none = await ground({})
  expect(await repository.find(await none.look())).toEqual({})
})
