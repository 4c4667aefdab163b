import { expect, test } from 'bun:test'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit'
import { afterEffect, afterLook, emptyRepository, repositoryWith } from '../testing.ts'

const hook = async (
  ws: { path: string; write(files: Record<string, string>): Promise<void> },
  name: string,
  script: string,
) => {
  await ws.write({ [`.git/hooks/${name}`]: `#!/bin/sh\n${script}\n` })
  chmodSync(join(ws.path, '.git/hooks', name), 0o755)
}

test('records what is staged, and undo goes back without touching index or files', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n', 'b.txt': 'one\n' })
  const parent = ws.git('rev-parse', 'HEAD').trim()
  await ws.write({ 'a.txt': 'two\n', 'b.txt': 'edited\n' })
  ws.git('add', 'a.txt')
  const message = 'Change a\n\n# not a comment\n-- "quoted" $(x)'
  const { run, data, findings } = await ws.invoke('git.commit', { message })
  const commit = ws.git('rev-parse', 'HEAD').trim()
  expect(data).toMatchObject({
    did: 'committed',
    commit,
    parent,
    branch: 'main',
    filesChanged: 1,
    added: 1,
    removed: 1,
    left: 1,
  })
  expect(findings?.map(({ status }) => status)).toEqual(['pass', 'pass'])
  expect(ws.git('log', '-1', '--format=%B').trimEnd()).toBe(message)

  const index = await ws.file('.git/index').bytes()
  const undone = await ws.invoke('nimbus.undo', { run })
  expect(undone.outcome).toBe('done')
  expect(ws.git('rev-parse', 'HEAD').trim()).toBe(parent)
  expect(await ws.file('.git/index').bytes()).toEqual(index)
  expect(ws.git('status', '--porcelain')).toBe('M  a.txt\n M b.txt\n')
})

test('--all takes what is tracked; undo takes the staging back as well', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n', 'b.txt': 'one\n' })
  await ws.write({ 'a.txt': 'two\n', 'b.txt': 'two\n', 'new.txt': 'n' })
  ws.git('add', 'b.txt')
  const before = ws.git('status', '--porcelain=v2')
  const { run, data } = await ws.invoke('git.commit', { message: 'All', all: true })
  expect(data).toMatchObject({ files: [{ path: 'a.txt' }, { path: 'b.txt' }], left: 0 })
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(ws.git('status', '--porcelain=v2')).toBe(before)
})

test('the first commit of all can be made and taken back', async () => {
  await using ws = await emptyRepository()
  await ws.write({ 'a.txt': 'x\n' })
  ws.git('add', 'a.txt')
  const { run, data } = await ws.invoke('git.commit', { message: 'First' })
  expect(data).toMatchObject({ did: 'committed', filesChanged: 1 })
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(ws.tryGit(['rev-parse', '--verify', '--quiet', 'HEAD']).status).toBe(1)
  expect(ws.git('status', '--porcelain')).toBe('A  a.txt\n')
})

test('nothing to commit is a result, which says what is left', async () => {
  await using ws = await repositoryWith()
  const before = ws.git('rev-parse', 'HEAD')
  await ws.write({ 'a.txt': 'two\n' })
  const nothing = await ws.cli(['git', 'commit', 'Message'])
  expect(nothing.exit).toBe(0)
  expect(nothing.stdout).toContain('nothing to commit')
  expect(nothing.stdout).toContain('1 changed file not in it')
  expect(ws.git('rev-parse', 'HEAD')).toBe(before)
})

test('undo refuses when something was committed since', async () => {
  await using ws = await repositoryWith()
  await ws.write({ 'a.txt': 'two\n' })
  const { run } = await ws.invoke('git.commit', { message: 'Mine', all: true })
  await ws.write({ 'a.txt': 'three\n' })
  ws.git('commit', '--quiet', '--all', '--message=theirs')
  expect((await ws.invoke('nimbus.undo', { run })).error).toMatchObject({ code: 'changed-meanwhile', exit: 4 })
})

test('the preview says who commits what where, with the patch and the hooks that run', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  await hook(ws, 'pre-commit', 'exit 0')
  await ws.write({ 'a.txt': 'two\n', '.env': 'A=hunter2hunter2\n' })
  ws.git('add', '--all')
  const before = ws.git('rev-parse', 'HEAD')
  const { preview } = await ws.invoke('git.commit', { message: 'x' }, { dryRun: true })
  expect(preview?.context).toEqual(['on main as Ada <ada@example.com>', 'runs the hooks of the repository: pre-commit'])
  expect(preview?.changes).toMatchObject([{ resource: 'git:.#main', effect: 'create' }])
  expect(preview?.changes[0]?.summary).toContain('looks like a secret: .env')
  expect(preview?.changes[0]?.diff).toContain('-one\n+two\n')
  expect(JSON.stringify(preview)).not.toContain('hunter2')
  expect(ws.git('rev-parse', 'HEAD')).toBe(before)
})

test('a hook that refuses is quoted, and nothing is recorded', async () => {
  await using ws = await repositoryWith()
  const before = ws.git('rev-parse', 'HEAD')
  await hook(ws, 'pre-commit', 'echo "line 3: too long" >&2; exit 1')
  await ws.write({ 'a.txt': 'two\n' })
  const error = await failure(ws.call('git.commit', { message: 'x', all: true }))
  expect(error).toMatchObject({ code: 'hook-refused', why: 'line 3: too long', exit: 1 })
  expect(error.message).toContain('pre-commit')
  expect(ws.git('rev-parse', 'HEAD')).toBe(before)
})

test('a commit that another one came before is not blamed on a hook', async () => {
  await using ws = await repositoryWith()
  await hook(ws, 'pre-commit', 'git update-ref HEAD "$(git commit-tree -p HEAD -m other "HEAD^{tree}")"; exit 1')
  await ws.write({ 'a.txt': 'two\n' })
  const error = await failure(ws.call('git.commit', { message: 'x', all: true }))
  expect(error).toMatchObject({ code: 'changed-meanwhile', exit: 4 })
  expect(error.why).toContain('another commit was made there')
})

test('hooks run with the name of no file as a pattern', async () => {
  await using ws = await repositoryWith()
  await hook(ws, 'pre-commit', 'git diff --cached --name-only -- "*.txt" > seen')
  await ws.write({ 'a.txt': 'two\n' })
  await ws.call('git.commit', { message: 'x', all: true })
  expect(await ws.file('seen').text()).toBe('a.txt\n')
})

test('without an identity it says how to set one', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' }, { env: { EMAIL: undefined } })
  ws.git('config', '--unset', 'user.name')
  ws.git('config', '--unset', 'user.email')
  ws.git('config', 'user.useConfigOnly', 'true')
  await ws.write({ 'a.txt': 'two\n' })
  const error = await failure(ws.call('git.commit', { message: 'x', all: true }))
  expect(error).toMatchObject({ code: 'no-identity', exit: 5 })
  expect(error.next).toContain('git config --global user.name')
  expect(error.next).toContain('git config --global user.email')
})

test('in the middle of a merge it is said; conflicts refuse, and the end of one is not undone', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  ws.git('switch', '--quiet', '--create', 'side')
  await ws.write({ 'a.txt': 'side\n' })
  ws.git('commit', '--quiet', '--all', '--message=side')
  ws.git('switch', '--quiet', 'main')
  await ws.write({ 'a.txt': 'main\n' })
  ws.git('commit', '--quiet', '--all', '--message=main')
  ws.tryGit(['merge', 'side'])
  const refused = await failure(ws.call('git.commit', { message: 'x' }))
  expect(refused).toMatchObject({ code: 'unmerged', exit: 4 })
  expect(refused.why).toContain('in the middle of a merge')

  await ws.write({ 'a.txt': 'both\n' })
  expect((await ws.call('git.add', { paths: ['a.txt'] })).staged).toEqual([{ path: 'a.txt', change: 'conflict' }])
  const { preview } = await ws.invoke('git.commit', { message: 'Merge' }, { dryRun: true })
  expect(preview?.context?.join()).toContain('in the middle of a merge')
  const done = await ws.invoke('git.commit', { message: 'Merge' })
  expect(done).toMatchObject({
    outcome: 'done',
    data: { concluded: 'merge' },
    findings: [{ status: 'pass' }, { status: 'pass' }],
  })
  expect(done.undo).toMatchObject({ irreversible: expect.stringContaining('merge') })
})

test('what changed after it was shown is not committed', async () => {
  await using ws = await repositoryWith()
  await ws.write({ 'a.txt': 'two\n' })
  ws.git('add', 'a.txt')
  const onEvent = afterLook(() => {
    writeFileSync(join(ws.path, 'a.txt'), 'other\n')
    ws.git('add', 'a.txt')
  })
  const { error } = await ws.invoke('git.commit', { message: 'x' }, { onEvent })
  expect(error).toMatchObject({ code: 'changed-meanwhile', exit: 4 })
})

test('a detached HEAD commits on no branch and comes back', async () => {
  await using ws = await repositoryWith()
  ws.git('switch', '--quiet', '--detach')
  const before = ws.git('rev-parse', 'HEAD')
  await ws.write({ 'a.txt': 'two\n' })
  const { run, data } = await ws.invoke('git.commit', { message: 'x', all: true })
  expect(data).not.toHaveProperty('branch')
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(ws.git('rev-parse', 'HEAD')).toBe(before)
})

test('an empty message is refused', async () => {
  await using ws = await repositoryWith()
  for (const message of ['', '  \n '])
    expect(await failure(ws.call('git.commit', { message }))).toMatchObject({ code: 'invalid-input', exit: 2 })
})

test('verify says so when the branch is elsewhere afterwards', async () => {
  await using ws = await repositoryWith()
  await ws.write({ 'a.txt': 'two\n' })
  let done = false
  const onEvent = afterEffect(() => {
    if (!done) ws.git('commit', '--quiet', '--allow-empty', '--message=sabotage')
    done = true
  })
  expect(await ws.invoke('git.commit', { message: 'x', all: true }, { onEvent })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'commit-recorded' }, { status: 'pass' }],
  })
})
