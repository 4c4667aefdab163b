import { expect, test } from 'bun:test'
import { renameSync, writeFileSync } from 'node:fs'
import { workspace } from '@nimbus/testkit'
import { readRegular } from './regular-file.ts'

test('a file that is replaced while it is read is read whole, as it was or as it is', async () => {
  await using ws = await workspace({ 'a.txt': 'x'.repeat(1000) })
  const file = ws.file('a.txt').name ?? ''
  let replacements = 0
  const replacing = setInterval(() => {
    writeFileSync(`${file}.new`, (replacements++ % 2 ? 'x' : 'y').repeat(1000))
    renameSync(`${file}.new`, file)
  }, 0)
  try {
    while (replacements < 300)
      expect((await readRegular(file, 'a.txt')).bytes.toString()).toMatch(/^(x{1000}|y{1000})$/)
  } finally {
    clearInterval(replacing)
  }
})
