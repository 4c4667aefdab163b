import { hostOperation, z } from '@nimbus/kernel/define'
import { findPlan, PlanId, PlanView, planText, viewOf } from '../plan-view.ts'

/** Shows a saved plan: its steps, what they would change, and what has become of it. */
export default hostOperation({
  id: 'nimbus.plan-show',
  summary: 'Show a saved plan',
  effect: 'read',
  input: z.object({ plan: PlanId }),
  output: PlanView,
  positional: ['plan'],
  aliases: ['plan show'],
  examples: [{ title: 'Look before approving', input: { plan: 'p_abcd' } }],
  phrases: ['show plan {plan}'],

  target: ({ plan }) => ({ resources: [`nimbus:records/plans/${plan}`] }),
  run: async ({ plan }, ctx) => viewOf(await findPlan(plan, ctx), ctx.now()),
  text: planText,
})
