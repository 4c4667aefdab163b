import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { product, workspace } from '@nimbus/testkit'
import { buildExecutable, threadScripts } from '../../scripts/build-executable.ts'
import { plant, planted } from './hostile-folder.ts'

test('everything goes into an executable, which says its version, helps, and reads from the store', async () => {
  await using place = await workspace({})
  const entry = join(import.meta.dir, '../../apps/nimbus/main.ts')
  const executable = await buildExecutable(entry, join(place.path, 'nimbus'), undefined, threadScripts)
  const says = (...argv: string[]) =>
    Bun.spawnSync([executable, ...argv], { cwd: place.path, env: place.env }).stdout.toString()

  expect(says('--version')).toBe(`${product().version}\n`)
  expect(says('fs', 'read', '--help')).toStartWith('nimbus fs read — ')
  expect(says('config', 'get', 'autonomy', '--json')).toContain('"ok":true')

  await plant(place.path)
  const found = says('config', 'get', 'autonomy', '--json')
  expect(found).toContain('"operate"')
  expect(existsSync(join(place.path, planted))).toBe(false)
}, 60_000)
