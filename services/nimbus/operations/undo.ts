import {
  failed,
  type HostContext,
  hostOperation,
  idPrefix,
  NimbusError,
  onlyOne,
  redacted,
  unkept,
  z,
} from '@nimbus/kernel/define'
import { callMade } from '../call-made.ts'
import { mustBeMadeHere } from '../made-here.ts'
import { wayBack } from '../way-back.ts'

type RunRecord = Awaited<ReturnType<HostContext['records']['journal']['find']>>[number]

/** How many undos since a run are looked through. */
const mostUndos = 1000

const mustBeThere = async ({ id, startedAt }: RunRecord, ctx: HostContext): Promise<void> => {
  const { tenant } = ctx.principal
  const query = { tenant, operation: 'nimbus.undo', outcome: 'done', since: startedAt, limit: mostUndos }
  const by = (await ctx.records.journal.list(query)).find(
    ({ envelope }) => (envelope?.data as { undone?: string } | undefined)?.undone === id,
  )
  if (by)
    throw failed('undone-already', `${id} has been undone already`, {
      at: by.id,
      why: `${by.id} took it back at ${by.startedAt}`,
      next: `see what that did with: nimbus history show ${by.id}`,
      already: true,
    })
}

/** How a run that left no way back ended, in words. */
const ended: Readonly<Record<string, string>> = {
  done: 'is done',
  negative: 'is done',
  preview: 'was only a preview',
  approval: 'only asked for approval',
  denied: 'was refused',
  invalid: 'was refused for its input',
  missing: 'did not find what it needed',
  failed: 'failed',
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
  running: 'is still running',
}

const undoOf = async (prefix: string, ctx: HostContext) => {
  const record = onlyOne(prefix, await ctx.records.journal.find(prefix, ctx.principal.tenant), 'run', 'nimbus history')
  await mustBeThere(record, ctx)
  const { undo, unknown } = await wayBack(record, ctx)
  if (!undo) {
    const kept = Object.keys(record.kept ?? {})
    const why = `it ${ended[record.outcome]} and left no way back by itself`
    const show = `see what it did with: nimbus history show ${record.id}`
    throw failed('no-undo', `${record.id} cannot be undone`, {
      why: record.effect === 'read' ? 'it changed nothing' : [why, unknown?.why].filter(Boolean).join('; '),
      next:
        kept.length > 0
          ? `put back what it had kept, piece by piece: nimbus fs restore <file> ${record.id} — ${kept.join(', ')}`
          : (unknown?.next ?? show),
    })
  }
  if (JSON.stringify(undo).includes(redacted))
    throw failed('no-undo', `${record.id} cannot be undone`, {
      why: 'taking it back needs a secret, and secrets are not recorded',
      next: 'take it back by hand',
    })
  if ('irreversible' in undo)
    throw failed('irreversible', `${record.id} cannot be undone`, {
      why: undo.irreversible,
      next: `see what it did with: nimbus history show ${record.id}`,
    })
  return { record, undo }
}

/**
 * Takes a run back with the call it recorded for that.
 *
 * The call goes through the whole pipeline: undoing a creation is a deletion and asks like one. An apply that stopped,
 * failed or was killed in the middle is taken back as far as it came.
 */
export default hostOperation({
  id: 'nimbus.undo',
  summary: 'Undo a run',
  effect: 'delete',
  untrusted: true,
  input: z.object({
    run: idPrefix('r').describe('The run, as printed; a unique start of at least 4 characters will do'),
  }),
  output: z.object({
    undone: z.string(),
    operation: z.string().describe('The operation that took it back'),
    data: z.unknown().optional(),
    text: unkept(z.string()).optional().describe('What that operation prints'),
  }),
  positional: ['run'],
  aliases: ['undo'],
  exclude: { call: 'an operation names the call it wants instead' },
  examples: [{ title: 'Take back what a command said it did', input: { run: 'r_abcd' } }],
  phrases: [
    'undo {run}',
    'undo what i did last',
    'undo the last thing',
    'undo my last action',
    'undo it',
    'take back what i just did',
    'take back {run}',
    'undo the run {run}',
    'reverse {run}',
    'roll back {run}',
    'undo what {run} did',
  ],

  target: ({ run }) => ({ resources: [`nimbus:records/runs/${run}`] }),
  async preview({ run }, ctx) {
    const { record, undo } = await undoOf(run, ctx)
    const look = await ctx.records.look(undo, ctx)
    mustBeMadeHere(record, look, ctx)
    if (look.error) throw new NimbusError(look.error)
    return look.preview ?? { changes: [] }
  },
  async run({ run }, ctx) {
    const { record, undo } = await undoOf(run, ctx)
    const data: unknown = await ctx.call(undo.operation as never, undo.input as never)
    const text = await ctx.records.printed(undo, data)
    return { undone: record.id, operation: undo.operation, data, ...(text ? { text } : {}) }
  },
  async verify(_input, { operation: id }, ctx) {
    const done = (await callMade(id, ctx))?.outcome === 'done'
    return [
      {
        status: done ? 'pass' : 'fail',
        code: 'undo-recorded',
        message: done ? `${id} is recorded as done` : `there is no finished run of ${id}`,
      },
    ]
  },
  undo: () => ({ irreversible: 'run the original command again instead' }),
  text: ({ undone, operation, data, text }) =>
    [`✓ ${undone} is undone by ${operation}`, text ?? JSON.stringify(data, null, 2)].filter(Boolean).join('\n'),
})
