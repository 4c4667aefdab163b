import { joinSources, type Plan, type PlanStep } from '@nimbus/kernel'
import { operation, z } from '@nimbus/kernel/define'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sealed } from './read-plan.ts'

const examples: never[] = []

const operations = [
  operation({
    id: 'box.put',
    summary: 'Put a value into a box',
    effect: 'update',
    idempotent: true,
    input: z.object({ box: z.string().min(1), value: z.union([z.string(), z.object({ size: z.number().int() })]) }),
    output: z.object({ box: z.string(), did: z.enum(['created', 'updated']), bytes: z.number().int() }),
    examples,
    run: async ({ box }) => ({ box, did: 'created' as const, bytes: 1 }),
  }),
  operation({
    id: 'box.add',
    summary: 'Add to a box',
    effect: 'update',
    input: z.object({ box: z.string(), count: z.number().int().min(1).default(1) }),
    output: z.object({ boxes: z.array(z.object({ name: z.string(), bytes: z.number().int() })) }),
    examples,
    run: async () => ({ boxes: [] }),
  }),
  operation({
    id: 'box.get',
    summary: 'Look into a box',
    effect: 'read',
    idempotent: true,
    input: z.object({ box: z.string(), mode: z.enum(['short', 'long']).optional() }),
    output: z.object({ value: z.string(), labels: z.record(z.string(), z.string()), any: z.unknown() }),
    examples,
    run: async () => ({ value: '', labels: {}, any: 1 }),
  }),
  operation({
    id: 'box.approve',
    summary: 'Something only a person does',
    effect: 'update',
    input: z.object({}),
    output: z.object({}),
    exclude: { call: 'only whoever is at the top' },
    examples,
    run: async () => ({}),
  }),
]

/** Three operations on boxes, and one that no plan may have. */
export const boxes = joinSources([memorySource(operations)])

/** When the sample plans were made. */
export const now = new Date('2030-01-01T00:00:00Z')

/** A step of a sample plan. */
export const step = (id: string, operation: string, input: unknown, dependsOn: readonly string[] = []): PlanStep => ({
  id,
  operation,
  input,
  dependsOn,
  effect: boxes.get(operation)?.effect ?? 'read',
  reason: `step ${id}`,
})

/** A sealed plan of some steps; every box is foreseen to be touched as the step's effect says. */
export const planOfSteps = (steps: readonly PlanStep[], more: Partial<Plan> = {}): Plan =>
  sealed({
    version: 1,
    id: 'p_aaaaaaaaaaaaaaaaaaaa',
    digest: '',
    workspace: '/srv/shop',
    steps,
    preconditions: {},
    estimates: {},
    decisions: steps.flatMap(({ id, effect, input }) => {
      const box: unknown = input !== null && typeof input === 'object' && 'box' in input ? input.box : undefined
      if (typeof box !== 'string') return []
      return [{ step: id, decide: 'ask' as const, rule: '', changes: [{ resource: `box:${box}`, effect }] }]
    }),
    expires: '2030-01-02T00:00:00.000Z',
    ...more,
  })

/** A value that an earlier step gives. */
export const from = (step: string, pointer: string) => ({ $from: { step, pointer } })
