import { type Effect, type Operation, type Plan, type PlanStep, planDigest, type Request } from '@nimbus/kernel'
import { failed, operation, z } from '@nimbus/kernel/define'
import { memoryGateway, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { createTask } from './create-task.ts'
import { runTask } from './run-task.ts'
import type { Surroundings } from './work.ts'

const workspace = '/srv/workspace'

/** Reading is allowed; everything else asks. */
const reads = {
  name: 'reads',
  rules: [{ operation: '*', effect: 'read' as const, decide: 'allow' as const, reason: 'reading is allowed' }],
}

/** Things that have a value or are absent, and everything that was done to them. */
export interface Yard {
  things: Map<string, string>
  done: string[]
  /** Called in the middle of an effect, between what it does and its end. */
  midway: (name: string) => Promise<void>
  /** Called once an effect was let through, before it does anything. */
  early: (name: string) => Promise<void>
  /** How many times work at a thing fails before it goes well. */
  failures: Map<string, number>
  /** Things that cannot be looked at, because somebody works at them. */
  hidden: Set<string>
}

const changeTo = (yard: Yard, name: string, value: string) => {
  const now = yard.things.get(name)
  const effect: Effect = now === undefined ? 'create' : 'update'
  return {
    changes: now === value ? [] : [{ resource: `yard:${name}`, effect, diff: `-${now ?? ''}\n+${value}` }],
    preconditions: { [name]: now ?? 'absent' },
  }
}

const maker = (yard: Yard, id: string, idempotent: boolean): Operation =>
  operation({
    id,
    summary: 'Make a thing',
    effect: 'update',
    idempotent,
    input: z.object({ name: z.string(), value: z.string().default('1') }),
    output: z.object({ name: z.string(), before: z.string().optional() }),
    examples: [],
    async preview({ name, value }) {
      if (yard.hidden.has(name)) throw failed('moved', `${name} was moved while it was looked at`)
      const change = changeTo(yard, name, value)
      // Of what was there before it keeps nothing.
      if (!idempotent || yard.things.has(name)) return change
      return { ...change, undo: { operation: 'yard.remove', input: { name } } }
    },
    async run({ name, value }, ctx) {
      const left = yard.failures.get(name) ?? 0
      if (left > 0) {
        yard.failures.set(name, left - 1)
        throw failed('not-now', `${name} is busy`)
      }
      await yard.early(name)
      const before = yard.things.get(name)
      yard.things.set(name, value)
      yard.done.push(`${id} ${name}`)
      await Promise.race([
        yard.midway(name),
        new Promise((resolve) => ctx.signal.addEventListener('abort', resolve, { once: true })),
      ])
      ctx.signal.throwIfAborted()
      return { name, ...(before === undefined ? {} : { before }) }
    },
    verify: async ({ name, value }) => [
      yard.things.get(name) === value
        ? { status: 'pass', code: 'made', message: `${name} is ${value}` }
        : { status: 'fail', code: 'made', message: `${name} is not ${value}` },
    ],
    undo({ value }, { name, before }) {
      if (before === value) return { irreversible: 'nothing was changed' }
      if (before === undefined) return { operation: 'yard.remove', input: { name } }
      return { operation: 'yard.make', input: { name, value: before } }
    },
  })

const operationsOf = (yard: Yard): Operation[] => [
  maker(yard, 'yard.make', true),
  maker(yard, 'yard.build', false),
  operation({
    id: 'yard.sprawl',
    summary: 'Make a thing, and another one that it does not speak of',
    effect: 'update',
    input: z.object({ name: z.string() }),
    output: z.object({ name: z.string() }),
    examples: [],
    preview: async ({ name }) => changeTo(yard, name, '1'),
    async run({ name }, ctx) {
      yard.things.set(name, '1')
      yard.done.push(`yard.make ${name}`)
      await ctx.call('yard.make' as never, { name: `${name}-more` } as never)
      return { name }
    },
    verify: async ({ name }) => [{ status: yard.things.has(name) ? 'pass' : 'fail', code: 'made', message: name }],
  }),
  operation({
    id: 'yard.remove',
    summary: 'Remove a thing',
    effect: 'delete',
    input: z.object({ name: z.string() }),
    output: z.object({ name: z.string() }),
    examples: [],
    async preview({ name }) {
      if (!yard.things.has(name)) throw failed('not-there', `${name} is not there`, { already: true })
      return { changes: [{ resource: `yard:${name}`, effect: 'delete' }] }
    },
    async run({ name }) {
      await yard.early(name)
      yard.things.delete(name)
      yard.done.push(`yard.remove ${name}`)
      await yard.midway(name)
      return { name }
    },
    undo: () => ({ irreversible: 'it is gone' }),
  }),
  operation({
    id: 'yard.send',
    summary: 'Send word somewhere that cannot be looked at',
    effect: 'create',
    input: z.object({ name: z.string() }),
    output: z.object({ name: z.string() }),
    examples: [],
    target: ({ name }) => ({ resources: [`yard:${name}`] }),
    async run({ name }) {
      yard.done.push(`yard.send ${name}`)
      await yard.midway(name)
      return { name }
    },
  }),
  operation({
    id: 'yard.order',
    summary: 'Order a thing, once, and know what became of the order',
    effect: 'create',
    input: z.object({ name: z.string() }),
    output: z.object({ name: z.string() }),
    examples: [],
    async preview({ name }) {
      if (yard.hidden.has(name)) throw failed('moved', `${name} was moved while it was looked at`)
      const undo = { operation: 'yard.remove', input: { name } }
      const now = yard.things.get(name)
      if (now === undefined) return { ...changeTo(yard, name, '1'), undo }
      const isWhole = now === '1'
      const error = failed('ordered', `${name} was ordered before`, {
        why: `there is ${now}`,
        next: 'order the rest',
        ...(isWhole ? { already: true } : {}),
      })
      const status = isWhole ? 'pass' : 'fail'
      const findings = [{ status, code: 'made', message: `${name} is ${now}` }] as const
      error.data.made = { data: { name }, findings, undo }
      throw error
    },
    async run({ name }) {
      yard.things.set(name, 'half')
      yard.done.push(`yard.order ${name}`)
      await yard.midway(name)
      yard.things.set(name, '1')
      return { name }
    },
    verify: async ({ name }) => [
      { status: yard.things.get(name) === '1' ? 'pass' : 'fail', code: 'made', message: name },
    ],
    undo: (_input, { name }) => ({ operation: 'yard.remove', input: { name } }),
  }),
  operation({
    id: 'yard.look',
    summary: 'Whether a thing is as it should be',
    effect: 'read',
    input: z.object({ name: z.string() }),
    output: z.object({ name: z.string(), good: z.boolean() }),
    examples: [],
    run: async ({ name }) => ({ name, good: yard.things.get(name) === '1' }),
    negative: ({ good }) => !good,
  }),
]

type Sketch = Pick<PlanStep, 'id' | 'operation' | 'input'> & Partial<PlanStep>

/** A step that makes a thing of its own name. */
export const make = (id: string, more: Partial<PlanStep> = {}): Sketch => ({
  id,
  operation: 'yard.make',
  input: { name: id },
  ...more,
})

/** A yard in memory with the real pipeline, and tasks that work in it. */
export const openYard = (more: Partial<Surroundings> = {}) => {
  const yard: Yard = {
    things: new Map(),
    done: [],
    midway: async () => undefined,
    early: async () => undefined,
    failures: new Map(),
    hidden: new Set(),
  }
  const waits: number[] = []
  let time = new Date('2030-01-01T00:00:00Z')
  const gateway = memoryGateway([memorySource(operationsOf(yard))], { workspace, policy: [reads], now: () => time })
  const { ports } = gateway
  const around: Surroundings = {
    sleep: async (ms) => void waits.push(ms),
    random: () => 1,
    parallel: 4,
    limits: {},
    ...more,
  }
  const request: Request = {
    operation: '',
    input: {},
    principal: person,
    surface: 'cli',
    workspace,
    base: workspace,
    signal: new AbortController().signal,
  }
  let plans = 0
  return {
    yard,
    ports,
    waits,
    around,
    request,
    later: (ms: number) => {
      time = new Date(time.getTime() + ms)
    },
    /** An approved plan that covers what each step does to the thing that it names. */
    async approved(sketches: readonly Sketch[], of: Partial<Plan> = {}): Promise<string> {
      plans += 1
      const steps = sketches.map((step): PlanStep => ({ dependsOn: [], effect: 'update', reason: 'test', ...step }))
      const decisions = steps.map(({ id, input, operation: called }) => {
        const name = String((input as { name: unknown }).name)
        const effect: Effect = called === 'yard.remove' ? 'delete' : yard.things.has(name) ? 'update' : 'create'
        const changes = called === 'yard.look' ? [] : [{ resource: `yard:${name}`, effect }]
        return { step: id, decide: 'ask' as const, rule: '', changes }
      })
      const plan: Plan = {
        version: 1,
        id: `p_${String.fromCharCode(96 + plans).repeat(20)}`,
        digest: '',
        workspace,
        steps,
        preconditions: {},
        estimates: {},
        decisions,
        expires: '2030-01-02T00:00:00.000Z',
        ...of,
      }
      const sealed = { ...plan, digest: planDigest(plan) }
      await ports.plans.save(sealed, { tenant: 'local', requester: person.id })
      await ports.plans.approve(sealed.id, { by: 'bob', digest: sealed.digest, at: '' })
      return sealed.id
    },
    /** Runs a task until `at` is reached, where its process ends: nothing is written any more, and others take over. */
    async killed(
      task: string,
      at: (die: () => Promise<never>) => void,
      going: Parameters<typeof runTask>[4] = {},
      asked: Partial<Request> = {},
    ): Promise<void> {
      const { journal, tasks } = ports
      const [end, note, write] = [journal.end, journal.note, tasks.write]
      const dead = async (): Promise<never> => Promise.reject(failed('killed', 'the process has ended'))
      const ended = Promise.withResolvers<void>()
      at(async () => {
        journal.end = journal.note = tasks.write = dead
        ended.resolve()
        return dead()
      })
      const work = runTask(task, { ...request, ...asked }, ports, around, going).catch(() => undefined)
      await Promise.race([ended.promise, work])
      await work
      Object.assign(journal, { end, note })
      tasks.write = write
      for (const [id, run] of ports.held.runs)
        if (run.outcome === 'running') ports.held.runs.set(id, { ...run, outcome: 'interrupted' })
      for (const [id, held] of ports.held.tasks) ports.held.tasks.set(id, { ...held, held: false })
      Object.assign(yard, { midway: async () => undefined, early: async () => undefined })
    },
    create: (plan: string) => createTask(plan, request, ports, around.limits),
    run: (task: string, going: Parameters<typeof runTask>[4] = {}, asked: Partial<Request> = {}) =>
      runTask(task, { ...request, ...asked }, ports, around, going),
    async apply(plan: string) {
      const { id } = await createTask(plan, request, ports, around.limits)
      return runTask(id, request, ports, around, { looked: true })
    },
  }
}

/** How the steps of a task stand, in the order of the plan. */
export const statuses = ({ steps }: { steps: readonly { id: string; status: string }[] }): string[] =>
  steps.map(({ id, status }) => `${id} ${status}`)
