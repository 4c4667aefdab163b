import { expect, test } from 'bun:test'
import { chown, readdir, stat } from 'node:fs/promises'
import { failure, workspace } from '@nimbus/testkit'
import { placeFile } from './replace-file.ts'

const bytes = Buffer.from('one')
const placing = { mode: 0o644, exclusive: true }

test('gives the directories that it made, outermost first', async () => {
  await using ws = await workspace({ 'old/a.txt': '' })
  const file = `${ws.path}/old/new/deep/b.txt`
  expect(await placeFile(file, 'b.txt', bytes, placing)).toEqual([`${ws.path}/old/new`, `${ws.path}/old/new/deep`])
  expect(await ws.file('old/new/deep/b.txt').text()).toBe('one')
})

test('what cannot be written leaves no directory behind, and says what to do', async () => {
  await using ws = await workspace({ 'old/a.txt': '' })
  const name = 'b'.repeat(300)
  const error = await failure(placeFile(`${ws.path}/old/new/deep/${name}`, name, bytes, placing))
  expect(error).toMatchObject({ code: 'file-error', exit: 1, next: 'choose a shorter one' })
  expect(await readdir(`${ws.path}/old`)).toEqual(['a.txt'])
})

test.skipIf(process.getuid?.() !== 0)('root leaves a file to whom it belongs', async () => {
  await using ws = await workspace({ 'a.txt': 'old' })
  await chown(`${ws.path}/a.txt`, 1234, 1235)
  await placeFile(`${ws.path}/a.txt`, 'a.txt', bytes, { mode: 0o640, exclusive: false })
  expect(await stat(`${ws.path}/a.txt`)).toMatchObject({ uid: 1234, gid: 1235, mode: 0o100640 })
  expect(await ws.file('a.txt').text()).toBe('one')
})

const isMapped = Bun.which('unshare') !== null && Bun.spawnSync(['unshare', '-r', 'true']).success

test.skipIf(process.getuid?.() !== 0 || !isMapped)(
  'a file is written in a container that does not know its owner',
  async () => {
    await using ws = await workspace({ 'a.txt': 'old' })
    await chown(`${ws.path}/a.txt`, 0, 1235)
    const script = `const { placeFile } = await import(${JSON.stringify(`${import.meta.dir}/replace-file.ts`)})
    await placeFile(${JSON.stringify(`${ws.path}/a.txt`)}, 'a.txt', new TextEncoder().encode('one'), { mode: 0o640, exclusive: false })`
    const { stderr } = Bun.spawnSync(['unshare', '-r', process.execPath, '-e', script])
    expect(stderr.toString()).toBe('')
    expect(await ws.file('a.txt').text()).toBe('one')
  },
)
