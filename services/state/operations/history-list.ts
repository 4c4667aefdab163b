import { effects, hostOperation, z } from '@nimbus/kernel/define'
import { queryHistory } from '../history-query.ts'
import { HistoryEntry, historyText, outcomes } from '../run-view.ts'

/**
 * Lists what was done, newest first: runs from every surface, and notes about what happened elsewhere.
 *
 * Runs that other runs called, and the looks that a plan takes at its steps, are left out unless asked for.
 */
export default hostOperation({
  id: 'state.history-list',
  summary: 'Show what was done',
  effect: 'read',
  untrusted: true,
  input: z.object({
    operation: z.string().min(1).optional().describe('Only this operation, such as fs.write'),
    outcome: z.enum(outcomes).optional().describe('Only runs that ended so'),
    effect: z.enum(effects).optional().describe('Only runs of this effect'),
    since: z.string().min(1).optional().describe('Not before: 30m, 2h, 3d, or a date'),
    nested: z.boolean().default(false).describe('Also runs that other runs called'),
    changes: z.boolean().default(false).describe('Only runs that may change something'),
    limit: z.number().int().min(1).max(1000).default(20).describe('How many at most'),
  }),
  output: z.object({ entries: z.array(HistoryEntry), at: z.string().describe('When this was asked') }),
  aliases: ['history', 'history list'],
  routes: [{ method: 'GET', path: '/api/state/history' }],
  examples: [
    { title: 'The latest twenty', input: {} },
    { title: 'What was changed', input: { changes: true } },
    { title: 'What failed today', input: { outcome: 'failed', since: '1d' } },
  ],
  phrases: [
    'what was {effect}',
    'what did i {effect}',
    'what was {effect} {since}',
    'what did we {effect}',
    'what {outcome}',
    'what did i do',
    'show the history',
    'what failed since {since}',
    'list the last runs',
    'recent runs',
    'list runs',
    'runs',
    'which calls were {outcome}',
    '{outcome} calls',
    'did anybody run {operation}',
    'when did {operation} run',
    'which runs were {outcome}',
    'what did i do {since}',
    'runs of {operation}',
    'past runs of {operation}',
    'history',
    'what has been done',
    'what changed something',
    '{outcome} runs since {since}',
    'whose calls were {outcome}',
    'attempts that ended {outcome}',
    'which attempts were {outcome}',
    'what ended {outcome}',
    'which {effect} were done',
    'history with nested runs',
    'what happened since {since}',
    'what was run',
    'last runs',
    'what ran',
    'show failed runs',
  ],
  words: {
    operation: { kind: 'operation' },
    outcome: {
      values: {
        failed: ['failing', 'fail', 'went wrong', 'broke'],
        denied: [
          'forbidden',
          'refused by policy',
          'denied by policy',
          'denied by the policy',
          'ended denied',
          'turned away',
          'stopped by policy',
        ],
        cancelled: ['canceled', 'aborted'],
        interrupted: ['killed', 'crashed'],
        running: ['still running', 'in progress'],
        missing: [],
        approval: ['waiting for approval'],
        preview: ['dry runs'],
        negative: ['answered no'],
        invalid: [],
        done: ['succeeded', 'successful'],
      },
    },
    effect: {
      values: {
        delete: ['deletions', 'deleted', 'deletes', 'destructive'],
        create: ['creations', 'created', 'creates'],
        update: ['updates', 'updated'],
        read: ['reads'],
      },
    },
    since: { kind: 'since' },
    nested: { words: ['nested', 'nested runs', 'runs that other runs called', 'child runs'] },
    changes: {
      words: [
        'changed something',
        'only changes',
        'that changed anything',
        'may change',
        'with an effect',
        'what was changed',
        'what changed',
      ],
    },
    limit: { words: ['{} runs'] },
  },

  target: () => ({ resources: ['nimbus:records/runs'] }),
  run: async (input, ctx) => ({ entries: await queryHistory(input, ctx), at: ctx.now().toISOString() }),
  text: ({ entries, at }, { operation, outcome, effect, since, changes }, columns) =>
    entries.length === 0
      ? operation || outcome || effect || since || changes
        ? 'nothing matches; nimbus history shows everything'
        : 'nothing yet; what you do appears here'
      : `${historyText(entries, at, columns)}\nnimbus history show <id> tells more`,
})
