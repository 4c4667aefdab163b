import { expect, test } from 'bun:test'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit'
import { afterEffect, repositoryWith, type TestRepository } from '../testing.ts'

const commit = async (ws: TestRepository, files: Record<string, string>, message: string): Promise<string> => {
  await ws.write(files)
  ws.git('add', '--all')
  ws.git('commit', '--quiet', `--message=${message}`)
  return ws.git('rev-parse', 'HEAD').trim()
}

test('takes a commit back with a new one, other edits untouched, and undo removes that', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n', 'b.txt': 'b\n' })
  const second = await commit(ws, { 'a.txt': 'two\n', 'new.txt': 'n\n' }, 'second')
  const third = await commit(ws, { 'b.txt': 'b2\n' }, 'third')
  await ws.write({ 'b.txt': 'edited\n' })

  const { run, data, findings } = await ws.invoke('git.revert', { commit: 'HEAD~1' })
  expect(data).toMatchObject({ reverted: second, before: third, branch: 'main', subject: 'second', files: 2 })
  expect(findings).toMatchObject([{ status: 'pass' }])
  expect(await ws.file('a.txt').text()).toBe('one\n')
  expect(await ws.file('new.txt').exists()).toBe(false)
  expect(await ws.file('b.txt').text()).toBe('edited\n')

  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(ws.git('rev-parse', 'HEAD').trim()).toBe(third)
  expect(await ws.file('a.txt').text()).toBe('two\n')
  expect(await ws.file('b.txt').text()).toBe('edited\n')
  expect(ws.git('status', '--porcelain')).toBe(' M b.txt\n')
})

test('the preview shows the commit, its patch and each file', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  await commit(ws, { 'a.txt': 'two\n', 'new.txt': 'n\n' }, 'second')
  const { preview } = await ws.invoke('git.revert', { commit: 'HEAD' }, { dryRun: true })
  expect(preview?.changes).toMatchObject([
    { resource: 'git:.#main', effect: 'create', diff: expect.stringContaining('-two\n+one\n') },
    { resource: 'workspace:a.txt', effect: 'update' },
    { resource: 'workspace:new.txt', effect: 'update' },
  ])
})

test('a conflict with later commits names the files and leaves everything as it was', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  await commit(ws, { 'a.txt': 'two\n' }, 'second')
  const third = await commit(ws, { 'a.txt': 'three\n' }, 'third')
  await ws.write({ 'untracked.txt': 'u' })
  const error = await failure(ws.call('git.revert', { commit: 'HEAD~1' }))
  expect(error).toMatchObject({ code: 'conflict', exit: 1 })
  expect(error.message).toContain('a.txt')
  expect(ws.git('rev-parse', 'HEAD').trim()).toBe(third)
  expect(ws.git('status', '--porcelain')).toBe('?? untracked.txt\n')
  expect((await ws.call('git.status', {})).doing).toBeUndefined()
})

test('what was reverted already, and what a hook refuses, leave nothing half-done', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  await commit(ws, { 'a.txt': 'two\n' }, 'second')
  await commit(ws, { 'a.txt': 'one\n' }, 'third')
  expect(await failure(ws.call('git.revert', { commit: 'HEAD~1' }))).toMatchObject({
    code: 'nothing-to-revert',
    exit: 1,
  })
  expect((await ws.call('git.status', {})).doing).toBeUndefined()

  await ws.write({ '.git/hooks/prepare-commit-msg': '#!/bin/sh\necho no ticket >&2\nexit 1\n' })
  chmodSync(join(ws.path, '.git/hooks/prepare-commit-msg'), 0o755)
  const error = await failure(ws.call('git.revert', { commit: 'HEAD' }))
  expect(error).toMatchObject({ code: 'hook-refused', exit: 1 })
  expect(error.why).toContain('no ticket')
  expect(await ws.call('git.status', {})).toMatchObject({ clean: true })
})

test('edits in the way, staged files and a merge without a side are each refused', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  await commit(ws, { 'a.txt': 'two\n' }, 'second')
  await ws.write({ 'a.txt': 'mine\n' })
  expect(await failure(ws.call('git.revert', { commit: 'HEAD' }))).toMatchObject({
    code: 'would-lose-changes',
    exit: 4,
  })
  ws.git('add', 'a.txt')
  expect(await failure(ws.call('git.revert', { commit: 'HEAD' }))).toMatchObject({ code: 'staged-changes', exit: 4 })
  ws.git('reset', '--quiet', '--hard')
  ws.git('switch', '--quiet', '--create', 'side', 'HEAD~1')
  await commit(ws, { 'b.txt': 'b\n' }, 'side')
  ws.git('merge', '--quiet', '--no-edit', 'main')
  expect(await failure(ws.call('git.revert', { commit: 'HEAD' }))).toMatchObject({ code: 'mainline', exit: 2 })
  expect(await ws.call('git.revert', { commit: 'HEAD', mainline: 1 })).toMatchObject({ files: 1 })
  expect(await failure(ws.call('git.revert', { commit: 'HEAD', mainline: 1 }))).toMatchObject({
    code: 'mainline',
    exit: 2,
  })
})

test('the first commit of all can be reverted', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  const { run } = await ws.invoke('git.revert', { commit: 'HEAD' })
  expect(await ws.file('a.txt').exists()).toBe(false)
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(await ws.file('a.txt').text()).toBe('one\n')
})

test('verify says so when the branch is elsewhere afterwards', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  await commit(ws, { 'a.txt': 'two\n' }, 'second')
  const onEvent = afterEffect(() => ws.git('reset', '--quiet', '--hard', 'HEAD~1'))
  expect(await ws.invoke('git.revert', { commit: 'HEAD' }, { onEvent })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'commit-recorded' }],
  })
})
