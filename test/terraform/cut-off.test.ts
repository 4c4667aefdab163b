import { expect, test } from 'bun:test'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { product, type TestWorkspace, workspace } from '@nimbus/testkit'

const found = Bun.which(process.env.NIMBUS_TERRAFORM ?? 'terraform') ?? Bun.which('tofu')
const real = test.skipIf(!found)
const minutes = 60_000
const directory = 'envs/dev'

/** `slow` is being created until the file `go` exists or the root is gone; `first` is there by then, and `after` is not. */
const root = {
  [`${directory}/main.tf`]: `
resource "terraform_data" "first" {
}
resource "terraform_data" "slow" {
  depends_on = [terraform_data.first]
  provisioner "local-exec" {
    command = "echo made >> \${path.module}/started; while [ -e \${path.module}/main.tf -a ! -e \${path.module}/go ]; do sleep 0.05; done"
  }
}
resource "terraform_data" "after" {
  depends_on = [terraform_data.slow]
}
`,
}
const names = ['after', 'first', 'slow'].map((name) => `terraform_data.${name}`)

const confirmed = (...what: string[]) => what.flatMap((name) => ['--confirm', name])

interface Answer {
  exit: number
  data?: {
    id?: string
    status?: string
    verdict?: string
    steps?: { id: string; status: string; error?: { why?: string; next?: string }; data?: { directory?: string } }[]
    tasks?: { id: string }[]
    resources?: { address: string }[]
  }
  error?: { code: string; message: string; why?: string; next?: string; already?: true }
}

const until = async (holds: () => boolean | Promise<boolean>) => {
  const deadline = performance.now() + 20_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('it did not come true in time')
    await Bun.sleep(20)
  }
}

/** A task with an apply between two writes, stopped while Terraform creates `slow`. */
const stopped = async (space: TestWorkspace, stop: (task: string, pid: number) => Promise<unknown>) => {
  const at = (name: string) => join(space.path, directory, name)
  const nimbus = async (...argv: string[]): Promise<Answer> => {
    const { stdout, stderr, exit } = await space.cli([...argv, '--json'])
    const last = stdout.trim().split('\n').at(-1) ?? ''
    if (!last.startsWith('{')) throw new Error(`no envelope: ${stdout}${stderr}`)
    // Written by the product under test; only the fields that are named here are read.
    return { ...(JSON.parse(last) as Answer), exit }
  }
  const saved = await nimbus('terraform', 'plan', directory, '--yes')
  const terraform = saved.data?.id ?? ''
  const write = (id: string, dependsOn: string[]) => ({
    id,
    operation: 'fs.write',
    input: { file: `${id}.txt`, content: id },
    dependsOn,
  })
  const from = { $from: { step: 'apply', pointer: '/directory' } }
  const steps = [
    write('one', []),
    { id: 'apply', operation: 'terraform.apply', input: { plan: terraform }, dependsOn: ['one'] },
    { id: 'three', operation: 'terraform.state-list', input: { directory: from }, dependsOn: ['apply'] },
    write('four', ['three']),
  ]
  await space.write({ 'plan.json': JSON.stringify({ steps }) })
  const plan = (await nimbus('plan', 'save', 'plan.json')).data?.id ?? ''
  await nimbus('approve', plan)
  const applying = Bun.spawn([...product().command, 'apply', plan, '--json'], {
    cwd: space.path,
    env: space.env,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  await until(() => existsSync(at('started')))
  const task = (await nimbus('task', 'list')).data?.tasks?.[0]?.id ?? ''
  await stop(task, applying.pid)
  return {
    nimbus,
    task,
    terraform,
    ended: applying.exited,
    /** Lets Terraform go on, and waits for its end: the lock goes last, once the state is written. */
    async finish() {
      writeFileSync(at('go'), '')
      await until(() => !existsSync(at('.terraform.tfstate.lock.info')))
      await applying.exited
    },
    made: () => readFileSync(at('started'), 'utf8').split('\n').length - 1,
    inState: async () =>
      (await nimbus('terraform', 'state-list', directory)).data?.resources?.map(({ address }) => address).toSorted(),
    step: (answer: Answer) => answer.data?.steps?.find(({ id }) => id === 'apply'),
  }
}

const killed = async (_task: string, pid: number) => process.kill(pid, 'SIGKILL')

real(
  'an apply whose Nimbus was killed is found done by its state, once Terraform has ended, and is taken back like any other',
  async () => {
    await using space = await workspace(root)
    const { nimbus, task, finish, made, inState, step } = await stopped(space, killed)
    const early = await nimbus('task', 'resume', task)
    expect(early).toMatchObject({ exit: 3 })
    const shown = step(await nimbus('task', 'show', task))
    expect(shown).toMatchObject({ status: 'unclear' })
    expect(shown?.error?.why).toContain('is locked by')
    expect(shown?.error?.next).toMatch(/nimbus terraform force-unlock envs\/dev [0-9a-f-]{36}; or say what is so/)

    await finish()
    expect(await nimbus('task', 'resume', task)).toMatchObject({
      exit: 0,
      data: { status: 'done', verdict: 'achieved' },
    })
    expect(await inState()).toEqual(names)
    expect(made()).toBe(1)

    const back = await nimbus('task', 'roll-back', task, '--yes', ...confirmed('one.txt', 'four.txt', ...names))
    expect(back).toMatchObject({ exit: 0 })
    expect(await inState()).toEqual([])
    expect(await space.file('four.txt').exists()).toBe(false)
  },
  5 * minutes,
)
for (const [how, stop] of [
  ['Ctrl-C', async (_task: string, pid: number) => process.kill(pid, 'SIGINT')],
  ['task cancel', undefined],
] as const)
  real(
    `an apply that ${how} stopped in part says what is there and what is not, and a new plan is the way on`,
    async () => {
      await using space = await workspace(root)
      const cut = await stopped(space, stop ?? (async () => undefined))
      const { nimbus, task, terraform, finish, ended, inState, step } = cut
      if (!stop) await nimbus('task', 'cancel', task)
      // Terraform is asked to stop, and ends by itself.
      expect(await ended).toBe(130)
      await finish()
      const there = await inState()
      expect(there).toContain('terraform_data.first')
      expect(there).not.toContain('terraform_data.after')

      expect(await nimbus('task', 'resume', task)).toMatchObject({ exit: 3 })
      const unclear = step(await nimbus('task', 'show', task))
      expect(unclear).toMatchObject({ status: 'unclear' })
      expect(unclear?.error?.why).toMatch(/; not there: .*terraform_data\.after/)
      expect(unclear?.error?.why).toMatch(/there: .*terraform_data\.first.*; not there/)
      expect(unclear?.error?.next).toContain(`nimbus terraform plan ${directory}`)
      const again = await nimbus('terraform', 'apply', terraform, '--yes')
      expect(again).toMatchObject({ exit: 4, error: { code: 'plan-used' } })

      // To say that it is not done makes it no better, and says the same.
      const not = await nimbus('task', 'resume', task, '--step', 'apply', '--is', 'not-done')
      expect(not.exit).not.toBe(0)
      expect(step(await nimbus('task', 'show', task))?.error).toMatchObject({ next: again.error?.next })

      const rest = (await nimbus('terraform', 'plan', directory, '--yes')).data?.id ?? ''
      expect(await nimbus('terraform', 'apply', rest, '--yes', ...confirmed(...names))).toMatchObject({ exit: 0 })
      const done = await nimbus('task', 'resume', task)
      expect(done).toMatchObject({ exit: 0, data: { status: 'done', verdict: 'achieved' } })
      expect(await inState()).toEqual(names)
    },
    5 * minutes,
  )

real(
  'an apply that is said to be done keeps its way back',
  async () => {
    await using space = await workspace(root)
    const { nimbus, task, finish, inState } = await stopped(space, killed)
    const said = await nimbus('task', 'resume', task)
    expect(said).toMatchObject({ exit: 3 })
    await finish()
    const gone = await nimbus('task', 'resume', task, '--step', 'apply', '--is', 'done')
    expect(gone).toMatchObject({ exit: 0, data: { status: 'done', verdict: 'unknown' } })
    const back = await nimbus('task', 'roll-back', task, '--yes', ...confirmed('one.txt', 'four.txt', ...names))
    expect(back).toMatchObject({ exit: 0 })
    expect(await inState()).toEqual([])
  },
  5 * minutes,
)

real(
  'an apply that was killed before Terraform did anything is made by the same plan, once',
  async () => {
    await using space = await workspace(root)
    const wrapper = join(space.home, 'terraform')
    const waits = `case "$*" in apply*) [ -e started ] || { touch started; while [ -e main.tf -a ! -e go ]; do sleep 0.05; done; exit 1; } ;; esac`
    writeFileSync(wrapper, `#!/bin/sh\n${waits}\nexec '${found}' "$@"\n`, { mode: 0o755 })
    Object.assign(space.env, { NIMBUS_TERRAFORM: wrapper })
    const { nimbus, task, finish, made, inState } = await stopped(space, killed)
    await finish()
    expect(await inState()).toEqual([])
    expect(await nimbus('task', 'resume', task)).toMatchObject({
      exit: 0,
      data: { status: 'done', verdict: 'achieved' },
    })
    expect(await inState()).toEqual(names)
    expect(made()).toBe(1)
  },
  5 * minutes,
)

real(
  'an apply by hand that was killed is undone by what the state has of it, once Terraform has ended',
  async () => {
    await using space = await workspace(root)
    const at = (name: string) => join(space.path, directory, name)
    const nimbus = async (...argv: string[]): Promise<Answer & { run?: string }> => {
      const { stdout, exit } = await space.cli([...argv, '--json'])
      // Written by the product under test; only the fields that are named here are read.
      return { ...(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer), exit }
    }
    const plan = (await nimbus('terraform', 'plan', directory, '--yes')).data?.id ?? ''
    const applying = Bun.spawn([...product().command, 'terraform', 'apply', plan, '--yes'], {
      cwd: space.path,
      env: space.env,
      stdio: ['ignore', 'ignore', 'ignore'],
    })
    await until(() => existsSync(at('started')))
    applying.kill('SIGKILL')
    await applying.exited
    const { ports, principal } = await space.host()
    const [run] = await ports.journal.list({ tenant: principal.tenant, operation: 'terraform.apply', limit: 1 })
    const early = await nimbus('undo', run?.id ?? '', ...confirmed(...names))
    expect(early).toMatchObject({ exit: 1, error: { code: 'no-undo' } })
    expect(early.error?.why).toContain('is locked by')
    expect(early.error?.next).toContain('nimbus terraform force-unlock envs/dev')

    writeFileSync(at('go'), '')
    await until(() => !existsSync(at('.terraform.tfstate.lock.info')))
    expect(await nimbus('undo', run?.id ?? '')).toMatchObject({ exit: 3 })
    expect(await nimbus('undo', run?.id ?? '', ...confirmed(...names))).toMatchObject({ exit: 0 })
    expect((await nimbus('terraform', 'state-list', directory)).data?.resources).toEqual([])
  },
  5 * minutes,
)
