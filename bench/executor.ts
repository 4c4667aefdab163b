/**
 * Measures what running a plan as a task adds to its calls: looks before the first effect, checkpoints, scheduling.
 *
 *   bun bench/executor.ts [steps] [rounds]
 *
 * The floor is the same calls, each through the whole pipeline and recorded, without a task. Wall clock and processor time
 * for a step are both printed: the latter is the steadier on a machine that others use.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtIn, services } from '../apps/nimbus/catalog.ts'
import { loadServices } from '../apps/nimbus/open.ts'
import { createTask, runTask, type Surroundings } from '../packages/executor/index.ts'
import { openHost } from '../packages/host/index.ts'
import { operation, z } from '../packages/kernel/define.ts'
import { invoke, joinSources, newId, type Plan, planDigest, type Request } from '../packages/kernel/index.ts'
import { memorySource } from '../packages/testkit/memory-source.ts'

const count = Number(process.argv[2] ?? 200)
const rounds = Number(process.argv[3] ?? 7)

const turn = operation({
  id: 'bench.turn',
  summary: 'Change nothing, and say that something was changed',
  effect: 'update',
  idempotent: true,
  input: z.object({ name: z.string() }),
  output: z.object({ name: z.string() }),
  examples: [],
  preview: async ({ name }) => ({ changes: [{ resource: `bench:${name}`, effect: 'update' }] }),
  run: async ({ name }) => ({ name }),
  verify: async ({ name }) => [{ status: 'pass', code: 'turned', message: name }],
})

const root = await mkdtemp(join(tmpdir(), 'nimbus-bench-'))
const env = { ...process.env, NIMBUS_HOME: join(root, 'home'), NIMBUS_MAX_CHANGES: '100000' }
const host = await openHost({
  version: '0.0.0',
  catalog: joinSources([builtIn, memorySource([turn])]),
  services,
  loadServices,
  env,
  workspace: root,
})
const { ports, principal } = host
await Bun.write(host.home.policy, 'rules: [{ operation: "bench.*", decide: allow, reason: a measurement }]\n')
const request: Request = {
  operation: '',
  input: {},
  principal,
  surface: 'cli',
  workspace: root,
  base: root,
  signal: new AbortController().signal,
}
const around: Surroundings = { sleep: async () => undefined, random: Math.random, parallel: 4, limits: {} }

const approved = async (chained: boolean): Promise<string> => {
  const steps = Array.from({ length: count }, (_, i) => ({
    id: `s${i}`,
    operation: turn.id,
    input: { name: `n${i}` },
    dependsOn: chained && i > 0 ? [`s${i - 1}`] : [],
    effect: 'update' as const,
    reason: 'a measurement',
  }))
  const changes = (i: number) => [{ resource: `bench:n${i}`, effect: 'update' as const }]
  const body: Plan = {
    version: 1,
    id: newId('p'),
    digest: '',
    workspace: root,
    steps,
    preconditions: {},
    estimates: {},
    decisions: steps.map(({ id }, i) => ({ step: id, decide: 'ask', rule: '', changes: changes(i) })),
    expires: new Date(Date.now() + 3_600_000).toISOString(),
  }
  const plan = { ...body, digest: planDigest(body) }
  await ports.plans.save(plan, { tenant: principal.tenant, requester: principal.id })
  await ports.plans.approve(plan.id, { by: 'somebody', digest: plan.digest, at: new Date().toISOString() })
  return plan.id
}

const measured = async (work: () => Promise<unknown>): Promise<{ wall: number; cpu: number }> => {
  const [started, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { wall: (performance.now() - started) / count, cpu: (user + system) / 1000 / count }
}
const calls = () =>
  measured(async () => {
    for (let i = 0; i < count; i += 1) await invoke({ ...request, operation: turn.id, input: { name: `n${i}` } }, ports)
  })
const task = async (chained: boolean) => {
  const plan = await approved(chained)
  return measured(async () => {
    const { id } = await createTask(plan, request, ports, {})
    const { status } = await runTask(id, request, ports, around, { looked: true })
    if (status !== 'done') throw new Error(`the task is ${status}`)
  })
}
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

await calls()
await task(true)
for (const chained of [true, false]) {
  const pairs: { floor: Awaited<ReturnType<typeof calls>>; own: Awaited<ReturnType<typeof task>> }[] = []
  for (let i = 0; i < rounds; i += 1) pairs.push({ floor: await calls(), own: await task(chained) })
  const of = (what: 'wall' | 'cpu') => {
    const added = median(pairs.map(({ floor, own }) => own[what] - floor[what]))
    const ratio = median(pairs.map(({ floor, own }) => own[what] / floor[what]))
    return `+${added.toFixed(2)} ms a step (${ratio.toFixed(1)}× its call)`
  }
  console.log(
    `${count} steps ${chained ? 'one after the other' : 'side by side'}: clock ${of('wall')}, processor ${of('cpu')} — goal < 2 ms`,
  )
}
await host.close()
await rm(root, { recursive: true, force: true })
