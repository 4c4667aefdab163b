import { expect, test } from 'bun:test'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Program } from '@nimbus/kernel'
import { groupLives } from './process-group.ts'
import { programVersion } from './program-version.ts'

const versionOf = async (script: string, patienceMs = 5_000) => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-version-'))
  const path = join(folder, 'tool')
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  const tool = { name: 'tool', binaries: ['tool'], override: 'TOOL', version: ['--version'] } as unknown as Program
  try {
    const started = performance.now()
    const version = await programVersion(tool, { PATH: `${folder}:/usr/bin:/bin`, FOLDER: folder }, patienceMs)
    const ms = performance.now() - started
    const pid = (await Bun.file(join(folder, 'pid')).exists()) ? Number(readFileSync(join(folder, 'pid'), 'utf8')) : 0
    return { version, ms, pid }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('gives the first version in what a program prints', async () => {
  expect((await versionOf('echo "Tool v1.11.4-beta on linux 2.0"')).version).toBe('1.11.4-beta')
})

test('a program that never answers has no version, and is not waited for', async () => {
  const { version, ms } = await versionOf('sleep 600', 200)
  expect(version).toBeUndefined()
  expect(ms).toBeLessThan(3_000)
})

test('nor is what it left running with its output open, and nothing is left of it', async () => {
  const { version, ms, pid } = await versionOf(
    'echo Tool 3.2.1; sleep 600 & echo $$ > "$(dirname "$0")/pid"; exit 0',
    200,
  )
  expect(version).toBe('3.2.1')
  expect(ms).toBeLessThan(3_000)
  expect(pid).toBeGreaterThan(0)
  const deadline = performance.now() + 3_000
  while (groupLives(pid) && performance.now() < deadline) await Bun.sleep(10)
  expect(groupLives(pid)).toBe(false)
})

test('a program that never stops printing is cut off', async () => {
  const { version, ms } = await versionOf('echo Tool 1.2.3; while :; do echo more and more; done')
  expect(version).toBe('1.2.3')
  expect(ms).toBeLessThan(5_000)
})

test('a file that cannot be started has no version', async () => {
  expect((await versionOf('exec /no/such/program')).version).toBeUndefined()
})
