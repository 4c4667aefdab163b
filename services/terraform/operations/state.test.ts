import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, workspace } from '@nimbus/testkit'

const found = Bun.which(process.env.NIMBUS_TERRAFORM ?? 'terraform') ?? Bun.which('tofu')
const real = test.skipIf(!found)
const main = 'resource "terraform_data" "main" {\n}\n'

real('takes something that exists into the state, once', async () => {
  await using space = await workspace({ 'main.tf': main })
  const input = { directory: '.', address: 'terraform_data.main', id: 'known-before' }
  expect(await space.invoke('terraform.import', input)).toMatchObject({
    outcome: 'done',
    findings: [{ status: 'pass' }],
  })
  const { resources } = await space.call('terraform.state-list', {})
  expect(resources).toEqual([{ address: 'terraform_data.main', id: 'known-before' }])
  expect((await space.invoke('terraform.import', input)).error).toMatchObject({ code: 'address-taken', exit: 2 })
})

real.each(['{', 'null', '{"version":99,"serial":1}'])(
  'a state that is %p is an error that says how to get it back',
  async (state) => {
    await using space = await workspace({ 'main.tf': main, 'terraform.tfstate': state })
    const error = await failure(space.call('terraform.state-list', {}))
    expect(error).toMatchObject({ code: 'terraform-failed', next: expect.stringContaining('terraform.tfstate.backup') })
    expect(error.message).toContain('state')
    expect(error.why ?? '').not.toContain('Initializing')
  },
)

real('settings of the backend are read from no file outside the workspace but for a person themselves', async () => {
  await using space = await workspace({ 'main.tf': `terraform {\n  backend "local" {}\n}\n${main}` })
  const file = join(space.home, 'private')
  await Bun.write(file, 'hush: not a setting\n')
  await symlink(file, join(space.path, 'linked'))
  for (const setting of [file, '../home/private', 'linked']) {
    const envelope = await space.invoke('terraform.state-list', { backendConfig: [setting] }, { surface: 'mcp' })
    expect(envelope.error).toMatchObject({ code: 'outside-workspace', exit: 4 })
    expect(JSON.stringify(envelope)).not.toContain('hush')
  }
  const { error } = await space.invoke('terraform.state-list', { backendConfig: [file] }, { surface: 'cli' })
  expect(error?.code).not.toBe('outside-workspace')
})

real('the record beside a plan file leads nobody but a person out of the workspace', async () => {
  await using space = await workspace({ 'main.tf': main })
  await Bun.write(join(space.home, 'other/main.tf'), main)
  await space.call('terraform.plan', { out: join(space.path, 'a.tfplan') })
  const record = await space.file('a.tfplan.json').json()
  await space.write({ 'a.tfplan.json': JSON.stringify({ ...record, directory: '../home/other' }) })
  const { error } = await space.invoke('terraform.apply', { file: 'a.tfplan' }, { surface: 'mcp' })
  expect(error).toMatchObject({ code: 'outside-workspace', exit: 4 })
  expect((await space.invoke('terraform.apply', { file: 'a.tfplan' }, { surface: 'cli' })).outcome).toBe('done')
})

real('a record of the backend that was cut off is said in plain text, with the way out', async () => {
  await using space = await workspace({ 'main.tf': main, '.terraform/terraform.tfstate': '{"version": 3,' })
  const error = await failure(space.call('terraform.state-list', {}))
  expect(error.message).toBe('terraform state: Failed to load state: invalid syntax: unexpected end of JSON input')
  expect(error.next).toEndWith('.terraform/terraform.tfstate, then run: nimbus terraform init .')
})

real('a command that an error names can be pasted, whatever the directory is called', async () => {
  const directory = "the dev's root"
  await using space = await workspace({ [`${directory}/main.tf`]: main })
  const { id } = await space.call('terraform.plan', { directory, workspace: 'default' })
  await space.call('terraform.apply', { plan: id ?? '' })
  const again = await failure(space.call('terraform.apply', { plan: id ?? '' }))
  expect(again.next).toEndWith("nimbus terraform show 'the dev'\\''s root' --workspace default")
})

real('says that values for a backend go nowhere where the configuration names none', async () => {
  await using space = await workspace({ 'main.tf': main })
  const { stdout } = await space.cli(['terraform', 'init', '--backend-config', 'bucket=shop-tfstate'])
  expect(stdout).toContain(
    '✓ . is initialised\n! Missing backend configuration: -backend-config was used without a "backend"',
  )
  expect(await space.call('terraform.init', {})).toMatchObject({ warnings: [] })
})

real(
  'a mistake in a root that was never initialised is said with its line, and the command that shows all of them',
  async () => {
    await using space = await workspace({ 'envs/dev/main.tf': 'resource "terraform_data" "a" {\n' })
    const error = await failure(space.call('terraform.plan', { directory: 'envs/dev' }))
    expect(error).toMatchObject({
      message: 'terraform init: Unclosed configuration block',
      at: 'envs/dev/main.tf:1',
      next: 'mend it there, and see all of it with: nimbus terraform validate envs/dev',
    })
    expect((await space.cli((error.next ?? '').split('nimbus ')[1]?.split(' ') ?? [])).exit).toBe(6)
  },
)

real('shows what Terraform warns of in a plan, such as a value that nothing declares', async () => {
  await using space = await workspace({ 'main.tf': main, 'terraform.tfvars': 'nope = 1\n' })
  const { stdout } = await space.cli(['terraform', 'plan'])
  expect(stdout).toContain('\n! Value for undeclared variable: The root module does not declare')
})

real('lists the state in columns, and an output that is not there beside those that are', async () => {
  const outputs = 'output "long_name" {\n  value = "x"\n}\n'
  await using space = await workspace({ 'main.tf': `${main}resource "terraform_data" "x" {\n}\n${outputs}` })
  const { id } = await space.call('terraform.plan', {})
  await space.call('terraform.apply', { plan: id ?? '' })
  const { stdout } = await space.cli(['terraform', 'state', 'list'])
  expect(stdout).toMatch(/^terraform_data\.main {2}[\da-f-]+\nterraform_data\.x {5}[\da-f-]+$/m)
  expect(await failure(space.call('terraform.output', { name: 'nope' }))).toMatchObject({
    why: 'it has long_name',
    next: 'name one of them; a new one comes into the state with an apply',
  })
})

test('a plan that is not there says how to make one, and its file by its own name', async () => {
  await using space = await workspace({ 'main.tf': main })
  const unknown = await failure(space.call('terraform.apply', { plan: 't_aaaa' }))
  expect(unknown.next).toBe('make one with: nimbus terraform plan; a task is gone on with: nimbus task resume t_aaaa')
  const absent = await failure(space.call('terraform.apply', { file: 'dev.tfplan' }))
  expect(absent.message).toBe(`There is no file ${join(space.path, 'dev.tfplan')}`)
  expect(absent.why).toBeUndefined()
})

real('answers yes when the world is as the state says', async () => {
  await using space = await workspace({
    'main.tf': 'resource "terraform_data" "main" {\n  input = "a"\n}\n',
  })
  const { id } = await space.call('terraform.plan', {})
  await space.call('terraform.apply', { plan: id ?? '' })
  expect(await space.invoke('terraform.plan', { drift: true })).toMatchObject({
    outcome: 'done',
    data: { drift: false },
  })
})

real('shows outputs, and names the ones there are when another is asked for', async () => {
  await using space = await workspace({ 'main.tf': 'output "region" {\n  value = "eu-central-1"\n}\n' })
  const { id, summary } = await space.call('terraform.plan', {})
  expect(summary).toBe('only outputs change')
  await space.call('terraform.apply', { plan: id ?? '' })
  const { outputs } = await space.call('terraform.output', { name: 'region' })
  expect(outputs).toEqual({ region: { value: 'eu-central-1', sensitive: false } })
  const { error } = await space.invoke('terraform.output', { name: 'zone' })
  expect(error).toMatchObject({ code: 'output-missing', why: 'it has region' })
})

real('prepares a root in place, and says what it made', async () => {
  await using space = await workspace({ 'main.tf': 'module "m" {\n  source = "./m"\n}\n', 'm/main.tf': '' })
  const done = await space.invoke('terraform.init', {})
  expect(done).toMatchObject({ outcome: 'done', findings: [{ status: 'pass', code: 'initialised' }] })
  expect(existsSync(join(space.path, '.terraform/modules/modules.json'))).toBe(true)
})

real('hands arguments on, but none that break a promise', async () => {
  await using space = await workspace({ 'main.tf': main })
  expect(await space.invoke('terraform.plan', { args: ['-parallelism=2'] })).toMatchObject({ ok: true })
  for (const arg of ['-auto-approve', '--out=x', '-lock=false', '-var-file=/etc/passwd', 'other.tfplan'])
    expect((await space.invoke('terraform.plan', { args: [arg] })).error).toMatchObject({
      code: 'argument-reserved',
      exit: 2,
    })
})

real('reports a broken configuration with place and reason', async () => {
  await using space = await workspace({
    'envs/dev/main.tf': 'resource "terraform_data" "main" {\n  input = var.nope\n}\n',
  })
  const { error } = await space.invoke('terraform.plan', { directory: 'envs/dev' })
  expect(error).toMatchObject({ code: 'terraform-failed', exit: 1, at: 'envs/dev/main.tf:2:11' })
  expect(error?.message).toContain('Reference to undeclared input variable')
})
