import { expect, test } from 'bun:test'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { type TestWorkspace, workspace } from '@nimbus/testkit'

const apart = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', XDG_CONFIG_HOME: undefined }

const git = (ws: TestWorkspace, ...argv: string[]): string => {
  const { exitCode, stdout, stderr } = Bun.spawnSync(['git', ...argv], { cwd: ws.path, env: { ...ws.env } })
  if (exitCode !== 0) throw new Error(`git ${argv.join(' ')}: ${stderr.toString()}`)
  return stdout.toString()
}

const repository = async (): Promise<TestWorkspace> => {
  const ws = await workspace({ 'main.tf': 'a = 1\n', '.gitignore': '.nimbus/\n' }, { env: apart })
  git(ws, 'init', '--quiet', '--initial-branch=main')
  git(ws, 'config', 'user.name', 'Ada')
  git(ws, 'config', 'user.email', 'ada@example.com')
  git(ws, 'add', '--all')
  git(ws, 'commit', '--quiet', '--message=first')
  return ws
}

test('branch, write, stage, commit, and each of them undone in reverse order', async () => {
  await using ws = await repository()
  const everything = () => [
    git(ws, 'show-ref'),
    git(ws, 'status', '--porcelain=v2', '--branch'),
    git(ws, 'ls-files', '--stage'),
  ]
  const before = everything()
  const steps: readonly (readonly [string, object])[] = [
    ['git.branch-create', { name: 'add-vpc' }],
    ['git.checkout', { ref: 'add-vpc' }],
    ['fs.write', { file: 'vpc.tf', content: 'b = 1\n' }],
    ['fs.write', { file: 'main.tf', content: 'a = 2\n' }],
    ['git.add', { all: true }],
    ['git.commit', { message: 'Add VPC' }],
  ]
  const runs: string[] = []
  for (const [operation, input] of steps) {
    const envelope = await ws.invoke(operation, input)
    expect(envelope).toMatchObject({ outcome: 'done' })
    runs.push(envelope.run)
  }
  expect(git(ws, 'show', '--stat', '--format=%s')).toContain('Add VPC')

  const consent = { yes: true, confirm: ['vpc.tf', 'add-vpc'] }
  for (const run of runs.toReversed())
    expect(await ws.invoke('nimbus.undo', { run }, { consent })).toMatchObject({ outcome: 'done' })
  expect(everything()).toEqual(before)
})

test('the same from the command line, asked once for each effect', async () => {
  await using ws = await repository()
  const nimbus = (...argv: string[]) => ws.cli(argv)
  expect((await nimbus('git', 'branch', 'create', 'add-vpc')).exit).toBe(3)
  expect((await nimbus('git', 'branch', 'create', 'add-vpc', '--yes')).exit).toBe(0)
  expect((await nimbus('git', 'checkout', 'add-vpc', '--yes')).exit).toBe(0)
  expect((await nimbus('fs', 'write', 'vpc.tf', 'b = 1')).exit).toBe(0)
  const status = await nimbus('git', 'status')
  expect(status.stdout).toContain('on add-vpc')
  expect(status.stdout).toContain('vpc.tf')
  expect((await nimbus('git', 'add', 'vpc.tf', '--yes')).stdout).toContain('A vpc.tf')
  const committed = await nimbus('git', 'commit', '--message', 'Add VPC', '--yes')
  expect(committed.stdout).toContain('on add-vpc: 1 file, 1 added, 0 removed')
  const run = /nimbus undo (r_\w+)/.exec(`${committed.stdout}${committed.stderr}`)?.[1] ?? ''
  expect((await nimbus('undo', run, '--yes')).exit).toBe(0)
  expect(git(ws, 'log', '--format=%s')).toBe('first\n')
  expect((await nimbus('git', 'diff', '--staged')).stdout).toContain('+b = 1')
})

test('cancelling a commit stops its hook and records nothing', async () => {
  await using ws = await repository()
  const started = join(ws.home, 'started')
  await ws.write({ '.git/hooks/pre-commit': `#!/bin/sh\ntouch ${started}\nexec sleep 600\n`, 'main.tf': 'a = 2\n' })
  chmodSync(join(ws.path, '.git/hooks/pre-commit'), 0o755)
  const cancel = new AbortController()
  const work = ws.invoke('git.commit', { message: 'x', all: true }, { signal: cancel.signal })
  while (!(await Bun.file(started).exists())) await Bun.sleep(10)
  cancel.abort()
  expect(await work).toMatchObject({ outcome: 'cancelled' })
  expect(git(ws, 'log', '--format=%s')).toBe('first\n')
  // Git had its lock removed before it ended, so the next one is not in its way.
  expect((await ws.invoke('git.add', { all: true })).outcome).toBe('done')
})

test('names count from where the command is typed', async () => {
  await using ws = await repository()
  await ws.write({ 'sub/a.txt': 'a\n', 'a.txt': 'top\n' })
  const added = await ws.cli(['git', 'add', 'a.txt', '--yes'], { cwd: join(ws.path, 'sub') })
  expect(added.exit).toBe(0)
  expect(git(ws, 'diff', '--cached', '--name-only')).toBe('sub/a.txt\n')
})
