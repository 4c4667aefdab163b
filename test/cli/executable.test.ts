import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { product, workspace } from '@nimbus/testkit'
import { buildExecutable, threadScripts } from '../../scripts/build-executable.ts'

test('everything goes into an executable, which says its version, helps, and reads from the store', async () => {
  await using place = await workspace({})
  const entry = join(import.meta.dir, '../../apps/nimbus/main.ts')
  const executable = await buildExecutable(entry, join(place.path, 'nimbus'), undefined, threadScripts)
  const says = (...argv: string[]) =>
    Bun.spawnSync([executable, ...argv], { cwd: place.path, env: place.env }).stdout.toString()

  expect(says('--version')).toBe(`${product().version}\n`)
  expect(says('fs', 'read', '--help')).toStartWith('nimbus fs read — ')
  expect(says('config', 'get', 'autonomy', '--json')).toContain('"ok":true')
}, 60_000)
