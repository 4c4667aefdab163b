import { operation, z } from '@nimbus/kernel/define'
import { loadSettings } from '../config/load-settings.ts'
import { present } from '../present.ts'
import { csvOf } from '../stats/csv.ts'
import { invocationOf } from '../telemetry/entry.ts'
import { ExportedCall, exportedCall, exportedColumns } from '../telemetry/exported-call.ts'
import { inOrder, momentOf } from '../telemetry/time-span.ts'

const Name = z.string().min(1).optional()

/**
 * Gives the recorded calls one by one, oldest first, for other programs: a line of JSON for each, which
 * `nimbus llm simulate` reads with `--replayable`, or CSV.
 *
 * What was asked and answered is in it only where privacy `full` kept it, redacted.
 */
export default operation({
  id: 'llm.usage-export',
  summary: 'Give the recorded calls to models one by one',
  effect: 'read',
  untrusted: true,
  input: z.object({
    since: z.string().min(1).default('30d').describe('From when: 30d, 12h, 4w or a date'),
    until: z.string().min(1).optional().describe('Until when, exclusive; by default now'),
    agent: Name.describe('Only calls of this agent'),
    model: Name.describe('Only calls of this model'),
    provider: Name.describe('Only calls of this provider'),
    project: Name.describe('Only calls of this project'),
    replayable: z.boolean().default(false).describe('Only calls to models whose tokens are known, for llm simulate'),
    limit: z.number().int().min(1).max(1_000_000).default(100_000).describe('The newest so many at most'),
    format: z.enum(['jsonl', 'csv']).default('jsonl').describe('How they are printed'),
  }),
  output: z.object({ calls: z.array(ExportedCall) }),
  examples: [
    { title: 'The last 30 days, a line of JSON for each call', input: {} },
    { title: 'A month for a spreadsheet', input: { since: '2026-11-01', until: '2026-12-01', format: 'csv' } },
  ],
  phrases: [
    'export the usage of models',
    'export the calls to models since {since}',
    'export model calls',
    'export the usage records',
    'dump the recorded calls of {agent}',
    'give me the recorded calls to models',
    'recorded calls to the {provider} provider',
    'export the calls of agent {agent}',
    'list every model call one by one',
    'usage records as {format}',
    'get me every call we made',
    'every call we made',
    'each call we made to a model',
    'all calls we made to models',
    'every single call to a model',
    'the calls one by one',
    'list every call to a model',
  ],
  words: {
    since: { kind: 'since' },
    until: { kind: 'until' },
    agent: { kind: 'agent' },
    model: { kind: 'model' },
    provider: { kind: 'provider' },
    project: { kind: 'name', words: ['project {}'] },
    replayable: {
      words: [
        'replay it',
        'replay them',
        'can replay',
        'be replayed',
        'simulate can read',
        'simulate reads',
        'simulate understands',
        'so that simulate',
        'as simulate wants it',
        'input for simulate',
        'feed it to simulate',
        'replayable',
        'for simulate',
        'feed to simulate',
        'that can be simulated',
        'simulate',
        'for a simulation',
        'replay',
        'that can be replayed',
        'to replay',
        'for replaying',
        'usable for a simulation',
        'ready for simulation',
        'suited for simulation',
      ],
    },
    limit: { words: ['{} calls'] },
    format: {
      values: {
        csv: [
          'spreadsheet',
          'excel',
          'comma separated',
          'comma-separated',
          'separated by commas',
          'for excel',
          'table for excel',
        ],
        jsonl: [
          'json lines',
          'one object a line',
          'one object per line',
          'json a line',
          'ndjson',
          'line by line as json',
        ],
      },
    },
  },

  target: () => ({ resources: ['nimbus:records/llm-usage'] }),
  async run({ since, until, replayable, limit, format: _format, ...filters }, ctx) {
    const now = ctx.now()
    const { timeZone } = (await loadSettings(ctx)).policies
    const where = present(filters)
    const from = momentOf(since, 'since', now, timeZone)
    const to = until === undefined ? undefined : momentOf(until, 'until', now, timeZone)
    inOrder(from, to)
    const entries = await ctx.ledger.entries({
      since: from,
      ...(to === undefined ? {} : { until: to }),
      where,
      limit,
      detail: true,
    })
    const calls = entries.map((entry) => exportedCall(invocationOf(entry)))
    const isReplayable = ({ provider, model, input_tokens }: (typeof calls)[number]) =>
      provider !== undefined && model !== undefined && input_tokens !== undefined
    return { calls: replayable ? calls.filter(isReplayable) : calls }
  },
  text({ calls }, { format }) {
    // The input as it was given: without a format there is none here.
    if (format !== 'csv') return calls.map((call) => JSON.stringify(call)).join('\n')
    return csvOf([exportedColumns, ...calls.map((call) => exportedColumns.map((column) => call[column]))])
  },
  note: ({ calls }) => (calls.length === 0 ? 'no calls are on record for this; look further back with --since' : ''),
})
