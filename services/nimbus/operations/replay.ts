import {
  failed,
  type HostContext,
  hostOperation,
  idPrefix,
  NimbusError,
  onlyOne,
  redacted,
  unkeptMark,
  z,
} from '@nimbus/kernel/define'
import { callMade } from '../call-made.ts'
import { mustBeMadeHere } from '../made-here.ts'

/** Raises `no-replay` for what is not called by another operation, as an apply, which has used its plan up. */
const mustBeRepeatable = (
  { id, operation, input }: { id: string; operation: string; input: unknown },
  ctx: HostContext,
) => {
  const why = ctx.catalog.get(operation)?.exclude.call
  if (why === undefined) return
  const { plan } = (input ?? {}) as { plan?: string }
  const isApply = operation === 'nimbus.apply'
  throw failed('no-replay', `${id} cannot be made again: it is a run of ${operation}`, {
    at: id,
    why: isApply ? 'a plan is for a single use' : why,
    next: isApply
      ? `make the plan again and apply that one; what this one was: nimbus plan show ${plan}`
      : 'make the call again with its own command',
  })
}

const callOf = async (prefix: string, ctx: HostContext) => {
  const record = onlyOne(prefix, await ctx.records.journal.find(prefix, ctx.principal.tenant), 'run', 'nimbus history')
  const { id, operation, input } = record
  mustBeRepeatable(record, ctx)
  const text = JSON.stringify(input ?? null)
  const lost = text.includes(redacted)
    ? 'a secret'
    : text.includes(unkeptMark)
      ? 'what was said'
      : /"omitted":\d+,"sha256":/.test(text)
        ? 'a long text'
        : undefined
  if (lost)
    throw failed('no-replay', `${id} cannot be made again from its record`, {
      at: id,
      why: `${lost} in its input was not recorded`,
      next: 'make the call again with its own command',
    })
  return { record, call: { operation, input } }
}

/**
 * Makes the call of an earlier run again, with the same input, as a new run.
 *
 * It goes through the whole pipeline as if it were made for the first time: it is looked at, decided and asked about as
 * things are now, whatever was approved then.
 */
export default hostOperation({
  id: 'nimbus.replay',
  summary: 'Make the call of a run again',
  effect: 'delete',
  untrusted: true,
  input: z.object({
    run: idPrefix('r').describe('The run, as printed; a unique start of at least 4 characters will do'),
  }),
  output: z.object({
    replayed: z.string().describe('The run that was made again'),
    operation: z.string(),
    data: z.unknown().optional(),
  }),
  positional: ['run'],
  aliases: ['replay'],
  exclude: { call: 'an operation names the call it wants instead' },
  examples: [{ title: 'Do the same once more', input: { run: 'r_abcd' } }],
  phrases: [
    'replay {run}',
    'do {run} again',
    'repeat run {run}',
    'run {run} again',
    'replay the run {run}',
    'redo {run}',
  ],

  target: ({ run }) => ({ resources: [`nimbus:records/runs/${run}`] }),
  async preview({ run }, ctx) {
    const { record, call } = await callOf(run, ctx)
    const look = await ctx.records.look(call, ctx)
    mustBeMadeHere(record, look, ctx)
    if (look.error) throw new NimbusError(look.error)
    return look.preview ?? { changes: [] }
  },
  async run({ run }, ctx) {
    const { record, call } = await callOf(run, ctx)
    const data: unknown = await ctx.call(call.operation as never, call.input as never)
    return { replayed: record.id, operation: call.operation, data }
  },
  async verify(_input, { operation: id }, ctx) {
    const done = ['done', 'negative'].includes((await callMade(id, ctx))?.outcome ?? '')
    return [
      {
        status: done ? 'pass' : 'fail',
        code: 'replay-recorded',
        message: done ? `${id} is recorded as done again` : `there is no finished run of ${id}`,
      },
    ]
  },
  undo: (_input, _output, _kept, run) => ({
    irreversible: `take back the call it made; find it with: nimbus history show ${run}`,
  }),
})
