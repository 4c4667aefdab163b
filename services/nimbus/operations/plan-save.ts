import { hostOperation, z } from '@nimbus/kernel/define'
import { findPlan } from '@nimbus/plan-graph'
import { decidePlan, mustBeInOrder } from '../decide-plan.ts'
import { foretold } from '../foretell.ts'
import { givenPlan, PlanInline, PlanSource, resourceOf } from '../plan-document.ts'
import { howToApply, planTree, ShownPlan, shownPlan } from '../plan-view.ts'
import { savedAsMade, savePlan } from '../save-plan.ts'

/**
 * Makes a plan file, hand-written or exported, a saved plan that can be approved and applied.
 *
 * The plan is checked as `nimbus plan validate` does. Then every step whose input is known is looked at and decided by
 * policy; a step that takes its input from another asks when its turn comes. Nothing else is done, and nobody has
 * approved it yet. A document that was exported and edited since is refused: without its id and digest it is a plan of
 * your own. Expired and used plans are refused as well.
 */
export default hostOperation({
  id: 'nimbus.plan-save',
  summary: 'Save a plan file as a plan',
  effect: 'create',
  untrusted: true,
  input: z.object({ plan: PlanSource.optional(), document: PlanInline }),
  output: ShownPlan,
  positional: ['plan'],
  aliases: ['plan save'],
  examples: [{ title: 'Save a plan that was written by hand', input: { plan: 'plan.json' } }],
  phrases: [
    'save the plan {plan}',
    'make {plan} a plan',
    'save {plan} as a plan',
    'store the plan document {plan}',
    'make {plan} a saved plan',
    'turn the file {plan} into a saved plan',
    'store {plan} as a plan',
    'save plan file {plan}',
    'register {plan}',
    'register the plan file {plan}',
    'import the plan {plan}',
    'import {plan} as a plan',
    'submit the plan {plan}',
    'submit {plan} for approval',
    'put {plan} up for approval',
    'put {plan} in the list of plans',
    'add {plan} to the plans',
    'take {plan} in as a plan',
  ],
  words: {
    plan: { kind: 'any-plan', unless: 'document' },
  },

  target: ({ plan }) => ({ resources: [...(plan === undefined ? [] : [`file:${plan}`]), 'nimbus:records/plans'] }),
  async preview(input, ctx) {
    await mustBeInOrder(await givenPlan(input, ctx), ctx)
    const { plan } = input
    return {
      changes: [
        ...(plan === undefined ? [] : [{ resource: await resourceOf(plan, ctx), effect: 'read' as const }]),
        { resource: 'nimbus:records/plans', effect: 'create', summary: 'a saved plan that waits for approval' },
      ],
    }
  },
  async run(input, ctx) {
    const named = await givenPlan(input, ctx)
    await mustBeInOrder(named, ctx)
    const decided = await decidePlan(named, ctx)
    // An exported plan says of itself what was known when it was made.
    const plan = named.made ? decided : await foretold(decided, ctx)
    const id = await savePlan(plan, ctx)
    return { ...(await shownPlan(await findPlan(id, ctx), ctx)), digest: plan.digest }
  },
  verify: async (_input, { id, digest }, ctx) => [await savedAsMade(id, digest, ctx)],
  // It does nothing until it is approved, and ends by expiring.
  undo: () => undefined,
  text: (view) => `${planTree(view)}\n✓ saved; ${howToApply(view)}`,
})
