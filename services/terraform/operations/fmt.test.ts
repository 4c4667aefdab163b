import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'

const found = Bun.which(process.env.NIMBUS_TERRAFORM ?? 'terraform') ?? Bun.which('tofu')
const real = test.skipIf(!found)
const files = { 'main.tf': 'locals {\n  a = 1\n  long = 2\n}\n', 'sub/fine.tf': 'locals {\n  b = 1\n}\n' }
const tidy = 'locals {\n  a    = 1\n  long = 2\n}\n'

real('shows each file that it would change, with its diff', async () => {
  await using space = await workspace(files)
  const { preview } = await space.invoke('terraform.fmt', {}, { dryRun: true })
  expect(preview?.changes.map(({ resource, effect }) => `${effect} ${resource}`)).toEqual(['update workspace:main.tf'])
  expect(preview?.changes[0]?.diff).toContain('+  a    = 1')
  expect(await space.file('main.tf').text()).toBe(files['main.tf'])
})

real('changes the file and leaves nothing to change', async () => {
  await using space = await workspace(files)
  const done = await space.invoke('terraform.fmt', {})
  expect(done).toMatchObject({ outcome: 'done', findings: [{ status: 'pass' }] })
  expect(await space.file('main.tf').text()).toBe(tidy)
})

real('a file that is called like an option is one all the same', async () => {
  await using space = await workspace({ '-x.tf': files['main.tf'] })
  expect(await space.invoke('terraform.fmt', {})).toMatchObject({ outcome: 'done', findings: [{ status: 'pass' }] })
  expect(await space.file('-x.tf').text()).toBe(tidy)
})

real('answers no and changes nothing with --check', async () => {
  await using space = await workspace(files)
  expect(await space.invoke('terraform.fmt', { check: true })).toMatchObject({
    ok: true,
    outcome: 'negative',
    undo: { irreversible: 'nothing was changed' },
  })
  expect(await space.file('main.tf').text()).toBe(files['main.tf'])
  await space.write({ 'main.tf': tidy })
  expect(await space.invoke('terraform.fmt', { check: true })).toMatchObject({ outcome: 'done', data: { files: [] } })
})
