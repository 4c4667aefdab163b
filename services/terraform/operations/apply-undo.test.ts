import { expect, test } from 'bun:test'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestWorkspace, workspace } from '@nimbus/testkit'

const found = Bun.which(process.env.NIMBUS_TERRAFORM ?? 'terraform') ?? Bun.which('tofu')
const real = test.skipIf(!found)

/** Applies what is planned for envs/dev, and gives the run to be undone. */
const applied = async (space: TestWorkspace, varFile: string[] = []): Promise<string> => {
  const { id } = await space.call('terraform.plan', { directory: 'envs/dev', varFile })
  const { run } = await space.invoke('terraform.apply', { plan: id }, { consent: { yes: true, confirm: [] } })
  return run
}

real(
  'an apply is undone with the values that its plan was made with, which are in no file and no command line afterwards',
  async () => {
    await using space = await workspace({
      'envs/dev/main.tf': `
variable "name" {
  type = string
}
variable "zones" {
  type = list(string)
}
variable "password" {
  type      = string
  sensitive = true
}
variable "none" {
  type = string
}
resource "terraform_data" "main" {
  for_each = toset(var.zones)
  input    = [var.name, var.password, var.none]
}
`,
      'dev.tfvars': 'name = "$${shop} \\"one\\""\nzones = ["a", "b"]\npassword = "hunter2"\nnone = null\n',
    })
    const run = await applied(space, ['dev.tfvars'])
    await space.file('dev.tfvars').delete()
    const confirm = ['a', 'b'].map((zone) => `terraform_data.main["${zone}"]`)
    const events: string[] = []
    const undone = await space.invoke(
      'nimbus.undo',
      { run },
      { consent: { yes: false, confirm }, onEvent: (event) => events.push(JSON.stringify(event)) },
    )
    expect(undone).toMatchObject({ outcome: 'done', data: { operation: 'terraform.apply-undo' } })
    expect(await space.call('terraform.state-list', { directory: 'envs/dev' })).toMatchObject({ resources: [] })
    expect(events.join()).not.toContain('hunter2')
    expect(await readdir(join(space.home, '.nimbus/cache/terraform/plans'))).toEqual([])
  },
  60_000,
)

real(
  'an undo that stops in the middle says what is left and how to go on',
  async () => {
    await using space = await workspace({
      'envs/dev/main.tf': `
resource "terraform_data" "stays" {
  provisioner "local-exec" {
    when    = destroy
    command = "test -e \${path.module}/mended"
  }
}
resource "terraform_data" "goes" {
  depends_on = [terraform_data.stays]
}
`,
    })
    const run = await applied(space)
    const confirm = ['terraform_data.goes', 'terraform_data.stays']
    const undone = await space.invoke('nimbus.undo', { run }, { consent: { yes: false, confirm } })
    expect(undone.error).toMatchObject({
      code: 'terraform-failed',
      why: expect.stringContaining('1 of 2 resources destroyed; left: terraform_data.stays'),
      next: 'mend it, and destroy what is left with: nimbus terraform destroy envs/dev --target terraform_data.stays',
    })
    await space.write({ 'envs/dev/mended': '' })
    const { exit } = await space.cli([...(undone.error?.next ?? '').split(' ').slice(9), '--confirm', 'dev'])
    expect(exit).toBe(0)
    expect(await space.call('terraform.state-list', { directory: 'envs/dev' })).toMatchObject({ resources: [] })
  },
  60_000,
)

real(
  'a task that planned and applied is taken back as a whole: of a plan there is nothing to take back',
  async () => {
    await using space = await workspace({ 'envs/dev/main.tf': 'resource "terraform_data" "main" {\n}\n' })
    const plan = { $from: { step: '1', pointer: '/id' } }
    const document = {
      steps: [
        { id: '1', operation: 'terraform.plan', input: { directory: 'envs/dev' } },
        { id: '2', operation: 'terraform.apply', input: { plan }, dependsOn: ['1'] },
      ],
    }
    const { id } = await space.call('nimbus.plan-save', { document })
    await space.call('nimbus.approve', { plan: id })
    const consent = { yes: true, confirm: ['terraform_data.main'] }
    await space.invoke('nimbus.apply', { plan: id }, { consent })
    const [task] = (await space.call('engine.task-list', {})).tasks
    await space.invoke('engine.task-resume', { task: task?.id }, { consent })
    const back = await space.invoke('engine.task-roll-back', { task: task?.id }, { consent })
    expect(back).toMatchObject({ outcome: 'done', data: { status: 'rolled-back' } })
    expect(await space.call('terraform.state-list', { directory: 'envs/dev' })).toMatchObject({ resources: [] })
  },
  60_000,
)

real('what cannot be taken back names a look that can be pasted, whatever the directory is called', async () => {
  const main = (input: string) => `resource "terraform_data" "main" {\n  input = "${input}"\n}\n`
  await using space = await workspace({ 'the dev/main.tf': main('a') })
  const apply = async () => {
    const { id } = await space.call('terraform.plan', { directory: 'the dev' })
    await space.call('terraform.apply', { plan: id })
    return id
  }
  await apply()
  await space.write({ 'the dev/main.tf': main('b') })
  const { error } = await space.invoke('terraform.apply-undo', { plan: await apply(), lineage: 'a', serial: 1 })
  expect(error).toMatchObject({
    code: 'irreversible',
    next: "look at what there is with: nimbus terraform plan 'the dev' --destroy",
  })
})

real('an apply with settings from a file outside, which a person named, is undone', async () => {
  const main = 'terraform {\n  backend "local" {}\n}\nresource "terraform_data" "main" {\n}\n'
  await using space = await workspace({ 'main.tf': main })
  const settings = join(space.home, 'backend.hcl')
  await Bun.write(settings, `path = "${join(space.home, 'dev.tfstate')}"\n`)
  const { stdout } = await space.cli(['terraform', 'plan', '--backend-config', settings, '--json'])
  const { stderr } = await space.cli(['terraform', 'apply', JSON.parse(stdout).data.id, '--yes'])
  const run = /nimbus undo (r_\w+)/.exec(stderr)?.[1] ?? ''
  expect(await space.cli(['undo', run, '--confirm', 'terraform_data.main'])).toMatchObject({ exit: 0 })
})
