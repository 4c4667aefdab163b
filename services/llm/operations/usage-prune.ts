import { type Context, operation, z } from '@nimbus/kernel/define'
import { loadSettings } from '../config/load-settings.ts'
import { pruneBefore } from '../telemetry/retention.ts'
import { momentOf } from '../telemetry/time-span.ts'

/** Recording usage asks nobody; deleting what was recorded does, so it is no part of `nimbus:records`. */
const resource = 'nimbus:usage/llm'

const momentBefore = async (olderThan: string, ctx: Context): Promise<string> =>
  momentOf(olderThan, 'olderThan', ctx.now(), (await loadSettings(ctx)).policies.timeZone)

const callsText = (count: number): string => `${count.toLocaleString('en-US')} ${count === 1 ? 'call' : 'calls'}`

/** Records are counted as far as this: to read all of years takes longer than to delete them. */
const mostCounted = 10_000

/** How many calls before a time are on record, in words; undefined for none. */
const recordedBefore = async (until: string, { ledger }: Context): Promise<string | undefined> => {
  const { length } = await ledger.entries({ until, limit: mostCounted + 1 })
  if (length === 0) return undefined
  return `${length > mostCounted ? `more than ${callsText(mostCounted)}` : callsText(length)} before ${until}`
}

/**
 * Deletes the records of calls to models that are older than a time. It cannot be undone.
 *
 * Budgets do not forget: what was spent in a period that is not over still counts. By itself everything goes that is
 * older than `retention_days` of the policies, once a day.
 */
export default operation({
  id: 'llm.usage-prune',
  summary: 'Delete old records of the usage of models',
  effect: 'delete',
  idempotent: true,
  input: z.object({
    olderThan: z.string().min(1).describe('A span such as 90d or 12w, or a date: everything before goes'),
  }),
  output: z.object({
    before: z.string().describe('Everything before this was deleted, ISO 8601'),
    deleted: z.number().int().describe('How many records'),
  }),
  examples: [{ title: 'Keep the last three months', input: { olderThan: '90d' } }],
  phrases: [
    'delete usage records older than {olderThan}',
    'delete the usage records older than {olderThan}',
    'forget the usage of models before {olderThan}',
    'delete usage data older than {olderThan}',
    'prune usage records before {olderThan}',
    'delete old usage records',
    'remove model usage older than {olderThan}',
    'delete the records of model usage before {olderThan}',
    'purge usage records older than {olderThan}',
    'forget model calls recorded before {olderThan}',
    'delete the recorded calls from before {olderThan}',
    'delete llm usage older than {olderThan}',
    'drop usage records older than {olderThan}',
    'prune model usage older than {olderThan}',
  ],
  words: {
    olderThan: {
      kind: 'age',
      words: [
        'older than {}',
        'before {}',
        'older {}',
        'over {} old',
        '{} old',
        'that are older than {}',
        'from before {}',
        'beyond {}',
        'past {}',
        'more than {} old',
        'over {}',
        'of more than {} ago',
        'more than {} ago',
        'dating from before {}',
      ],
    },
  },

  target: () => ({ resources: [resource] }),
  async preview({ olderThan }, ctx) {
    const before = await momentBefore(olderThan, ctx)
    const summary = await recordedBefore(before, ctx)
    return { changes: summary ? [{ resource, effect: 'delete', summary }] : [] }
  },
  async run({ olderThan }, ctx) {
    const before = await momentBefore(olderThan, ctx)
    const deleted = await ctx.step('Delete old records', () => pruneBefore(ctx, before))
    return { before, deleted }
  },
  async verify(_input, { before }, ctx) {
    const left = await recordedBefore(before, ctx)
    return [
      left
        ? { status: 'fail', code: 'usage-pruned', message: `${left} are still recorded` }
        : { status: 'pass', code: 'usage-pruned', message: `no record before ${before} is left` },
    ]
  },
  undo: { irreversible: 'what was deleted was not kept' },
  text: ({ before, deleted }) =>
    deleted === 0 ? `✓ nothing was older than ${before}` : `✓ deleted ${callsText(deleted)} before ${before}`,
})
