import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'

test('compares two files, and a file with a text', async () => {
  await using ws = await workspace({ 'a.txt': 'one\ntwo\n', 'b.txt': 'one\n2\nthree\n' })
  expect(await ws.call('fs.diff', { file: 'a.txt', other: 'b.txt' })).toMatchObject({
    same: false,
    added: 2,
    removed: 1,
  })
  expect(await ws.call('fs.diff', { file: 'a.txt', content: 'one\ntwo\n' })).toMatchObject({ same: true, diff: '' })
  expect((await ws.cli(['fs', 'diff', 'a.txt', '--content', '-'], { stdin: 'one\n' })).stdout).toContain('-two')
})

test('needs exactly one new side', async () => {
  await using ws = await workspace({ 'a.txt': '' })
  expect(await failure(ws.call('fs.diff', { file: 'a.txt' }))).toMatchObject({ code: 'one-side', exit: 2 })
})

test('comparing a file of secrets asks as reading it does', async () => {
  await using ws = await workspace({ 'a.txt': '', '.env': 'TOKEN=hunter2hunter2\n' })
  const result = await ws.cli(['fs', 'diff', 'a.txt', '.env'])
  expect(result.exit).toBe(3)
  expect(result.stdout + result.stderr).not.toContain('hunter2')
})
