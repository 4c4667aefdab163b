import { approve, type Outlook } from './approve.ts'
import type { Change } from './call.ts'
import { type Effect, rank, strongest } from './effect.ts'
import { type Envelope, failureEnvelope } from './envelope.ts'
import { type ErrorData, exits, failed, NimbusError, toErrorData } from './errors.ts'
import { foresee } from './foresee.ts'
import { parse } from './parse.ts'
import { type Decision, decide } from './policy.ts'
import type { Ports } from './ports/ports.ts'
import type { Request } from './request.ts'
import { RunContext } from './run-context.ts'
import { RunRecorder } from './run-recorder.ts'
import { offered, validate } from './validate.ts'

/**
 * The one way in. Every call from every surface goes through here and nothing else may start work:
 *
 * validate → target, preview → policy → approval → record → run → validate output → verify → record → undo.
 *
 * Never rejects: what goes wrong is in the envelope.
 */
export const invoke = async (request: Request, ports: Ports): Promise<Envelope> => {
  const { session } = request
  if (session && request.tainted) ports.taints.mark(session, request.operation)
  if (ports.remote?.serves(request.operation)) {
    // A session goes on here: what another process reads for it taints it in both.
    const sent = session && ports.taints.marked(session) ? { ...request, tainted: true as const } : request
    if (session && ports.catalog.get(request.operation)?.untrusted) ports.taints.mark(session, request.operation)
    return ports.remote.invoke(sent, () => session && ports.taints.mark(session, request.operation))
  }
  const recorder = new RunRecorder(request, ports)
  try {
    mustGoOn(request, 'read')
    const entry = offered(request, ports)
    const operation = await ports.catalog.load(entry.id)
    const call = validate(entry, operation, await parse(operation.input, request.input ?? {}), request, ports)
    recorder.describe(call)
    const ctx = new RunContext(request, entry, operation, recorder, ports, invoke)

    // What the call would do and whether it may: looked at once more when a person took their time to answer.
    const look = async (): Promise<Outlook> => {
      const foreseen = await foresee(call, request, ctx)
      const { preview, target } = foreseen
      const { environment } = target
      const question = { operation: operation.id, principal: request.principal, direct: ctx.direct, environment }
      // The declared effect is a ceiling; decided and recorded is what the preview says, where it says anything.
      const effect =
        preview.changes.length > 0 ? strongest(preview.changes.map((each) => each.effect)) : operation.effect
      recorder.foresaw(effect)
      const layers = await ports.policy(request.workspace, effect)
      return { ...foreseen, decision: heedTaint(request, ports, decide(layers, question, preview.changes)) }
    }
    const outlook = await look()
    const { preview, decision } = outlook
    recorder.emit('decision', { decide: decision.decide, rule: decision.rule })
    // A preview, a chunk and an error carry text as well, so the mark does not wait for the result. What a call with an
    // effect gives comes after it was decided: it does not ask because of its own words.
    if (session && entry.untrusted && (request.dryRun || entry.effect === 'read')) ports.taints.mark(session, entry.id)
    if (request.dryRun) return await recorder.end({ ok: true, outcome: 'preview', ...shownOf(outlook) })

    const covering = await approve(call, outlook, look, request, ports)
    if (session && entry.untrusted) ports.taints.mark(session, entry.id)
    await recorder.begin(decision.rule, covering, preview.changes)

    mustGoOn(request, operation.effect)
    const output = await operation.run(call.input, ctx)
    const printed = await parse(operation.output, output)
    if (!printed.success)
      throw failed('invalid-output', `${operation.id} gave a result that does not fit its schema`, {
        why: printed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; '),
        next: 'the work may have been done: look before you repeat it',
      })
    const findings = await operation.verify?.(call.input, printed.data, ctx)
    if (findings) recorder.emit('verified', { findings })
    const no = operation.negative?.(printed.data) === true || findings?.some(({ status }) => status === 'fail') === true
    const { undo: back } = operation
    const undo = typeof back === 'function' ? back(call.repeatable, printed.data, recorder.kept, recorder.id) : back
    const result: Omit<Envelope, 'run'> = { ok: true, outcome: no ? 'negative' : 'done', data: printed.data }
    if (findings) result.findings = findings
    if (undo) result.undo = undo
    return await recorder.end(result)
  } catch (thrown) {
    const error = request.signal.aborted ? cancelledBy(thrown) : toErrorData(thrown)
    if (error.code === 'unexpected')
      ports.log('debug', 'unexpected error', { run: recorder.id, stack: stackOf(thrown) })
    return recorder.fail(error).catch((lost: unknown) => {
      // The end could not be written; what went wrong with the call matters more.
      ports.log('warn', 'the end of a run was not written', { run: recorder.id, error: toErrorData(lost).message })
      return ports.redactor.value(failureEnvelope(recorder.id, error))
    })
  }
}

/** Raises when the call is to stop. What may have an effect asks the signal itself. */
const mustGoOn = (request: Request, effect: Effect): void => {
  if (effect !== 'read' || request.stopping?.stopped !== false) request.signal.throwIfAborted()
}

/** A look as it is shown: a diff holds what is in a file, and of a change that policy forbids there is none to see. */
const shownOf = ({ preview, decision }: Outlook): Pick<Envelope, 'preview' | 'data'> => {
  if (decision.decide !== 'deny') return { preview, data: decision }
  const hidden = new Set(decision.changes.filter(({ decide }) => decide === 'deny').map(({ change }) => change))
  const shown = (change: Change): Change =>
    hidden.has(change) ? { resource: change.resource, effect: change.effect } : change
  const changes = decision.changes.map((each) => ({ ...each, change: shown(each.change) }))
  return { preview: { ...preview, changes: preview.changes.map(shown) }, data: { ...decision, changes } }
}

/** A cancelled call still says what it met on the way out, such as a lock that was left behind, or what it left undone. */
const cancelledBy = (thrown: unknown): ErrorData => {
  const cancelled = { code: 'cancelled', message: 'The call was cancelled', exit: exits.cancelled }
  if (!(thrown instanceof NimbusError)) return cancelled
  const { data } = thrown
  // That a program was cancelled says no more; what is left undone, and how to go on, does.
  if (data.exit === exits.cancelled) return data.why === undefined ? cancelled : data
  return { ...data, ...cancelled, why: [data.message, data.why].filter(Boolean).join(': ') }
}

const stackOf = (thrown: unknown): string => (thrown instanceof Error ? (thrown.stack ?? '') : String(thrown))

/** After a session has read what others wrote, its effects ask again. It never follows a person's own shell. */
const heedTaint = (request: Request, ports: Ports, decision: Decision): Decision => {
  if (!request.session || !ports.taints.marked(request.session)) return decision
  const rule = 'taint: this session has read text that others wrote'
  const changes = decision.changes.map((each) =>
    each.decide === 'allow' && rank(each.change.effect) > 0 ? { ...each, decide: 'ask' as const, rule } : each,
  )
  if (decision.decide !== 'allow' || changes.every(({ decide }) => decide === 'allow')) return { ...decision, changes }
  return { ...decision, decide: 'ask', rule, changes }
}
