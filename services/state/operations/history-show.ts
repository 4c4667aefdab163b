import { hostOperation, z } from '@nimbus/kernel/define'
import { CommandView, commandsOf, eventsOf, StepView, stepsOf } from '../run-events.ts'
import { RunReport, runText } from '../run-report.ts'
import { durationOf, entryOf, findRun, HistoryEntry } from '../run-view.ts'

/**
 * Shows one run, or the one that wrote a note: what was asked, what policy decided, which programs ran, what came of it, how to undo it.
 *
 * Program calls can be pasted into a shell. Secrets were removed before anything was recorded.
 */
export default hostOperation({
  id: 'state.history-show',
  summary: 'Show one run of the history',
  effect: 'read',
  untrusted: true,
  input: z.object({
    run: z.string().min(1).describe('The run, as printed; a unique start of at least 4 characters after r_ will do'),
  }),
  output: RunReport.extend({
    commands: z.array(CommandView).describe('Programs that were run, in order'),
    steps: z.array(StepView),
    children: z.array(HistoryEntry).describe('Runs that it called, in order'),
  }),
  positional: ['run'],
  aliases: ['history show'],
  routes: [{ method: 'GET', path: '/api/state/history/:run' }],
  examples: [{ title: 'What did that command do?', input: { run: 'r_abcd' } }],
  phrases: [
    'show run {run}',
    'describe run {run}',
    'what did {run} do',
    'show {run}',
    'what was {run}',
    'details of run {run}',
    'tell me about {run}',
    'can {run} be undone',
    'what came of {run}',
    'let me see run {run}',
  ],
  words: {
    run: { kind: 'run' },
  },

  target: ({ run }) => ({ resources: [`nimbus:records/runs/${run}`] }),
  async run({ run: prefix }, ctx) {
    const record = await findRun(prefix, ctx)
    const { id, root, envelope } = record
    const events = await eventsOf(id, ctx)
    const family = await ctx.records.journal.list({ tenant: ctx.principal.tenant, root, limit: 1000 })
    // A look before the call changed nothing and would only repeat it.
    const children = family
      .filter(({ parent, outcome }) => parent === id && outcome !== 'preview')
      .map((run) => entryOf(run, ctx.catalog))
    const ms = durationOf(record)
    return {
      id,
      operation: record.operation,
      effect: record.effect,
      outcome: record.outcome,
      surface: record.surface,
      principal: record.principal,
      workspace: record.workspace,
      startedAt: record.startedAt,
      ...(record.endedAt ? { endedAt: record.endedAt } : {}),
      ...(ms === undefined ? {} : { ms }),
      ...(record.parent ? { parent: record.parent } : {}),
      ...(record.plan ? { plan: record.plan } : {}),
      ...(record.decision ? { decision: record.decision } : {}),
      input: record.input ?? null,
      result: envelope?.data ?? null,
      ...(envelope?.error ? { error: envelope.error } : {}),
      findings: [...(envelope?.findings ?? [])],
      undo: envelope?.undo ?? null,
      events: events.length,
      commands: commandsOf(events),
      steps: stepsOf(events),
      children: children.reverse(),
    }
  },
  text: runText,
})
