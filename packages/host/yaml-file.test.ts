import { expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit/failure'
import { writeAtomically } from './yaml-file.ts'

test('what could not be put in its place leaves nothing beside it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-yaml-'))
  const path = join(folder, 'nimbus.yaml')
  mkdirSync(path)
  const writing = Promise.try(() => writeAtomically(path, 'log: { level: debug }\n'))
  expect(await failure(writing)).toMatchObject({ code: 'write-failed', at: path, exit: 1 })
  expect(readdirSync(folder)).toEqual(['nimbus.yaml'])
  rmSync(folder, { recursive: true })
})
