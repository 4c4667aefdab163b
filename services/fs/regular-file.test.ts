import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'
import { largest, readRegular } from './regular-file.ts'

// As an atomic write does: another file beside it, on the disk, then put in its place.
const replacing = `
  import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
  const file = process.argv.at(-1)
  for (let round = 0; round < 300; round++) {
    const beside = openSync(file + '.new', 'w')
    writeSync(beside, (round % 2 ? 'x' : 'y').repeat(1000))
    fsyncSync(beside)
    closeSync(beside)
    renameSync(file + '.new', file)
    await Bun.sleep(0)
  }
`

test('a file that is replaced while it is read is read whole, as it was or as it is', async () => {
  await using ws = await workspace({ 'a.txt': 'x'.repeat(1000) })
  const file = ws.file('a.txt').name ?? ''
  await using writer = Bun.spawn([process.execPath, '-e', replacing, '--', file])
  let reads = 0
  while (writer.exitCode === null) {
    expect((await readRegular(file, 'a.txt')).bytes.toString()).toMatch(/^(x{1000}|y{1000})$/)
    if (reads++ % 10 === 0) await Bun.sleep(0)
  }
  expect(writer.exitCode).toBe(0)
})

test('a file that is too large is not sent to the search, which leaves it out as well', async () => {
  await using ws = await workspace({ 'a.txt': 'x'.repeat(largest + 1) })
  const error = await failure(readRegular(ws.file('a.txt').name ?? '', 'a.txt'))
  expect(error).toMatchObject({ code: 'too-large', exit: 2 })
  expect(error.next).not.toContain('nimbus fs search')
})
