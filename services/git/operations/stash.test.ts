import { expect, test } from 'bun:test'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit'
import { afterEffect, emptyRepository, repositoryWith, type TestRepository } from '../testing.ts'

const edited = async (): Promise<TestRepository> => {
  const ws = await repositoryWith({ 'a.txt': 'one\n', 'b.txt': 'one\n', 'gone.txt': 'x\n' })
  await ws.write({ 'a.txt': 'staged\n' })
  ws.git('add', 'a.txt')
  await ws.write({ 'a.txt': 'and edited\n', 'b.txt': 'edited\n', 'sub/-new "1".txt': 'n\n' })
  rmSync(join(ws.path, 'gone.txt'))
  return ws
}

test('puts edits aside and brings them back, staged parts as staged', async () => {
  await using ws = await edited()
  const before = ws.git('status', '--porcelain=v2')
  const saved = await ws.invoke('git.stash-save', { message: 'half of it', untracked: true })
  expect(saved).toMatchObject({
    outcome: 'done',
    data: { did: 'saved', branch: 'main' },
    findings: [{ status: 'pass' }, { status: 'pass' }],
  })
  expect(ws.git('status', '--porcelain')).toBe('')
  const { stashes } = await ws.call('git.stash-list', {})
  expect(stashes).toMatchObject([{ name: 'stash@{0}', subject: 'On main: half of it' }])

  const popped = await ws.invoke('git.stash-pop', {})
  expect(popped).toMatchObject({ outcome: 'done', findings: [{ status: 'pass' }, { status: 'pass' }] })
  expect(ws.git('status', '--porcelain=v2')).toBe(before)
  expect(await ws.call('git.stash-list', {})).toEqual({ stashes: [] })

  expect((await ws.invoke('nimbus.undo', { run: popped.run })).outcome).toBe('done')
  expect(ws.git('status', '--porcelain')).toBe('')
  expect((await ws.call('git.stash-list', {})).stashes).toMatchObject([{ subject: 'On main: half of it' }])
})

test('undo of putting aside brings back exactly that, whatever was put aside since', async () => {
  await using ws = await edited()
  const before = ws.git('status', '--porcelain=v2')
  const { run } = await ws.invoke('git.stash-save', { untracked: true })
  await ws.write({ 'other.txt': 'o\n' })
  ws.git('add', 'other.txt')
  ws.git('stash', 'push', '--quiet', '--message=another')
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(ws.git('status', '--porcelain=v2')).toBe(before)
  expect((await ws.call('git.stash-list', {})).stashes.map(({ subject }) => subject)).toEqual(['On main: another'])
})

test('only some files, by their names as they are', async () => {
  await using ws = await edited()
  const { data } = await ws.invoke('git.stash-save', {
    directory: 'sub',
    paths: ['-new "1".txt', '../b.txt'],
    untracked: true,
  })
  expect(data).toMatchObject({ files: [{ path: 'b.txt' }, { path: 'sub/-new "1".txt' }] })
  expect(ws.git('status', '--porcelain')).toBe('MM a.txt\n D gone.txt\n')
})

test('nothing to put aside, nothing put aside and no commit are each said', async () => {
  await using ws = await repositoryWith()
  expect(await ws.invoke('git.stash-save', {}, { consent: undefined })).toMatchObject({
    outcome: 'done',
    data: { did: 'nothing' },
  })
  expect(await failure(ws.call('git.stash-pop', {}))).toMatchObject({ code: 'no-stash', exit: 5 })
  expect(await failure(ws.call('git.stash-pop', { stash: 'stash@{7}' }))).toMatchObject({ code: 'no-stash', exit: 5 })
  await using empty = await emptyRepository()
  expect(await failure(empty.call('git.stash-save', {}))).toMatchObject({ code: 'no-commit', exit: 5 })
})

test('files in the way are not overwritten, tracked or not', async () => {
  await using ws = await edited()
  ws.git('stash', 'push', '--quiet', '--include-untracked')
  await ws.write({ 'sub/-new "1".txt': 'mine\n' })
  expect(await failure(ws.call('git.stash-pop', {}))).toMatchObject({ code: 'would-lose-changes', exit: 4 })
  rmSync(join(ws.path, 'sub'), { recursive: true })
  await ws.write({ 'b.txt': 'mine\n' })
  expect(await failure(ws.call('git.stash-pop', {}))).toMatchObject({ code: 'would-lose-changes', exit: 4 })
  expect(await ws.file('b.txt').text()).toBe('mine\n')
})

test('what does not fit any more changes nothing and is kept', async () => {
  await using ws = await edited()
  ws.git('stash', 'push', '--quiet', '--include-untracked')
  await ws.write({ 'b.txt': 'committed\n' })
  ws.git('commit', '--quiet', '--all', '--message=other')
  const error = await failure(ws.call('git.stash-pop', {}))
  expect(error).toMatchObject({ code: 'conflict', exit: 1 })
  expect(error.message).toContain('b.txt')
  expect(ws.git('status', '--porcelain')).toBe('')
  expect(await ws.file('b.txt').text()).toBe('committed\n')
  expect((await ws.call('git.stash-list', {})).stashes).toHaveLength(1)

  await ws.write({ 'other.txt': 'o\n' })
  ws.git('add', 'other.txt')
  expect(await failure(ws.call('git.stash-pop', {}))).toMatchObject({ code: 'might-conflict', exit: 4 })
})

test('the preview names every file that would change', async () => {
  await using ws = await edited()
  const save = await ws.invoke('git.stash-save', { untracked: true }, { dryRun: true })
  expect(save.preview?.changes.map(({ resource, effect }) => `${effect} ${resource}`)).toEqual([
    'create git:.#stash',
    'update workspace:a.txt',
    'update workspace:b.txt',
    'update workspace:gone.txt',
    'update workspace:sub/-new "1".txt',
  ])
  ws.git('stash', 'push', '--quiet', '--include-untracked')
  const pop = await ws.invoke('git.stash-pop', {}, { dryRun: true })
  expect(pop.preview?.changes.map(({ resource, effect }) => `${effect} ${resource}`)).toEqual([
    'update git:.#stash',
    'update workspace:a.txt',
    'update workspace:b.txt',
    'update workspace:gone.txt',
    'create workspace:sub/-new "1".txt',
  ])
})

test('verify says so when the edits are back, or gone', async () => {
  await using ws = await edited()
  const back = afterEffect(() => writeFileSync(join(ws.path, 'b.txt'), 'sabotage'))
  expect(await ws.invoke('git.stash-save', { untracked: true }, { onEvent: back })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'pass' }, { status: 'fail', code: 'tree-clean' }],
  })
  ws.git('restore', 'b.txt')
  const gone = afterEffect(() => {
    ws.git('reset', '--quiet', '--hard')
    ws.git('clean', '--quiet', '--force', '-d', 'sub')
  })
  expect(await ws.invoke('git.stash-pop', {}, { onEvent: gone })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'pass' }, { status: 'fail', code: 'edits-back' }],
  })
})
