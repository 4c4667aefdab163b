import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'

const tofu = process.env.NIMBUS_TEST_OPENTOFU ?? Bun.which('tofu')
const real = test.skipIf(!tofu)
const alone = () =>
  workspace(
    { 'main.tf': 'resource "terraform_data" "main" {\n  input = "a"\n}\n' },
    { path: tofu ? [tofu] : [], env: { NIMBUS_TERRAFORM: undefined } },
  )

real('with OpenTofu alone on PATH a root is prepared, validated, planned and applied', async () => {
  await using space = await alone()
  expect(await space.invoke('terraform.init', {})).toMatchObject({ outcome: 'done', findings: [{ status: 'pass' }] })
  expect(await space.call('terraform.validate', {})).toEqual({ valid: true, diagnostics: [], providers: {} })
  const { id, changes } = await space.call('terraform.plan', {})
  expect(changes).toMatchObject([{ address: 'terraform_data.main', action: 'create' }])
  expect(await space.invoke('terraform.apply', { plan: id ?? '' })).toMatchObject({ outcome: 'done' })
  expect((await space.call('terraform.state-list', {})).resources).toMatchObject([{ address: 'terraform_data.main' }])
})

real('what is wrong with a module is said by OpenTofu in the same form', async () => {
  await using space = await alone()
  await space.write({ 'more.tf': 'output "a" {\n  value = var.missing\n}\n' })
  const { valid, diagnostics } = await space.call('terraform.validate', {})
  expect(valid).toBe(false)
  expect(diagnostics[0]).toMatchObject({ severity: 'error', file: 'more.tf', line: 2 })
})
