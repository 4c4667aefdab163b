import { failed, type HostContext, hostOperation, z } from '@nimbus/kernel/define'
import { documentOf, findPlan, optimizePlan, PlanDocument, treeOf } from '@nimbus/plan-graph'
import { decidePlan, hidesSecrets, mustBeInOrder } from '../decide-plan.ts'
import { foretold } from '../foretell.ts'
import { givenPlan, knownTo, PlanInline, PlanSource, resourceOf } from '../plan-document.ts'
import { savedAsMade, savePlan } from '../save-plan.ts'

const optimizedOf = async (input: Parameters<typeof givenPlan>[0], ctx: HostContext) => {
  const named = await givenPlan(input, ctx)
  if (named.stored && hidesSecrets(named.plan))
    throw failed('plan-holds-secrets', `${named.plan.id} holds secrets, and a copy would be without them`, {
      next: 'apply it as it is, or make a smaller plan from its request',
    })
  await mustBeInOrder(named, ctx)
  return optimizePlan(await decidePlan(named, ctx), knownTo(ctx))
}

/**
 * Makes a plan smaller and says how: equal calls that may be repeated are made once, reads that nobody uses and steps
 * that would change nothing are left out, and what may run side by side is worked out; steps whose effects meet keep their order.
 *
 * The result is a new saved plan that waits for approval; the one it came from stays as it is. Where there is nothing
 * to do, nothing is saved.
 */
export default hostOperation({
  id: 'nimbus.plan-optimize',
  summary: 'Save a smaller plan that does the same',
  effect: 'create',
  untrusted: true,
  input: z.object({ plan: PlanSource.optional(), document: PlanInline }),
  output: z.object({
    saved: z.string().optional().describe('The new plan; absent when there was nothing to do'),
    changes: z.array(
      z.object({
        did: z.enum(['merged', 'dropped', 'ordered']),
        step: z.string(),
        other: z.string().optional().describe('The step that it is the same as, or stays after'),
        why: z.string(),
      }),
    ),
    stages: z.array(z.array(z.string())).describe('Steps that may run side by side, stage by stage'),
    plan: PlanDocument,
  }),
  positional: ['plan'],
  aliases: ['plan optimize'],
  examples: [{ title: 'Leave out what is done twice', input: { plan: 'plan.json' } }],
  phrases: [
    'optimize the plan {plan}',
    'make plan {plan} smaller',
    'optimise {plan}',
    'remove needless steps from {plan}',
    'simplify the plan {plan}',
    'make {plan} smaller where steps are done twice',
    '{plan} does things twice',
    'take double steps out of {plan}',
    'shorten the plan {plan}',
    'slim down {plan}',
    'tighten {plan}',
    'streamline {plan}',
    'condense {plan}',
    'trim the plan {plan}',
    'reduce the number of steps in {plan}',
    'fewer steps in {plan}',
    'fewer calls in {plan}',
    'make {plan} shorter',
    'make {plan} more efficient',
    'merge duplicate steps in {plan}',
    'boil {plan} down',
    'optimisation of {plan}',
    'let {plan} be optimized',
    'can {plan} be made smaller',
    'make {plan} smaller',
    'which steps of {plan} could go',
    'which steps of {plan} are superfluous',
  ],
  words: {
    plan: { kind: 'any-plan', unless: 'document' },
  },

  target: ({ plan }) => ({ resources: [...(plan === undefined ? [] : [`file:${plan}`]), 'nimbus:records/plans'] }),
  async preview(input, ctx) {
    const { changes } = await optimizedOf(input, ctx)
    const { plan } = input
    const summary = changes.map(({ why }) => why).join('; ')
    return {
      changes: [
        ...(plan === undefined ? [] : [{ resource: await resourceOf(plan, ctx), effect: 'read' as const }]),
        ...(changes.length > 0 ? [{ resource: 'nimbus:records/plans', effect: 'create' as const, summary }] : []),
      ],
    }
  },
  async run(input, ctx) {
    const { plan: smaller, changes, stages } = await optimizedOf(input, ctx)
    const result = { changes: changes.map((each) => ({ ...each })), stages: stages.map((stage) => [...stage]) }
    if (changes.length === 0) return { ...result, plan: documentOf(smaller) }
    const plan = await foretold(smaller, ctx)
    const saved = await savePlan(plan, ctx)
    return { saved, ...result, plan: { ...documentOf((await findPlan(saved, ctx)).plan), digest: plan.digest } }
  },
  verify: async (_input, { saved, plan }, ctx) =>
    saved === undefined ? [] : [await savedAsMade(saved, plan.digest, ctx)],
  // A plan does nothing until it is approved, and ends by expiring.
  undo: () => undefined,
  text({ saved, changes, stages, plan }) {
    const marks = { merged: '-', dropped: '-', ordered: '!' } as const
    const beside = stages.filter((stage) => stage.length > 1)
    return [
      ...(changes.length === 0 ? ['✓ there is nothing to leave out'] : []),
      ...changes.map(({ did, why }) => `${marks[did]} ${why}`),
      ...beside.map((stage) => `  steps ${stage.join(', ')} may run side by side`),
      ...treeOf(plan),
      ...(saved
        ? [`✓ saved as ${saved}; approve and apply it with: nimbus approve ${saved} && nimbus apply ${saved}`]
        : []),
    ].join('\n')
  },
})
