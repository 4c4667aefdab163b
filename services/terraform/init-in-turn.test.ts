import { expect, test } from 'bun:test'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fakePrograms, workspace } from '@nimbus/testkit'

const answers = `
if (argv.includes('version')) print({ terraform_version: '1.9.0' })
else if (argv.includes('validate')) print({ valid: true, diagnostics: [] })
`

/** A terraform whose init refuses to share its plugin cache, as the real one now and then does. */
const alone = `${answers}
else if (argv.includes('init')) {
  const { mkdirSync, rmdirSync } = await import('node:fs')
  const place = process.env.TF_PLUGIN_CACHE_DIR + '/aws'
  mkdirSync(place)
  await Bun.sleep(100)
  rmdirSync(place)
}`

test('inits of several roots, in one process and in others, take turns', async () => {
  await using programs = fakePrograms()
  const env = { NIMBUS_TERRAFORM: programs.program('terraform', alone) }
  const roots = ['a', 'b', 'c', 'd']
  await using space = await workspace(Object.fromEntries(roots.map((name) => [`${name}/main.tf`, ''])), { env })
  const [a, b, ...others] = await Promise.all([
    space.call('terraform.validate', { directory: 'a' }),
    space.call('terraform.validate', { directory: 'b' }),
    space.cli(['terraform', 'validate', 'c'], { env }),
    space.cli(['terraform', 'validate', 'd'], { env }),
  ])
  expect([a.valid, b.valid]).toEqual([true, true])
  expect(others.map(({ exit, stderr }) => ({ exit, stderr }))).toEqual([
    { exit: 0, stderr: expect.any(String) },
    { exit: 0, stderr: expect.any(String) },
  ])
})

test('the turn of an init that was killed is nobody’s', async () => {
  await using programs = fakePrograms()
  const env = { NIMBUS_TERRAFORM: programs.program('terraform', answers) }
  await using space = await workspace({ 'a/main.tf': '' }, { env })
  const cache = join(space.home, '.nimbus/cache/terraform')
  mkdirSync(cache, { recursive: true })
  const killed = Bun.spawn(
    [
      process.execPath,
      '-e',
      `const { Database } = require('bun:sqlite')
       const lock = new Database(${JSON.stringify(join(cache, 'init.lock'))})
       lock.run('BEGIN EXCLUSIVE'); console.log('mine'); setInterval(() => lock, 1000)`,
    ],
    { stdout: 'pipe' },
  )
  await killed.stdout.getReader().read()
  const validated = space.call('terraform.validate', { directory: 'a' })
  killed.kill('SIGKILL')
  expect((await validated).valid).toBe(true)
})
