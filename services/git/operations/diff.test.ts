import { expect, test } from 'bun:test'
import { chmodSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit'
import { emptyRepository, repositoryWith } from '../testing.ts'

test('gives each file with its numbers, and a patch that applies', async () => {
  await using ws = await repositoryWith({
    'a.txt': 'one\n',
    'old name.txt': 'text\n'.repeat(20),
    'x.bin': new Uint8Array([0, 1]),
  })
  await ws.write({ 'a.txt': 'one\ntwo\n', 'x.bin': new Uint8Array([0, 2]) })
  ws.git('mv', 'old name.txt', 'new\tname.txt')
  const unstaged = await ws.call('git.diff', {})
  expect(unstaged).toMatchObject({
    from: 'index',
    to: 'tree',
    files: [
      { path: 'a.txt', change: 'modified', added: 1, removed: 0 },
      { path: 'x.bin', change: 'modified' },
    ],
    added: 1,
    removed: 0,
    truncated: false,
  })
  expect(unstaged.files[1]).not.toHaveProperty('added')
  await ws.write({ 'a.txt': 'one\n' })
  await ws.write({
    'p.patch':
      (await ws.call('git.diff', { paths: ['a.txt'] })).diff ||
      unstaged.diff.slice(0, unstaged.diff.indexOf('diff --git a/x.bin')),
  })
  ws.git('apply', 'p.patch')
  expect(await ws.file('a.txt').text()).toBe('one\ntwo\n')

  const staged = await ws.call('git.diff', { staged: true })
  expect(staged.files).toEqual([
    { path: 'new\tname.txt', from: 'old name.txt', change: 'renamed', added: 0, removed: 0 },
  ])
})

test('compares commits, and a commit with the tree', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n' })
  await ws.write({ 'a.txt': 'two\n' })
  ws.git('commit', '--quiet', '--all', '--message=second')
  expect(await ws.call('git.diff', { from: 'HEAD~1', to: 'HEAD' })).toMatchObject({
    added: 1,
    removed: 1,
    diff: expect.stringContaining('-one\n+two\n'),
  })
  expect((await ws.call('git.diff', { from: 'HEAD' })).files).toEqual([])
  await ws.write({ 'a.txt': 'three\n' })
  expect((await ws.call('git.diff', { from: 'HEAD~1' })).diff).toContain('-one\n+three\n')
})

test('what looks like a secret is listed and shown only when it is named, which asks', async () => {
  await using ws = await repositoryWith({ '.env': 'GREETING=hunter-two\n', 'a.txt': 'one\n' })
  await ws.write({ '.env': 'GREETING=hunter-three\n', 'a.txt': 'two\n' })
  const all = await ws.invoke('git.diff', {}, { consent: undefined })
  expect(all.data).toMatchObject({ files: [{ path: '.env', hidden: true }, { path: 'a.txt' }] })
  expect(JSON.stringify(all)).not.toContain('hunter')
  const named = await ws.invoke('git.diff', { paths: ['.env'] }, { consent: undefined })
  expect(named.error).toMatchObject({ code: 'approval-needed', exit: 3 })
  expect((await ws.call('git.diff', { paths: ['.env'] })).diff).toContain('hunter-three')
  // The directory above does not name the file.
  expect(JSON.stringify(await ws.invoke('git.diff', { paths: ['.'] }, { consent: undefined }))).not.toContain('hunter')
})

test('a file that was only touched does not differ, and neither the index nor a hook notices the look', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n', 'b.txt': 'b\n', 'run.sh': 'x\n' })
  await ws.write({ '.git/hooks/post-index-change': '#!/bin/sh\ntouch noticed\n' })
  for (const name of ['.git/hooks/post-index-change', 'run.sh']) chmodSync(join(ws.path, name), 0o755)
  utimesSync(join(ws.path, 'a.txt'), new Date(0), new Date(0))
  await ws.write({ 'b.txt': '' })
  const index = await ws.file('.git/index').bytes()
  const { files } = await ws.call('git.diff', {})
  expect(files.map(({ path, change }) => `${change} ${path}`)).toEqual(['modified b.txt', 'modified run.sh'])
  expect((await ws.call('git.diff', { from: 'HEAD' })).files).toEqual(files)
  await ws.call('git.status', {})
  expect(await ws.file('.git/index').bytes()).toEqual(index)
  expect(await ws.file('noticed').exists()).toBe(false)
})

test('a huge patch ends where it was asked to, and says so', async () => {
  await using ws = await repositoryWith({ 'a.txt': '' })
  await ws.write({ 'a.txt': 'a line of some length\n'.repeat(200_000) })
  const diff = await ws.call('git.diff', { lines: 50 })
  expect(diff).toMatchObject({ added: 200_000, truncated: true })
  expect(diff.diff.split('\n')).toHaveLength(51)
  const whole = await ws.call('git.diff', { lines: 20_000 })
  expect(whole.truncated).toBe(true)
  expect(whole.diff.length).toBeLessThan(1024 * 1024 + 1)
  expect(await ws.call('git.diff', { lines: 0 })).toMatchObject({ added: 200_000, diff: '' })
})

test('names are not patterns and may be anything', async () => {
  await using ws = await repositoryWith({
    '*': 'star\n',
    a: 'a\n',
    '-x': 'x\n',
    ':(top)a': 't\n',
    'line\nbreak': 'l\n',
  })
  await ws.write({ '*': '1\n', a: '1\n', '-x': '1\n', ':(top)a': '1\n', 'line\nbreak': '1\n' })
  for (const name of ['*', '-x', ':(top)a', 'line\nbreak'])
    expect((await ws.call('git.diff', { paths: [name] })).files.map(({ path }) => path)).toEqual([name])
})

test('sides that contradict each other, unknown commits and paths outside are refused', async () => {
  await using ws = await repositoryWith()
  expect(await failure(ws.call('git.diff', { to: 'HEAD' }))).toMatchObject({ code: 'one-side', exit: 2 })
  expect(await failure(ws.call('git.diff', { staged: true, from: 'HEAD', to: 'HEAD' }))).toMatchObject({
    code: 'two-sides',
    exit: 2,
  })
  expect(await failure(ws.call('git.diff', { from: 'main:a.txt' }))).toMatchObject({
    code: 'unknown-revision',
    exit: 5,
  })
  expect(await failure(ws.call('git.diff', { from: '--output=x' }))).toMatchObject({ code: 'invalid-input', exit: 2 })
  expect(await failure(ws.call('git.diff', { paths: ['../x'] }))).toMatchObject({ code: 'outside-repository', exit: 2 })
})

test('before the first commit the index is compared with nothing', async () => {
  await using ws = await emptyRepository()
  await ws.write({ 'a.txt': 'x\n' })
  ws.git('add', 'a.txt')
  expect(await ws.call('git.diff', { staged: true })).toMatchObject({
    files: [{ path: 'a.txt', change: 'added' }],
    added: 1,
  })
  expect(await failure(ws.call('git.diff', { from: 'HEAD' }))).toMatchObject({ code: 'no-commit', exit: 5 })
})
