import { denied, hostOperation, mayApprove, z } from '@nimbus/kernel/define'
import { findPlan, madeFor, needsSecondPerson } from '@nimbus/plan-graph'
import { PlanId, PlanView, planText, viewOf } from '../plan-view.ts'

/**
 * Approves a saved plan, so that it can be applied once.
 *
 * Records who approved and which digest; a plan that is changed afterwards no longer counts as approved. In an
 * environment marked protected the approver must not be the one who asked (exit 4).
 */
export default hostOperation({
  id: 'nimbus.approve',
  summary: 'Approve a saved plan',
  effect: 'update',
  idempotent: true,
  input: z.object({ plan: PlanId }),
  output: PlanView,
  positional: ['plan'],
  aliases: ['approve'],
  exclude: {
    mcp: 'only persons approve',
    agent: 'only persons approve',
    call: 'no operation may approve what it is about to do',
  },
  examples: [{ title: 'Approve the plan that a refused command printed', input: { plan: 'p_abcd' } }],
  phrases: [
    'approve {plan}',
    'approve the plan {plan}',
    'give my approval to {plan}',
    'sign off {plan}',
    'accept the plan {plan}',
  ],

  target: ({ plan }) => ({ resources: [`nimbus:records/plans/${plan}`] }),
  async run({ plan: prefix }, ctx) {
    const { principal, records } = ctx
    if (!mayApprove(principal))
      throw denied('not-a-person', `${principal.id} may not approve`, {
        why: 'only persons with the scope approve may',
        next: `have a person run: nimbus approve ${prefix}`,
      })
    const stored = await findPlan(prefix, ctx)
    const now = ctx.now()
    const { status } = viewOf(stored, now)
    if (status !== 'waiting' && status !== 'approved')
      throw denied(`plan-${status}`, `${stored.id} is ${status}`, { next: 'run the command again for a fresh plan' })
    const { environment, workspace } = stored.plan
    if (madeFor(stored) === principal.id && needsSecondPerson(stored.plan, await records.policy(workspace)))
      throw denied('second-person', `${environment} is protected: it needs a second person`, {
        why: `${principal.id} asked for this and may not approve it`,
        next: `have somebody else run: nimbus approve ${stored.id}`,
      })
    await records.plans.approve(stored.id, {
      by: principal.id,
      digest: stored.plan.digest,
      at: now.toISOString(),
    })
    return viewOf(await findPlan(stored.id, ctx), now)
  },
  async verify(_input, output, ctx) {
    const { approval, plan } = await findPlan(output.id, ctx)
    const holds = approval?.by === ctx.principal.id && approval.digest === plan.digest
    return [
      {
        status: holds ? 'pass' : 'fail',
        code: 'approval-recorded',
        message: holds ? 'the approval is recorded' : 'the stored plan does not carry this approval',
      },
    ]
  },
  undo: { irreversible: 'an approval ends by being used or by expiring' },
  text: (view) => `${planText(view)}\n✓ approved; run it with: nimbus apply ${view.id}`,
})
