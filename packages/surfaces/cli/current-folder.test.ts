import { expect, test } from 'bun:test'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NimbusError } from '@nimbus/kernel'
import { currentFolder } from './current-folder.ts'

test('a folder that is gone is no defect of ours', () => {
  const before = process.cwd()
  const gone = mkdtempSync(join(tmpdir(), 'nimbus-gone-'))
  process.chdir(gone)
  rmdirSync(gone)
  try {
    currentFolder()
    expect.unreachable()
  } catch (thrown) {
    expect((thrown as NimbusError).data).toMatchObject({
      code: 'no-folder',
      exit: 5,
      next: expect.stringContaining('cd'),
    })
  } finally {
    process.chdir(before)
  }
  expect(currentFolder()).toBe(before)
})
