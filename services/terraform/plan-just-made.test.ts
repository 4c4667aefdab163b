import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestWorkspace, workspace } from '@nimbus/testkit'

const found = Bun.which(process.env.NIMBUS_TERRAFORM ?? 'terraform') ?? Bun.which('tofu')
const real = test.skipIf(!found)
const main = (input: string) => `resource "terraform_data" "main" {\n  input = "${input}"\n}\n`
/** Terraform is started some ten times. */
const long = 60_000
const consent = { yes: false, confirm: ['workspace'] }

/** A workspace with something applied in it, and how often Terraform has made a plan to destroy since. */
const applied = async (): Promise<{ space: TestWorkspace; plans: () => Promise<number> }> => {
  const space = await workspace({ 'main.tf': main('a') })
  const log = join(space.home, 'plans')
  const wrapper = join(space.home, 'terraform')
  await writeFile(
    wrapper,
    `#!/bin/sh\ncase "$*" in\n  plan*-destroy*) echo 1 >> '${log}' ;;\nesac\nexec '${found}' "$@"\n`,
  )
  await chmod(wrapper, 0o755)
  // The host takes its environment when it is opened, which is later.
  Object.assign(space.env, { NIMBUS_TERRAFORM: wrapper })
  const { id } = await space.call('terraform.plan', {})
  await space.call('terraform.apply', { plan: id })
  const plans = async () =>
    (await Bun.file(log).exists()) ? (await Bun.file(log).text()).trim().split('\n').length : 0
  return { space, plans }
}

real('what was shown is destroyed by the very plan that showed it', async () => {
  const { space, plans } = await applied()
  await using _ = space
  expect((await space.invoke('terraform.destroy', {}, { dryRun: true })).preview?.changes).toHaveLength(1)
  expect((await space.invoke('terraform.destroy', {}, { consent })).outcome).toBe('done')
  expect(await plans()).toBe(1)
  expect(await space.call('terraform.state-list', {})).toMatchObject({ resources: [] })
})

real(
  'a plan is made anew when the state moved or the configuration was edited',
  async () => {
    const { space, plans } = await applied()
    await using _ = space
    await space.invoke('terraform.destroy', {}, { dryRun: true })
    await space.write({ 'main.tf': main('b') })
    await space.invoke('terraform.destroy', {}, { dryRun: true })
    expect(await plans()).toBe(2)

    const { id } = await space.call('terraform.plan', {})
    await space.call('terraform.apply', { plan: id })
    expect((await space.invoke('terraform.destroy', {}, { consent })).outcome).toBe('done')
    expect(await plans()).toBe(3)
    expect(await space.call('terraform.state-list', {})).toMatchObject({ resources: [] })
  },
  long,
)

real(
  'a destruction is not gone on with when the state moves after it was shown',
  async () => {
    const { space } = await applied()
    await using _ = space
    const state = space.file('terraform.tfstate')
    const { serial, ...rest } = await state.json()
    const { error } = await space.invoke(
      'terraform.destroy',
      {},
      {
        consent,
        onEvent({ type }) {
          if (type === 'started')
            writeFileSync(join(space.path, 'terraform.tfstate'), JSON.stringify({ ...rest, serial: serial + 1 }))
        },
      },
    )
    expect(error).toMatchObject({ code: 'state-moved', exit: 1 })
    expect((await space.call('terraform.state-list', {})).resources).toHaveLength(1)
  },
  long,
)
