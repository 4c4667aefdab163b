import { hostOperation, NimbusError, unkept, z } from '@nimbus/kernel/define'
import { findPlan, PlanId } from '../plan-view.ts'

/**
 * Applies an approved plan, once.
 *
 * Before the first effect the plan's digest, expiry, workspace and preconditions are checked again; then its steps run
 * in order, each through the whole pipeline, and the first failure stops the rest.
 */
export default hostOperation({
  id: 'nimbus.apply',
  summary: 'Apply an approved plan',
  effect: 'delete',
  input: z.object({ plan: PlanId }),
  output: z.object({
    plan: z.string(),
    run: z.string().describe('The run of the last step'),
    outcome: z.string(),
    data: unkept(z.unknown()).optional().describe('What the last step gave, which its own run has on record'),
  }),
  positional: ['plan'],
  aliases: ['apply'],
  exclude: { call: 'a plan is applied by whoever is at the top' },
  examples: [{ title: 'Apply an approved plan', input: { plan: 'p_abcd' } }],
  phrases: [
    'apply {plan}',
    'apply the plan {plan}',
    'carry out the approved plan {plan}',
    'execute the plan {plan}',
    'run the plan {plan}',
  ],
  words: {
    plan: { kind: 'plan' },
  },

  target: ({ plan }) => ({ resources: [`nimbus:records/plans/${plan}`] }),
  // What the steps do was decided when the plan was approved; applying only uses the approval up.
  async preview({ plan }) {
    return { changes: [{ resource: `nimbus:records/plans/${plan}`, effect: 'update' }] }
  },
  async run({ plan }, ctx) {
    const envelope = await ctx.records.apply(plan, ctx)
    if (envelope.error) throw new NimbusError(envelope.error)
    const { id } = await findPlan(plan, ctx)
    return { plan: id, run: envelope.run, outcome: envelope.outcome, data: envelope.data }
  },
  async verify(_input, { plan, run }, ctx) {
    const { status } = await findPlan(plan, ctx)
    const record = await ctx.records.journal.get(run, ctx.principal.tenant)
    const ended = record !== undefined && record.outcome !== 'running'
    return [
      {
        status: status === 'used' ? 'pass' : 'fail',
        code: 'plan-used',
        message: status === 'used' ? 'the plan is used up' : `the plan is still ${status}`,
      },
      {
        status: ended ? 'pass' : 'fail',
        code: 'run-recorded',
        message: ended ? 'the run of its last step is recorded' : `there is no finished run ${run}`,
      },
    ]
  },
  undo: (_input, { run }) => ({ irreversible: `a plan is used once; take back what it did with: nimbus undo ${run}` }),
  negative: ({ outcome }) => outcome === 'negative',
})
