import {
  type Change,
  type Decide,
  oneStepPlan,
  type Plan,
  type PlanStep,
  planDigest,
  type Request,
} from '@nimbus/kernel'
import { operation, z } from '@nimbus/kernel/define'
import { memoryGateway, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import { createTask } from '../create-task.ts'
import { runTask } from '../run-task.ts'
import type { Surroundings } from '../work.ts'

/** Where everything is. */
export const workspace = '/srv/workspace'

const read = { operation: 'shelf.get', effect: 'read' } as const

const around: Surroundings = { sleep: async () => undefined, random: () => 0, parallel: 4, limits: {} }

/** A shelf of values and a state with a serial, with plans that change them. */
export const shelfSetting = () => {
  const shelf = new Map([['a', '1']])
  let serial = 1
  let time = new Date('2030-01-01T00:00:00Z')
  const bump = operation({
    id: 'state.bump',
    summary: 'Apply at a serial',
    effect: 'update',
    input: z.object({}),
    output: z.object({ serial: z.number() }),
    examples: [],
    preview: async () => ({
      changes: [{ resource: 'state:dev', effect: 'update' }],
      preconditions: { serial: String(serial) },
    }),
    run: async () => ({ serial: ++serial }),
  })
  const gateway = memoryGateway([memorySource([bump, ...sampleOperations(shelf)])], { workspace, now: () => time })
  const { ports } = gateway
  const request = {
    operation: '',
    input: {},
    principal: person,
    surface: 'cli' as const,
    workspace,
    base: workspace,
    signal: new AbortController().signal,
  }
  return {
    shelf,
    ports,
    async apply(id: string, more: Partial<Request> = {}) {
      const made = await createTask(id, { ...request, ...more }, ports, around.limits)
      const task = await runTask(made.id, { ...request, ...more }, ports, around, { looked: true })
      const error = task.steps.find((each) => each.error)?.error
      return { ok: task.status === 'done', task, data: task.steps.at(-1)?.data, ...(error ? { error } : {}) }
    },
    serial: () => serial,
    move: () => {
      serial += 1
    },
    later: (ms: number) => {
      time = new Date(time.getTime() + ms)
    },
    /** Refused as a question, then approved by somebody. */
    async approved(id: string, input: unknown, by = 'bob') {
      const { error } = await gateway.invoke({ principal: person, surface: 'cli', operation: id, input })
      const stored = ports.held.plans.get(error?.plan ?? '')
      if (!stored) throw new Error(`${id} did not ask: ${JSON.stringify(error)}`)
      await ports.plans.approve(stored.id, { by, digest: stored.plan.digest, at: '' })
      return stored.plan
    },
    /** A plan of one step that nobody has approved, and what policy is said to have said of it. */
    async waiting(
      decide: Decide,
      { operation, effect }: Pick<PlanStep, 'operation' | 'effect'> = read,
      changes: readonly Change[] = [{ resource: 'workspace:a', effect }],
    ) {
      const plan = oneStepPlan(
        { operation, input: { name: 'a' }, effect, summary: 'On the shelf' },
        {
          preview: { changes },
          decision: {
            decide,
            rule: 'a rule',
            changes: changes.map((change) => ({ change, decide, rule: 'a rule' })),
            protected: false,
          },
          workspace,
          now: time,
        },
      )
      await ports.plans.save(plan, { tenant: 'local', requester: person.id })
      return plan
    },
    async save(plan: Plan) {
      const sealed = { ...plan, digest: planDigest(plan) }
      await ports.plans.save(sealed, { tenant: 'local', requester: 'ada' })
      await ports.plans.approve(sealed.id, { by: 'bob', digest: sealed.digest, at: '' })
      return sealed.id
    },
  }
}
