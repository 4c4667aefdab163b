import { expect, test } from 'bun:test'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { product, type TestWorkspace, workspace } from '@nimbus/testkit'

const found = Bun.which(process.env.NIMBUS_TERRAFORM ?? 'terraform') ?? Bun.which('tofu')
const real = test.skipIf(!found)

/** A root whose creation lasts until the file `go` exists; `started` tells that it has begun. */
const slow = {
  'envs/dev/main.tf': `
resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "touch \${path.module}/started; while [ ! -e \${path.module}/go ]; do sleep 0.05; done"
  }
}
resource "terraform_data" "after" {
  depends_on = [terraform_data.slow]
}
`,
}
const directory = 'envs/dev'

const until = async (holds: () => boolean) => {
  const deadline = performance.now() + 15_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('it did not come true in time')
    await Bun.sleep(20)
  }
}

const begin = async (space: TestWorkspace, signal: AbortSignal) => {
  const { id } = await space.call('terraform.plan', { directory })
  const apply = space.invoke('terraform.apply', { plan: id }, { signal })
  await until(() => existsSync(join(space.path, directory, 'started')))
  return { apply, finish: () => writeFileSync(join(space.path, directory, 'go'), '') }
}

real('names the owner of a lock and how to take it away, and refuses to take another one', async () => {
  await using space = await workspace(slow)
  const { apply, finish } = await begin(space, new AbortController().signal)
  const { error } = await space.invoke('terraform.plan', { directory })
  expect(error).toMatchObject({ code: 'state-locked', exit: 1 })
  expect(error?.message).toContain('@')
  expect(error?.next).toMatch(/nimbus terraform force-unlock envs\/dev [0-9a-f-]{36}/)

  const other = await space.invoke('terraform.force-unlock', { directory, lock: 'a-b-c' })
  expect(other.error).toMatchObject({ code: 'lock-differs', exit: 4 })
  finish()
  expect(await apply).toMatchObject({ outcome: 'done' })
  const gone = await space.invoke('terraform.force-unlock', { directory, lock: 'a-b-c' })
  expect(gone.error).toMatchObject({ code: 'no-lock', exit: 5 })
})

real('lets an interrupted apply finish what it is creating, and the state has it', async () => {
  await using space = await workspace(slow)
  const abort = new AbortController()
  const { apply, finish } = await begin(space, abort.signal)
  abort.abort()
  finish()
  expect((await apply).error).toMatchObject({ code: 'cancelled', exit: 130 })
  const { resources } = await space.call('terraform.state-list', { directory })
  expect(resources.map(({ address }) => address)).toEqual(['terraform_data.slow'])
})

real('lets Terraform finish and write its state when Nimbus is killed in the middle of an apply', async () => {
  await using space = await workspace(slow)
  const { id } = await space.call('terraform.plan', { directory })
  const nimbus = Bun.spawn([...product().command, 'terraform', 'apply', id ?? '', '--yes'], {
    cwd: space.path,
    env: space.env,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  await until(() => existsSync(join(space.path, directory, 'started')))
  nimbus.kill('SIGKILL')
  await nimbus.exited
  writeFileSync(join(space.path, directory, 'go'), '')
  // The lock goes last, once the state is written.
  await until(() => !existsSync(join(space.path, directory, '.terraform.tfstate.lock.info')))
  const { resources } = await space.call('terraform.state-list', { directory })
  expect(resources.map(({ address }) => address)).toEqual(['terraform_data.after', 'terraform_data.slow'])
})
