import { expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NimbusError } from '@nimbus/kernel'
import { workspaceRoot } from './workspace-root.ts'

const ground = (...directories: string[]) => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'nimbus-root-')))
  for (const each of directories) mkdirSync(join(root, each), { recursive: true })
  return {
    at: (path: string) => join(root, path),
    env: { HOME: join(root, 'home') },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  }
}

test('what is named on the command line wins over the variable, and that over everything found', () => {
  using place = ground('a/.nimbus', 'b', 'c')
  const env = { ...place.env, NIMBUS_WORKSPACE: place.at('b') }
  expect(workspaceRoot(place.at('a'), env, '../c')).toBe(place.at('c'))
  expect(workspaceRoot(place.at('a'), env)).toBe(place.at('b'))
  expect(workspaceRoot(place.at('a'), place.env)).toBe(place.at('a'))
})

test('the nearest .nimbus wins over the top of the git repository, and that over the current directory', () => {
  using place = ground('repo/.git', 'repo/app/.nimbus', 'repo/app/src', 'repo/other/src', 'plain')
  expect(workspaceRoot(place.at('repo/app/src'), place.env)).toBe(place.at('repo/app'))
  expect(workspaceRoot(place.at('repo/other/src'), place.env)).toBe(place.at('repo'))
  expect(workspaceRoot(place.at('plain'), place.env)).toBe(place.at('plain'))
})

test('the home of Nimbus makes no workspace of the directory it lies in', () => {
  using place = ground('home/.nimbus', 'home/work', 'data/.nimbus', 'data/.git', 'data/work')
  expect(workspaceRoot(place.at('home/work'), place.env)).toBe(place.at('home/work'))
  const env = { ...place.env, NIMBUS_HOME: place.at('data/.nimbus') }
  expect(workspaceRoot(place.at('data/work'), env)).toBe(place.at('data'))
})

test('a workspace above the home is still found', () => {
  using place = ground('team/.nimbus', 'team/ada/.nimbus', 'team/ada/work')
  expect(workspaceRoot(place.at('team/ada/work'), { HOME: place.at('team/ada') })).toBe(place.at('team'))
})

test.each([
  ['--directory', {}, 'nowhere'],
  ['NIMBUS_WORKSPACE', { NIMBUS_WORKSPACE: 'nowhere' }, undefined],
] as const)('a %s that does not exist is an error that says so', (at, more, named) => {
  using place = ground('here')
  try {
    workspaceRoot(place.at('here'), { ...place.env, ...more }, named)
    expect.unreachable()
  } catch (thrown) {
    if (!(thrown instanceof NimbusError)) throw thrown
    expect(thrown.data).toMatchObject({ code: 'no-workspace', at, exit: 5 })
  }
})
