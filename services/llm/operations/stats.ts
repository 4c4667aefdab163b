import { operation, z } from '@nimbus/kernel/define'
import { loadSettings } from '../config/load-settings.ts'
import { present } from '../present.ts'
import { datesIn } from '../spending/periods.ts'
import { dimensions, dimensionsOf } from '../stats/dimensions.ts'
import { addUp, UsageSums } from '../stats/usage-sums.ts'
import { usageCsv, usageTable } from '../stats/usage-text.ts'
import { inOrder, momentOf } from '../telemetry/time-span.ts'

const Name = z.string().min(1).optional()

/**
 * Adds up the calls to models and agent programs: how many, how many tokens, what they cost, how long they took.
 *
 * Sums are exact. A call whose cost is unknown is counted and left out of the sum of costs, which says so; times are
 * those of calls that succeeded. Days and months are those of the time zone of the budgets.
 */
export default operation({
  id: 'llm.stats',
  summary: 'Show what models were used for and what that cost',
  effect: 'read',
  input: z.object({
    by: z
      .string()
      .default('agent,model')
      .describe(`What to tell apart, with commas between: ${dimensions.join(', ')}`),
    daily: z.boolean().default(false).describe('Also by day'),
    monthly: z.boolean().default(false).describe('Also by month'),
    since: z
      .string()
      .min(1)
      .optional()
      .describe('From when: 30d, 12h, 4w or a date; by default 30d, with --monthly 365d'),
    until: z.string().min(1).optional().describe('Until when, exclusive; by default now'),
    agent: Name.describe('Only calls of this agent'),
    model: Name.describe('Only calls of this model'),
    provider: Name.describe('Only calls of this provider'),
    project: Name.describe('Only calls of this project'),
    format: z.enum(['table', 'json', 'csv']).default('table').describe('How it is printed'),
  }),
  output: z.object({
    by: z.array(z.enum(dimensions)),
    since: z.string().describe('ISO 8601, inclusive'),
    until: z.string().describe('ISO 8601, exclusive'),
    timeZone: z.string().describe('Whose days and months'),
    rows: z.array(z.object({ keys: z.record(z.string(), z.string()), usage: UsageSums })),
    total: UsageSums,
  }),
  routes: [{ method: 'GET', path: '/api/llm/stats' }],
  examples: [
    { title: 'Who used which model in the last 30 days', input: { by: 'agent,model', since: '30d' } },
    { title: 'What every day cost, for a spreadsheet', input: { by: '', daily: true, format: 'csv' } },
  ],
  phrases: [
    'state the cost',
    'top models',
    'which models cost the most',
    'most expensive models',
    'cost of the agent {agent}',
    'usage of the provider {provider}',
    'what did the agent {agent} cost',
    'cost per {by}',
    'usage by {by}',
    'cost by {by}',
    'spending by {by}',
    'usage per {by}',
    'what have we spent on models',
    'how much have we spent on models',
    'what did we spend on models',
    'what did the models cost',
    'show the usage of models',
    'what did {agent} spend since {since}',
    'model costs',
    'costs of models',
    'usage of models by {by}',
    'how much did we spend on models',
    'llm stats',
    'model usage of project {project}',
    'what did {agent} cost',
    'spending on models',
    'how many model calls failed',
    'tokens used by {agent}',
    'which agent spends the most',
    'model calls by {by}',
    'llm usage',
    'how much did {model} cost',
    'statistics of model calls',
    'show what {agent} spent',
    'provide the cost of models',
    'provide the expenditure for models',
    'model expenditure',
    'expenditure on models',
    'how busy was {agent}',
    'how busy was the agent {agent}',
    'how busy were the agents',
    'who spent what',
    'who spent the most',
    'who used the most',
    'who used most of it',
    'which agent used the most',
    'usage of {agent}',
    'how much did {agent} use',
  ],
  words: {
    by: {
      kind: 'dimensions',
      words: [
        'which {}',
        'top {}',
        'each {}',
        'every {}',
        'by {}',
        'per {}',
        'for each {}',
        'for every {}',
        'split by {}',
        'grouped by {}',
        'broken down by {}',
        'breakdown by {}',
        'divided by {}',
        'separated by {}',
        'sorted by {}',
        'itemised by {}',
        'itemized by {}',
        'one line per {}',
        'a row per {}',
        'one row per {}',
        'aggregated by {}',
        'summed up by {}',
        'told apart by {}',
      ],
    },
    since: { kind: 'since' },
    until: { kind: 'until' },
    agent: { kind: 'agent' },
    model: { kind: 'model' },
    provider: { kind: 'provider' },
    project: { kind: 'name', words: ['project {}'] },
    daily: {
      words: [
        'daily',
        'also by day',
        'day by day',
        'separately for each day',
        'for each day',
        'day after day',
        'with a figure for each day',
        'on a daily basis',
        'per-day',
      ],
    },
    monthly: {
      words: [
        'monthly',
        'also by month',
        'month by month',
        'for each month',
        'month after month',
        'on a monthly basis',
        'per-month',
      ],
    },
  },

  target: () => ({ resources: ['nimbus:records/llm-usage'] }),
  async run({ by, daily, monthly, since, until, format: _format, ...filters }, ctx) {
    const now = ctx.now()
    const { timeZone } = (await loadSettings(ctx)).policies
    const wanted = dimensionsOf([monthly ? 'month' : '', daily ? 'day' : '', by].join(','))
    const from = momentOf(since ?? (wanted.includes('month') ? '365d' : '30d'), 'since', now, timeZone)
    const to = until === undefined ? undefined : momentOf(until, 'until', now, timeZone)
    inOrder(from, to)
    const where = present(filters)
    const entries = await ctx.ledger.entries({ since: from, ...(to === undefined ? {} : { until: to }), where })
    const { groups, total } = addUp(entries, wanted, datesIn(timeZone))
    return { by: wanted, since: from, until: to ?? now.toISOString(), timeZone, rows: groups, total }
  },
  text(output, { format }, columns) {
    if (format === 'json') return JSON.stringify({ rows: output.rows, total: output.total }, undefined, 2)
    return format === 'csv' ? usageCsv(output) : usageTable(output, columns)
  },
})
