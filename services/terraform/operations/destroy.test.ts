import { expect, test } from 'bun:test'
import { type TestWorkspace, workspace } from '@nimbus/testkit'

const found = Bun.which(process.env.NIMBUS_TERRAFORM ?? 'terraform') ?? Bun.which('tofu')
const real = test.skipIf(!found)
const files = {
  'envs/dev/main.tf': 'resource "terraform_data" "main" {\n  for_each = toset(["a", "b"])\n  input    = each.key\n}\n',
}
const directory = 'envs/dev'

const applied = async (space: TestWorkspace) => {
  const { id } = await space.call('terraform.plan', { directory })
  await space.call('terraform.apply', { plan: id ?? '' })
}

real('lists what it would destroy, as one deletion that is confirmed by the name of the directory', async () => {
  await using space = await workspace(files)
  await applied(space)
  const { preview } = await space.invoke('terraform.destroy', { directory }, { dryRun: true })
  expect(preview).toMatchObject({
    environment: 'dev',
    changes: [{ resource: 'terraform:envs/dev#dev', effect: 'delete' }],
  })
  expect(preview?.context).toContain('  - terraform_data.main["a"]')

  const refused = await space.invoke('terraform.destroy', { directory })
  expect(refused.error).toMatchObject({ code: 'approval-needed', exit: 3 })
  expect(refused.error?.next).toContain('--confirm dev')

  const done = await space.invoke('terraform.destroy', { directory }, { consent: { yes: false, confirm: ['dev'] } })
  expect(done.findings?.map(({ status, message }) => `${status} ${message}`)).toEqual([
    'pass terraform_data.main["a"] is gone',
    'pass terraform_data.main["b"] is gone',
  ])
  expect(await space.call('terraform.state-list', { directory })).toMatchObject({ resources: [] })
})

real(
  'says of a target that names nothing that it is not there, not that the root is empty',
  async () => {
    await using space = await workspace(files)
    await applied(space)
    const target = 'terraform_data.mian'
    const destroyed = await space.cli(['terraform', 'destroy', directory, '--target', target])
    expect(destroyed.stdout).toContain('nothing was destroyed: terraform_data.mian is not in envs/dev')
    const planned = await space.cli(['terraform', 'plan', directory, '--target', target])
    expect(planned.stdout).toContain('! nothing is named terraform_data.mian')
    const both = { directory, target: ['terraform_data.main', target] }
    expect(await space.call('terraform.plan', both)).toMatchObject({ unmatched: [target] })
  },
  60_000,
)

real(
  'says how to take back neither a plan nor a destruction of nothing, and of any other that there is no way',
  async () => {
    await using space = await workspace(files)
    expect((await space.cli(['terraform', 'destroy', directory])).stderr).not.toContain('cannot be undone')
    expect((await space.cli(['terraform', 'plan', directory])).stderr).not.toContain('cannot be undone')
    await applied(space)
    const { preview } = await space.invoke('terraform.destroy', { directory }, { dryRun: true })
    expect(preview?.context?.at(-1)).toStartWith('cannot be undone: what was destroyed is gone')
  },
)

real('limits itself to the targets', async () => {
  await using space = await workspace(files)
  await applied(space)
  const target = ['terraform_data.main["a"]']
  await space.invoke('terraform.destroy', { directory, target }, { consent: { yes: false, confirm: ['dev'] } })
  const { resources } = await space.call('terraform.state-list', { directory })
  expect(resources.map(({ address }) => address)).toEqual(['terraform_data.main["b"]'])
})
