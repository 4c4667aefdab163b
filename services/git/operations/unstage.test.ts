import { expect, test } from 'bun:test'
import { failure } from '@nimbus/testkit'
import { afterEffect, emptyRepository, repositoryWith } from '../testing.ts'

test('takes one file out of the next commit and leaves it as it is', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n', 'b.txt': 'one\n' })
  await ws.write({ 'a.txt': 'two\n', 'b.txt': 'two\n', 'new.txt': 'n\n' })
  ws.git('add', '--all')
  expect(await ws.call('git.unstage', { paths: ['a.txt', 'new.txt'] })).toEqual({
    repository: '.',
    unstaged: ['a.txt', 'new.txt'],
  })
  expect(ws.git('status', '--porcelain')).toBe(' M a.txt\nM  b.txt\n?? new.txt\n')
  expect(await ws.file('a.txt').text()).toBe('two\n')
})

test('takes a rename out as a whole, and undo stages it again', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'text\n'.repeat(10) })
  ws.git('mv', 'a.txt', 'b.txt')
  const before = ws.git('ls-files', '--stage')
  const { run } = await ws.invoke('git.unstage', { all: true })
  expect(ws.git('diff', '--cached', '--name-only')).toBe('')
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(ws.git('ls-files', '--stage')).toBe(before)
})

test('before the first commit git forgets the file', async () => {
  await using ws = await emptyRepository()
  await ws.write({ 'a.txt': 'x' })
  ws.git('add', 'a.txt')
  await ws.call('git.unstage', { all: true })
  expect(ws.git('ls-files')).toBe('')
  expect(await ws.file('a.txt').text()).toBe('x')
})

test('nothing that is staged is no change, and no file is a mistake', async () => {
  await using ws = await repositoryWith()
  expect(await ws.call('git.unstage', { all: true })).toMatchObject({ unstaged: [] })
  expect(await failure(ws.call('git.unstage', {}))).toMatchObject({ code: 'which-files', exit: 2 })
  const run = `r_${'a'.repeat(20)}`
  expect(await failure(ws.call('git.unstage', { run }))).toMatchObject({ code: 'nothing-kept', exit: 5 })
})

test('verify says so when the file is staged again', async () => {
  await using ws = await repositoryWith()
  await ws.write({ 'a.txt': 'two\n' })
  ws.git('add', 'a.txt')
  const onEvent = afterEffect(() => ws.git('add', 'a.txt'))
  expect(await ws.invoke('git.unstage', { all: true }, { onEvent })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'unstaged' }],
  })
})

test('what a run staged before it was killed can be taken back', async () => {
  await using ws = await repositoryWith()
  const before = ws.git('ls-files', '--stage')
  await ws.write({ 'a.txt': 'two\n' })
  const onEvent = afterEffect(() => {
    throw new Error('stopped here')
  })
  const { run, ok } = await ws.invoke('git.add', { all: true }, { onEvent })
  expect(ok).toBe(false)
  expect(ws.git('ls-files', '--stage')).not.toBe(before)
  expect(await ws.call('git.unstage', { run })).toMatchObject({ unstaged: ['a.txt'] })
  expect(ws.git('ls-files', '--stage')).toBe(before)
})
