import { hostOperation, invalid, isIdPrefix, onlyOne, z } from '@nimbus/kernel/define'

/** Gives one run as it is recorded: input, decision, outcome, result, and the events after a number. */
export default hostOperation({
  id: 'nimbus.run-show',
  summary: 'Show one run and its events',
  effect: 'read',
  untrusted: true,
  input: z.object({
    run: z.string().min(1).describe('The run; a unique start of at least 4 characters after r_ will do'),
    after: z.number().int().min(0).default(0).describe('Only events after this number'),
  }),
  output: z.object({
    id: z.string(),
    operation: z.string(),
    effect: z.string(),
    outcome: z.string(),
    surface: z.string(),
    principal: z.string(),
    startedAt: z.string(),
    endedAt: z.string().optional(),
    parent: z.string().optional(),
    root: z.string(),
    plan: z.string().optional(),
    decision: z.string().optional(),
    input: z.unknown().optional(),
    result: z.unknown().optional(),
    events: z.array(z.object({ n: z.number().int(), at: z.string(), type: z.string(), data: z.unknown() })),
  }),
  positional: ['run'],
  aliases: ['run show'],
  routes: [{ method: 'GET', path: '/api/runs/:run' }],
  examples: [{ title: 'What did that command do?', input: { run: 'r_abcd' } }],
  phrases: [
    'show run {run}',
    'events of run {run}',
    'show the events of {run}',
    'what happened in run {run}',
    'events of {run} after {after}',
  ],
  words: {
    run: { kind: 'run' },
    after: {
      words: [
        'after {}',
        'after number {}',
        'after event {}',
        'from event {}',
        'past event {}',
        'beyond event {}',
        'newer than event {}',
        'starting after {}',
        'newer than number {}',
      ],
    },
  },

  target: ({ run }) => ({ resources: [`nimbus:records/runs/${run}`] }),
  async run({ run: prefix, after }, ctx) {
    if (!isIdPrefix(prefix, 'r'))
      throw invalid('invalid-id', `${prefix} is not the id of a run`, {
        next: 'it looks like r_ and at least 4 characters',
      })
    const { journal } = ctx.records
    const record = onlyOne(prefix, await journal.find(prefix, ctx.principal.tenant), 'run', 'nimbus history')
    const { id, operation, effect, outcome, surface, principal, startedAt, endedAt, parent, root, plan, decision } =
      record
    const events = await journal.events(id, after, 1000)
    return {
      id,
      operation,
      effect,
      outcome,
      surface,
      principal,
      startedAt,
      root,
      ...(endedAt ? { endedAt } : {}),
      ...(parent ? { parent } : {}),
      ...(plan ? { plan } : {}),
      ...(decision ? { decision } : {}),
      input: record.input,
      result: record.envelope,
      events: events.map(({ n, at, type, data }) => ({ n, at, type, data })),
    }
  },
})
