import { approve } from './approve.ts'
import { rank } from './effect.ts'
import type { Envelope } from './envelope.ts'
import { exits, failed, toErrorData } from './errors.ts'
import { foresee } from './foresee.ts'
import { type Decision, decide } from './policy.ts'
import type { Ports } from './ports.ts'
import type { Request } from './request.ts'
import { createContext } from './run-context.ts'
import { RunRecorder } from './run-recorder.ts'
import { validate } from './validate.ts'

/**
 * The one way in. Every call from every surface goes through here and nothing else may start work:
 *
 * validate → target, preview → policy → approval → record → run → validate output → verify → record → undo.
 *
 * Never rejects: what goes wrong is in the envelope.
 */
export const invoke = async (request: Request, ports: Ports): Promise<Envelope> => {
  if (ports.remote?.serves(request.operation)) return ports.remote.invoke(request)
  const recorder = new RunRecorder(request, ports)
  try {
    const call = await validate(request, ports)
    const { operation, input, entry } = call
    recorder.describe(call)
    const ctx = createContext(request, entry, recorder, ports, invoke)

    const foreseen = await foresee(call, request, ctx)
    const { preview, target } = foreseen
    const question = {
      operation: operation.id,
      principal: request.principal,
      direct: ctx.direct,
      ...(target.environment ? { environment: target.environment } : {}),
    }
    const decision = heedTaint(request, ports, decide(await ports.policy(request.workspace), question, preview.changes))
    recorder.emit('decision', { decide: decision.decide, rule: decision.rule })
    if (request.dryRun) return await recorder.end({ ok: true, outcome: 'preview', preview, data: decision })

    const covering = await approve(call, foreseen, decision, request, ports)
    await recorder.begin(decision.rule, covering)

    request.signal.throwIfAborted()
    const output = await operation.run(input, ctx)
    const printed = await operation.output.safeParseAsync(output)
    if (!printed.success)
      throw failed('invalid-output', `${operation.id} gave a result that does not fit its schema`, {
        why: printed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; '),
        next: 'the work may have been done: look before you repeat it',
      })
    if (entry.untrusted && request.session) ports.taints.mark(request.session, operation.id)

    const findings = await operation.verify?.(input, printed.data, ctx)
    if (findings) recorder.emit('verified', { findings })
    const no = operation.negative?.(printed.data) === true || findings?.some(({ status }) => status === 'fail') === true
    const undo = operation.undo?.(call.repeatable, printed.data, recorder.kept, recorder.id)
    return await recorder.end({
      ok: true,
      outcome: no ? 'negative' : 'done',
      data: printed.data,
      ...(findings ? { findings } : {}),
      ...(undo ? { undo } : {}),
    })
  } catch (thrown) {
    const error = request.signal.aborted
      ? { code: 'cancelled', message: 'The call was cancelled', exit: exits.cancelled }
      : toErrorData(thrown)
    if (error.code === 'unexpected')
      ports.log('debug', 'unexpected error', { run: recorder.id, stack: stackOf(thrown) })
    return recorder.fail(error)
  }
}

const stackOf = (thrown: unknown): string => (thrown instanceof Error ? (thrown.stack ?? '') : String(thrown))

/** After a session has read what others wrote, its effects ask again. It never follows a person's own shell. */
const heedTaint = (request: Request, ports: Ports, decision: Decision): Decision => {
  const { session } = request
  if (decision.decide !== 'allow' || !session || !ports.taints.marked(session)) return decision
  const rule = 'taint: this session has read text that others wrote'
  const changes = decision.changes.map((each) =>
    rank(each.change.effect) > 0 ? { ...each, decide: 'ask' as const, rule } : each,
  )
  if (changes.every(({ decide }) => decide === 'allow')) return decision
  return { ...decision, decide: 'ask', rule, changes }
}
