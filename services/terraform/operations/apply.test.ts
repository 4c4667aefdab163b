import { expect, test } from 'bun:test'
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

const found = Bun.which(process.env.NIMBUS_TERRAFORM ?? 'terraform') ?? Bun.which('tofu')
const real = test.skipIf(!found)

/** A root of built-in resources, which need no provider: plans and applies take a moment. */
const root = (key: string, more = '') => ({
  'envs/dev/main.tf': `
resource "terraform_data" "main" {
  input            = "a"
  triggers_replace = ["${key}"]
}
${more}`,
})
const another = 'resource "terraform_data" "other" {\n  input = "b"\n}\n'

const plan = async (space: TestWorkspace, input: Record<string, unknown> = {}) =>
  space.call('terraform.plan', { directory: 'envs/dev', ...input })
const idOf = ({ id }: { id?: string | undefined }) => id ?? 'no plan was saved'
const invokeApply = (space: TestWorkspace, id: string, confirm: string[] = []) =>
  space.invoke('terraform.apply', { plan: id }, { consent: { yes: true, confirm } })

real('applies what was planned, once, and finds it in the state', async () => {
  await using space = await workspace(root('k1', another))
  const planned = await plan(space)
  expect(planned).toMatchObject({ summary: '2 create', environment: 'dev', pins: { serial: 0, workspace: 'default' } })

  const applied = await invokeApply(space, idOf(planned))
  expect(applied).toMatchObject({ ok: true, outcome: 'done' })
  expect(applied.findings?.map(({ status, resource }) => `${status} ${resource}`)).toEqual([
    'pass terraform_data.main',
    'pass terraform_data.other',
  ])
  expect((await invokeApply(space, idOf(planned))).error).toMatchObject({ code: 'plan-used', exit: 4 })
  expect(await plan(space)).toMatchObject({ summary: 'no changes', changes: [] })
})

real('leaves nothing but the state in the tree of the user', async () => {
  await using space = await workspace(root('k1'))
  await invokeApply(space, idOf(await plan(space)))
  expect((await readdir(join(space.path, 'envs/dev'))).toSorted()).toEqual(['main.tf', 'terraform.tfstate'])
})

real('applies a plan again of which nothing came, and no other', async () => {
  await using space = await workspace(root('k1'))
  const wrapper = join(space.home, 'terraform')
  const failsOnce = `case "$*" in apply*) [ -e "$0.tried" ] || { touch "$0.tried"; exit 1; } ;; esac`
  await writeFile(wrapper, `#!/bin/sh\n${failsOnce}\nexec '${found}' "$@"\n`)
  await chmod(wrapper, 0o755)
  Object.assign(space.env, { NIMBUS_TERRAFORM: wrapper })
  const planned = idOf(await plan(space))
  expect((await invokeApply(space, planned)).error).toMatchObject({ code: 'terraform-failed' })
  expect(await invokeApply(space, planned)).toMatchObject({ outcome: 'done' })
  const { error } = await invokeApply(space, planned)
  expect(error).toMatchObject({ code: 'plan-used', exit: 4, already: true, why: 'all that it planned is in the state' })
})

real('counts a replacement as a delete: --yes does not cover it, its address does', async () => {
  await using space = await workspace(root('k1', another))
  await invokeApply(space, idOf(await plan(space)))
  await space.write(root('k2', another))
  const planned = await plan(space)
  expect(planned.summary).toBe('1 REPLACE terraform_data.main (triggers_replace)')
  expect(planned.changes).toMatchObject([
    { action: 'replace', effect: 'delete', reason: 'triggers_replace', replacePaths: ['triggers_replace'] },
  ])

  const refused = await invokeApply(space, idOf(planned))
  expect(refused.error).toMatchObject({ code: 'approval-needed', exit: 3 })
  expect(refused.error?.next).toContain('--confirm terraform_data.main')
  const done = await invokeApply(space, idOf(planned), ['terraform_data.main'])
  expect(done).toMatchObject({
    outcome: 'done',
    findings: [{ status: 'pass', message: 'terraform_data.main is another one now' }],
  })
})

real('refuses when the state has moved since the plan', async () => {
  await using space = await workspace(root('k1'))
  const early = await plan(space)
  await invokeApply(space, idOf(await plan(space)))
  expect((await invokeApply(space, idOf(early))).error).toMatchObject({ code: 'state-moved', exit: 4 })
})

real('refuses when the backend is another one', async () => {
  await using space = await workspace(root('k1'))
  const planned = await plan(space)
  await space.write({ 'envs/dev/backend.tf': 'terraform {\n  backend "local" {\n    path = "other.tfstate"\n  }\n}\n' })
  const { error } = await invokeApply(space, idOf(planned))
  expect(error?.exit).toBe(4)
  expect(error?.code).toBe('wrong-backend')
})

real('applies a plan file that another job made, if it is the one that was recorded', async () => {
  await using space = await workspace(root('k1'))
  await plan(space, { out: 'dev.tfplan' })
  expect((await stat(join(space.path, 'dev.tfplan'))).mode & 0o777).toBe(0o600)

  await using job = await workspace(root('k1'))
  const bytes = await space.file('dev.tfplan').bytes()
  await job.write({ 'dev.tfplan': bytes, 'dev.tfplan.json': await space.file('dev.tfplan.json').bytes() })
  expect(await job.invoke('terraform.apply', { file: 'dev.tfplan' })).toMatchObject({ ok: true, outcome: 'done' })

  await job.write({ 'dev.tfplan.json': '{' })
  expect((await job.invoke('terraform.apply', { file: 'dev.tfplan' })).error).toMatchObject({
    code: 'sidecar-unreadable',
    exit: 2,
  })

  await job.write({ 'dev.tfplan': bytes.slice(1), 'dev.tfplan.json': await space.file('dev.tfplan.json').bytes() })
  const changed = await job.invoke('terraform.apply', { file: 'dev.tfplan' })
  expect(changed.error).toMatchObject({ code: 'plan-changed', exit: 4 })
})

real(
  'says what to do about an apply that failed in the middle, and is undone as far as it came',
  async () => {
    await using space = await workspace({
      'envs/dev/main.tf': `
resource "terraform_data" "first" {
}
resource "terraform_data" "second" {
  depends_on = [terraform_data.first]
  provisioner "local-exec" {
    command = "exit 3"
  }
}
`,
    })
    const { run, error } = await invokeApply(space, idOf(await plan(space)))
    expect(error).toMatchObject({
      code: 'terraform-failed',
      next: `mend it, and plan what is left with: nimbus terraform plan envs/dev; or take back what was made with: nimbus undo ${run}`,
    })
    const confirm = ['terraform_data.first', 'terraform_data.second']
    const undone = await space.invoke('nimbus.undo', { run }, { consent: { yes: false, confirm } })
    expect(undone).toMatchObject({ outcome: 'done', data: { operation: 'terraform.apply-undo' } })
    expect(await space.call('terraform.state-list', { directory: 'envs/dev' })).toMatchObject({ resources: [] })
  },
  60_000,
)

real(
  'what failed because another plan was faster is not undone by what that one made',
  async () => {
    await using space = await workspace(root('k1'))
    const [first, second] = [idOf(await plan(space)), idOf(await plan(space))]
    const { run } = await invokeApply(space, first)
    // As when both had looked before either began: the second took its plan, and Terraform found it stale.
    const { ports, principal } = await space.host()
    const documents = ports.documents('terraform', principal.tenant)
    const [use] = await documents.list('used-plans')
    await documents.put('used-plans', second, { ...(use?.body as object), plan: second })
    const { error: again } = await invokeApply(space, second)
    expect(again).toMatchObject({ code: 'plan-used', already: true })
    expect(again?.made?.undo).toMatchObject({ irreversible: expect.stringContaining(`${first} was applied as well`) })
    expect((await space.invoke('nimbus.undo', { run }, { dryRun: true })).preview?.changes).toHaveLength(1)
  },
  60_000,
)

real(
  'says that a plan file is not written: there is nothing to apply, or no directory for it',
  async () => {
    await using space = await workspace(root('k1'))
    const homeless = await space.invoke('terraform.plan', { directory: 'envs/dev', out: 'plans/dev.tfplan' })
    expect(homeless.error).toMatchObject({ code: 'directory-missing', exit: 2 })

    await invokeApply(space, idOf(await plan(space)))
    const { stdout } = await space.cli(['terraform', 'plan', 'envs/dev', '--out', 'dev.tfplan', '--yes'])
    expect(stdout).toContain('dev.tfplan was not written: there is nothing to apply')
    expect(await space.file('dev.tfplan').exists()).toBe(false)
  },
  60_000,
)

real('shows no value that is marked as sensitive, in a plan or in the record of it', async () => {
  await using space = await workspace({
    'envs/dev/main.tf': `
variable "password" {
  sensitive = true
}
resource "terraform_data" "main" {
  input = { password = var.password }
}
output "password" {
  value     = var.password
  sensitive = true
}
`,
    'first.tfvars': 'password = "hunter2-first"\n',
    'second.tfvars': 'password = "hunter2-second"\n',
  })
  await invokeApply(space, idOf(await plan(space, { varFile: ['first.tfvars'] })))
  const second = await plan(space, { varFile: ['second.tfvars'] })
  expect(second.summary).toBe('1 update')
  const shown = await space.call('terraform.show', { directory: 'envs/dev' })
  const outputs = await space.call('terraform.output', { directory: 'envs/dev' })
  expect(JSON.stringify([second, shown, outputs])).not.toContain('hunter2')
  expect(outputs.outputs.password).toMatchObject({ value: '(sensitive)', sensitive: true })
})

real('keeps workspaces apart, and does not make one up', async () => {
  await using space = await workspace(root('k1'))
  const error = await failure(plan(space, { workspace: 'blue' }))
  expect(error).toMatchObject({ code: 'workspace-missing', exit: 5 })
})

real('asks for an id that looks like one', async () => {
  await using space = await workspace(root('k1'))
  expect((await invokeApply(space, 'p_abcd')).error).toMatchObject({ code: 'invalid-id', exit: 2 })
  expect((await invokeApply(space, 't_abcdef')).error).toMatchObject({ code: 'not-found', exit: 5 })
})

real('lets policy protect the environment that a saved plan is for', async () => {
  const main = root('k1')['envs/dev/main.tf']
  await using space = await workspace({ 'envs/dev/main.tf': main, 'envs/production/main.tf': main })
  await mkdir(join(space.home, '.nimbus'), { recursive: true })
  await writeFile(join(space.home, '.nimbus/policy.yaml'), 'rules: []\nprotected: [production]\n', { mode: 0o600 })
  const production = await plan(space, { directory: 'envs/production' })
  const refused = await invokeApply(space, idOf(production))
  expect(refused.error).toMatchObject({ code: 'approval-needed', exit: 3 })
  expect(refused.error?.next).not.toContain('--yes')
  expect(await invokeApply(space, idOf(await plan(space)))).toMatchObject({ outcome: 'done' })
})
