import { hostOperation, z } from '@nimbus/kernel/define'
import { PlanView, viewOf } from '../plan-view.ts'

/** How plans of a status are on record: nobody writes down that one has expired. */
const onRecord = {
  waiting: ['waiting'],
  approved: ['approved'],
  used: ['used'],
  refused: ['refused'],
  expired: ['waiting', 'approved'],
} as const

/** Lists saved plans, newest first: what waits for approval, what was approved, used or has expired. */
export default hostOperation({
  id: 'nimbus.plan-list',
  summary: 'List saved plans',
  effect: 'read',
  untrusted: true,
  input: z.object({
    status: z.enum(['waiting', 'approved', 'used', 'refused', 'expired']).optional().describe('Only these'),
    limit: z.number().int().min(1).max(500).default(20).describe('How many at most'),
  }),
  output: z.object({ plans: z.array(PlanView) }),
  aliases: ['plan list'],
  examples: [{ title: 'What waits for approval', input: { status: 'waiting' } }],
  phrases: [
    'list plans',
    'what waits for approval',
    'list saved plans',
    'which plans are waiting',
    'show my plans',
    'which plans are {status}',
    'plans waiting for approval',
    'what is waiting to be approved',
    'pending plans',
    'what do i have to approve',
    '{status} plans',
    'all saved plans',
    'which plans have been {status}',
    'plans that sit there {status}',
    'what sits there {status}',
  ],
  words: {
    status: {
      values: {
        waiting: [
          'pending',
          'waiting for approval',
          'waits for approval',
          'wait for approval',
          'wait for somebody',
          'wait',
          'to approve',
          'to be approved',
          'not approved yet',
          'unapproved',
          'nobody has approved',
          'nobody approved',
          'no one has approved',
          'not been approved',
          'without approval',
          'wait for a signature',
          'still open',
          'open',
        ],
        used: ['applied', 'used up'],
        refused: ['rejected', 'turned down', 'declined'],
        expired: ['too old'],
      },
    },
    limit: { words: ['{} plans'] },
  },

  target: () => ({ resources: ['nimbus:records/plans'] }),
  async run({ status, limit }, ctx) {
    const stored = await ctx.records.plans.list(ctx.principal.tenant, 500, status && onRecord[status])
    const plans = stored.map((each) => viewOf(each, ctx.now())).filter((view) => !status || view.status === status)
    return { plans: plans.slice(0, limit) }
  },
  text: ({ plans }) =>
    plans.length === 0
      ? 'No plans. A command that needs approval saves one and prints its id.'
      : plans
          .map(
            ({ id, status, created, steps }) =>
              `${id.slice(0, 8)}  ${status.padEnd(8)}  ${created.slice(0, 16).replace('T', ' ')}  ${steps.map(({ operation }) => operation).join(', ')}`,
          )
          .join('\n'),
})
