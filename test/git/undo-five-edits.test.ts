import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openHost } from '@nimbus/host'
import { type Envelope, joinSources } from '@nimbus/kernel'
import { product, type TestWorkspace, workspace } from '@nimbus/testkit'
import { snapshot } from '../surfaces/file-tree.ts'

const apart = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', XDG_CONFIG_HOME: undefined }

const git = (ws: TestWorkspace, ...argv: string[]): string => {
  const { exitCode, stdout, stderr } = Bun.spawnSync(['git', ...argv], {
    cwd: ws.path,
    env: { ...ws.env, GIT_OPTIONAL_LOCKS: '0' },
  })
  if (exitCode !== 0) throw new Error(`git ${argv.join(' ')}: ${stderr.toString()}`)
  return stdout.toString()
}

/** A repository with something committed, something staged, something edited and something untracked. */
const livedIn = async (): Promise<TestWorkspace> => {
  const ws = await workspace(
    { 'main.tf': 'a = 1\n', 'run.sh': '#!/bin/sh\n', 'crlf.txt': 'one\r\ntwo', '.gitignore': '.nimbus/\n' },
    { env: apart },
  )
  await chmod(join(ws.path, 'run.sh'), 0o755)
  git(ws, 'init', '--quiet', '--initial-branch=main')
  git(ws, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'add', '--all')
  git(ws, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message=first')
  await ws.write({ 'main.tf': 'a = 2\n' })
  git(ws, 'add', 'main.tf')
  await ws.write({ 'main.tf': 'a = 3\n', 'untracked.txt': 'mine\n' })
  return ws
}

const stateOf = async (ws: TestWorkspace) => ({
  tree: await snapshot(ws.path, (path) => /^(\.git|\.nimbus)(\/|$)/.test(path)),
  status: git(ws, 'status', '--porcelain=v2', '--branch', '--untracked-files=all'),
  index: createHash('sha256')
    .update(await readFile(join(ws.path, '.git/index')))
    .digest('hex'),
  head: git(ws, 'rev-parse', 'HEAD'),
})

/** A host of its own on the same home, as a process that was started later has. */
const restarted = async (ws: TestWorkspace) => {
  const { catalog, services, loadServices, version } = product()
  const options = { version, catalog: joinSources([catalog]), services, loadServices, env: ws.env, workspace: ws.path }
  return openHost(options)
}

const doneBy = (envelope: Envelope): string => {
  expect(envelope.error).toBeUndefined()
  expect(envelope.outcome).toBe('done')
  return envelope.run
}

test('five edits, undo five times, a restart in between: every byte is as it was, git index included', async () => {
  await using ws = await livedIn()
  const before = await stateOf(ws)

  const edits: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['fs.write', { file: 'main.tf', content: 'a = 4\n' }, []],
    ['fs.write', { file: 'modules/network/new.tf', content: 'b = 1\n' }, []],
    ['fs.remove', { file: 'run.sh' }, ['run.sh']],
    ['fs.write', { file: 'crlf.txt', content: 'one\ntwo\n' }, []],
    ['fs.write', { file: 'main.tf', content: 'a = 5\n' }, []],
  ]
  const runs: string[] = []
  for (const [operation, input, confirm] of edits)
    runs.push(doneBy(await ws.invoke(operation, input, { consent: { yes: true, confirm } })))
  const after = await stateOf(ws)
  expect(after.tree).not.toEqual(before.tree)
  expect(after.index).toBe(before.index)

  const undone = runs.toReversed()
  const consent = { yes: true, confirm: ['modules/network/new.tf'] }
  for (const run of undone.slice(0, 2)) doneBy(await ws.invoke('nimbus.undo', { run }, { consent }))
  await (await ws.host()).close()

  const host = await restarted(ws)
  try {
    for (const run of undone.slice(2)) {
      const call = {
        operation: 'nimbus.undo',
        input: { run },
        principal: host.principal,
        surface: 'cli',
        consent,
      } as const
      doneBy(await host.invoke(call))
    }
  } finally {
    await host.close()
  }
  expect(await stateOf(ws)).toEqual(before)
})
