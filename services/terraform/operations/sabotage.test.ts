import { expect, test } from 'bun:test'
import { existsSync, writeFileSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Envelope } from '@nimbus/kernel'
import { type TestWorkspace, workspace } from '@nimbus/testkit'

const found = Bun.which(process.env.NIMBUS_TERRAFORM ?? 'terraform') ?? Bun.which('tofu')
const real = test.skipIf(!found)

const files = {
  'main.tf': 'resource "terraform_data" "main" {\n  input = "a"\n}\n',
  'ugly.tf': 'locals {\n  a = 1\n  long = 2\n}\n',
}
const consent = { yes: true, confirm: ['workspace'] }

/** A workspace in which terraform says that all is well and does nothing, where the shell pattern matches its arguments. */
const sabotaged = async (pattern: string, more: Record<string, string> = {}): Promise<TestWorkspace> => {
  const space = await workspace({ ...files, ...more })
  const wrapper = join(space.home, 'terraform')
  await writeFile(wrapper, `#!/bin/sh\ncase "$*" in\n  ${pattern}) exit 0 ;;\nesac\nexec '${found}' "$@"\n`)
  await chmod(wrapper, 0o755)
  // The host takes its environment when it is opened, which is later.
  Object.assign(space.env, { NIMBUS_TERRAFORM: wrapper })
  return space
}

const failures = ({ outcome, findings }: Envelope) => ({
  outcome,
  failed: findings?.filter(({ status }) => status === 'fail').map(({ message }) => message),
})

real('an apply that did nothing is found out', async () => {
  await using space = await sabotaged('apply*')
  const { id } = await space.call('terraform.plan', {})
  expect(failures(await space.invoke('terraform.apply', { plan: id }, { consent }))).toEqual({
    outcome: 'negative',
    failed: ['terraform_data.main is not in the state'],
  })
})

real('an import that did nothing is found out', async () => {
  await using space = await sabotaged('import*')
  const done = await space.invoke('terraform.import', { directory: '.', address: 'terraform_data.main', id: 'x' })
  expect(failures(done)).toEqual({ outcome: 'negative', failed: ['terraform_data.main is not in the state'] })
})

real('a layout that was not written is found out', async () => {
  await using space = await sabotaged('"fmt -list=false"*')
  const done = await space.invoke('terraform.fmt', {})
  expect(failures(done)).toEqual({ outcome: 'negative', failed: ['terraform fmt would still change something'] })
})

real('an init that did nothing is found out', async () => {
  await using space = await sabotaged('init*', { 'm/main.tf': '', 'more.tf': 'module "m" {\n  source = "./m"\n}\n' })
  const done = await space.invoke('terraform.init', {})
  expect(failures(done)).toEqual({ outcome: 'negative', failed: ['terraform still asks for an init'] })
})

real('a lock that was not taken away is found out', async () => {
  const slow = `resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "touch started; while [ ! -e go ]; do sleep 0.05; done"
  }
}
`
  await using space = await sabotaged('force-unlock*', { 'slow.tf': slow })
  const { id } = await space.call('terraform.plan', {})
  const apply = space.invoke('terraform.apply', { plan: id }, { consent })
  while (!existsSync(join(space.path, 'started'))) await Bun.sleep(20)
  const lock = await space.file('.terraform.tfstate.lock.info').json()
  const confirmed = { yes: true, confirm: [String(lock.ID)] }
  const done = await space.invoke('terraform.force-unlock', { directory: '.', lock: lock.ID }, { consent: confirmed })
  expect(failures(done)).toEqual({ outcome: 'negative', failed: ['the lock is still there'] })
  writeFileSync(join(space.path, 'go'), '')
  expect((await apply).outcome).toBe('done')
})

real('a destruction that did nothing is found out', async () => {
  await using space = await workspace(files)
  const { id } = await space.call('terraform.plan', {})
  await space.invoke('terraform.apply', { plan: id }, { consent })
  await using broken = await sabotaged('apply*', { 'terraform.tfstate': await space.file('terraform.tfstate').text() })
  expect(failures(await broken.invoke('terraform.destroy', {}, { consent }))).toEqual({
    outcome: 'negative',
    failed: ['terraform_data.main is still in the state'],
  })
})
