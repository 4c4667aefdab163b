import { hostOperation, z } from '@nimbus/kernel/define'
import { unreadText } from '@nimbus/task-view'
import { hanging } from '@nimbus/text-table'
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
  output: z.object({
    plans: z.array(PlanView),
    unread: z.number().int().describe('Plans that cannot be opened here, because another key sealed them'),
  }),
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
    'plans that {status}',
    'which plans {status}',
    'anything in the queue for my approval',
    'anything waiting for my approval',
    'which saved plans are {status}',
    'saved plans that nobody signed off on',
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
          'sitting in the queue',
          'in the queue',
          'queued',
          'for my approval',
          'need my approval',
          'needs my approval',
          'need approval',
          'needs approval',
          'awaiting approval',
          'awaiting',
          'waiting for me',
          'waiting on me',
          'nobody signed off',
          'nobody has signed off',
          'not signed off',
          'unsigned',
          'undecided',
          'not decided yet',
          'outstanding',
          'to sign off',
          'not yet approved',
          'still to approve',
          'wait for a decision',
        ],
        used: [
          'applied',
          'used up',
          'already applied',
          'carried out',
          'executed',
          'already used',
          'already done',
          'already carried out',
        ],
        refused: [
          'rejected',
          'turned down',
          'declined',
          'vetoed',
          'disapproved',
          'turned away',
          'said no to',
          'dismissed',
          'thrown out',
        ],
        expired: [
          'too old',
          'ran out',
          'run out',
          'running out',
          'timed out',
          'lapsed',
          'no longer valid',
          'out of date',
          'outdated',
          'too late',
          'stale',
          'past their time',
          'past their date',
          'nobody approved in time',
        ],
        approved: [
          'signed off',
          'green-lit',
          'greenlit',
          'ready to apply',
          'ready to be applied',
          'given the go-ahead',
          'with an approval',
          'somebody approved',
        ],
      },
    },
    limit: { words: ['{} plans'] },
  },

  target: () => ({ resources: ['nimbus:records/plans'] }),
  async run({ status, limit }, ctx) {
    let unread = 0
    const onClosed = () => {
      unread += 1
    }
    const stored = await ctx.records.plans.list(ctx.principal.tenant, 500, status && onRecord[status], onClosed)
    const plans = stored.map((each) => viewOf(each, ctx.now())).filter((view) => !status || view.status === status)
    return { plans: plans.slice(0, limit), unread }
  },
  text({ plans, unread }, _input, columns) {
    if (plans.length === 0 && unread === 0)
      return 'No plans. A command that needs approval saves one and prints its id.'
    const lines = plans.map(({ id, status, created, steps }) => {
      const what = [...new Set(steps.map(({ operation }) => operation))].join(', ')
      const time = created.slice(0, 16).replace('T', ' ')
      return hanging(`${id.slice(0, 8)}  ${status.padEnd(8)}  ${time}  `, what, columns)
    })
    const closed = unread > 0 ? [hanging('! ', unreadText(unread, 'plan'), columns)] : []
    return [...lines, ...closed].join('\n')
  },
})
