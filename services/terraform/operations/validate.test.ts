import { expect, test } from 'bun:test'
import { readdir } from 'node:fs/promises'
import { failure, workspace } from '@nimbus/testkit'

const found = Bun.which(process.env.NIMBUS_TERRAFORM ?? 'terraform') ?? Bun.which('tofu')
const real = test.skipIf(!found)

real('points at the line of an undeclared variable', async () => {
  await using module = await workspace({ 'main.tf': 'output "a" {\n  value = var.missing\n}\n' })
  const { valid, diagnostics } = await module.call('terraform.validate', {})
  expect(valid).toBe(false)
  expect(diagnostics[0]).toMatchObject({ severity: 'error', file: 'main.tf', line: 2 })
})

real('answers no, with exit code 6, for an invalid module', async () => {
  await using module = await workspace({ 'main.tf': 'output "a" {}\n' })
  expect(await module.invoke('terraform.validate', {})).toMatchObject({ ok: true, outcome: 'negative' })
})

real('finds local modules and files beside the root, and leaves nothing behind', async () => {
  await using space = await workspace({
    'modules/greeting/main.tf':
      'variable "name" {}\noutput "text" {\n  value = templatefile("${path.module}/../../files/hello.txt", { name = var.name })\n}\n',
    'files/hello.txt': 'hello ${name}\n',
    'envs/dev/main.tf':
      'module "greeting" {\n  source = "../../modules/greeting"\n  name   = file("${path.module}/../../files/hello.txt")\n}\n',
  })
  const before = (await readdir(space.path, { recursive: true })).toSorted()
  expect(await space.call('terraform.validate', { directory: 'envs/dev' })).toMatchObject({ valid: true })
  expect((await readdir(space.path, { recursive: true })).toSorted()).toEqual(before)
})

real('sees what changed since the last look: a new module, a removed file', async () => {
  await using space = await workspace({
    'main.tf': 'locals {\n  a = 1\n}\n',
    'extra.tf': 'output "b" {\n  value = local.b\n}\n',
  })
  expect((await space.call('terraform.validate', {})).valid).toBe(false)
  await space.file('extra.tf').delete()
  expect((await space.call('terraform.validate', {})).valid).toBe(true)
  await space.write({ 'm/main.tf': 'output "c" {\n  value = 1\n}\n', 'more.tf': 'module "m" {\n  source = "./m"\n}\n' })
  expect(await space.call('terraform.validate', {})).toEqual({ valid: true, diagnostics: [], providers: {} })
})

real('sees what changed in a module that is named in JSON', async () => {
  await using space = await workspace({
    'main.tf.json': '{"module": {"a": {"source": "./mod"}}}',
    'mod/main.tf': 'locals {}\n',
  })
  expect((await space.call('terraform.validate', {})).valid).toBe(true)
  await space.write({ 'mod/main.tf': 'output "x" {\n  value = var.none\n}\n' })
  expect((await space.call('terraform.validate', {})).valid).toBe(false)
})

real('names the directory that it looked at where none was named', async () => {
  await using space = await workspace({ 'main.tf': '' })
  expect((await space.cli(['terraform', 'validate'])).stdout).toBe('✓ . is valid\n')
})

test('a directory without configuration is not valid, as Terraform would have it', async () => {
  await using space = await workspace({ 'envs/dev/main.tf': '' })
  expect(await failure(space.call('terraform.validate', {}))).toMatchObject({ code: 'no-configuration', exit: 5 })
})

test('says how to get terraform when neither it nor tofu is installed', async () => {
  await using bare = await workspace({ 'main.tf': '' }, { path: [], env: { NIMBUS_TERRAFORM: undefined } })
  const error = await failure(bare.call('terraform.validate', {}))
  expect(error).toMatchObject({ code: 'program-missing', exit: 5 })
  expect(error.next).toContain('https://')
})
