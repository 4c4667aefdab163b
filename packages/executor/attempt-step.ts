import {
  type Envelope,
  failed,
  failureEnvelope,
  invoke,
  type PlanStep,
  type Request,
  type RunEvent,
  type TaskStep,
  toErrorData,
} from '@nimbus/kernel'
import { stirred } from '@nimbus/plan-graph'
import { answerTo, withAnswer } from './answers.ts'
import { mayPass, waitBefore } from './backoff.ts'
import { coveringOf, digestOfLook, lookAt } from './ground.ts'
import { madeBefore } from './half-done.ts'
import { mustBeSafe } from './may-go-on.ts'
import { type Tried, withinQuota } from './quota.ts'
import { resolveReferences } from './resolve-references.ts'
import { afterRun } from './step-result.ts'
import { toldAhead } from './told-ahead.ts'
import { changesOf, heldAgainst } from './unexpected.ts'
import { checkpoint, resultsOf, standing, type Work } from './work.ts'

/** How long a step may take that does not say so itself, in milliseconds. */
const usualTimeout = 2 * 60 * 60 * 1000

const timeUp = (step: PlanStep, ms: number) =>
  failed('step-timeout', `step ${step.id} took longer than ${ms} ms`, {
    at: step.operation,
    why: 'it was interrupted then',
    next: 'look at what it has done; a plan may give it more time with timeoutMs',
  })

const timed = async (step: PlanStep, call: Request, work: Work): Promise<Envelope> => {
  const ms = step.timeoutMs ?? usualTimeout
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), ms)
  try {
    const signal = AbortSignal.any([call.signal, work.stop.signal, late.signal])
    const onEvent = (event: RunEvent) => {
      if (event.type === 'started') work.shown.set(event.run, changesOf(event.data))
      call.onEvent?.(event)
    }
    const envelope = await invoke({ ...call, signal, onEvent }, work.ports)
    const cutOff = envelope.outcome === 'cancelled' && late.signal.aborted
    return cutOff ? failureEnvelope(envelope.run, timeUp(step, ms).data) : envelope
  } finally {
    clearTimeout(timer)
  }
}

/** A no that the step leans on: what was to be changed only if a check is content is not changed. */
const refusedBefore = (step: PlanStep, work: Work) => {
  const no =
    step.effect === 'read' ? undefined : step.dependsOn.find((id) => work.steps.get(id)?.outcome === 'negative')
  if (no !== undefined)
    throw failed('answer-no', `step ${step.id} comes after a no of step ${no}`, {
      at: step.operation,
      why: 'a check that it depends on has found problems',
      next: 'see what it found, and make a new plan',
    })
}

interface FirstLook {
  /** What is on record of it before the call is made. */
  seen: Pick<TaskStep, 'foreseen' | 'wayBack'>
  no?: Envelope
}

const firstLook = async (step: PlanStep, call: Request, work: Work): Promise<FirstLook> => {
  const entry = work.ports.catalog.get(step.operation)
  if (!entry || entry.effect === 'read') return { seen: {} }
  const look = await invoke({ ...call, dryRun: true }, work.ports)
  const { undo } = look.preview ?? {}
  const ahead = undo ? { wayBack: toldAhead(undo, look.run) } : {}
  // One that may be made again is not asked what became of it; only its way back has to be known before.
  if (entry.idempotent) return { seen: ahead }
  if (look.error) return { seen: {}, no: look }
  const foreseen = digestOfLook(look)
  return { seen: { ...(foreseen ? { foreseen } : {}), ...ahead } }
}

const once = async (step: PlanStep, work: Work): Promise<Tried> => {
  const { request, ports, plan, stored } = work
  refusedBefore(step, work)
  const { looked } = work
  work.looked = false
  const { attempts } = standing(work, step.id)
  const sight = !looked && !stirred(plan, step) ? await lookAt(stored, step, request, ports, attempts) : {}
  if (sight.no) return { envelope: (await madeBefore(work, step.id, sight.no)) ?? sight.no }
  const input = resolveReferences(step.input, resultsOf(work))
  mustBeSafe(work, step, input)
  const own = { ...request, operation: step.operation, input, task: work.task, step: step.id }
  const covering = withAnswer(coveringOf(stored, step), await answerTo(work, standing(work, step.id), own))
  const call = { ...own, covering }
  const look = await firstLook(step, call, work)
  const { error: _error, ...before } = standing(work, step.id)
  return withinQuota(work, step, covering.changes, async () => {
    work.begun()
    const begin: TaskStep = { ...before, status: 'running', attempts: before.attempts + 1 }
    await checkpoint(work, { ...begin, ...look.seen })
    if (look.no) return (await madeBefore(work, step.id, look.no)) ?? look.no
    const made = await timed(step, call, work)
    // With nothing left to do it knows no way back of what an earlier attempt did, which was cut off.
    const { wayBack } = look.seen.wayBack ? {} : before
    return wayBack && made.undo ? { ...made, undo: wayBack } : made
  })
}

/**
 * Runs one step to its end and writes down how it ended. An operation that may be repeated is tried again as often as
 * the plan says, when it failed in a way that may pass.
 */
export const attemptStep = async (step: PlanStep, work: Work): Promise<void> => {
  const { ports, around } = work
  const stopping = AbortSignal.any([work.request.signal, work.stop.signal])
  const most = ports.catalog.get(step.operation)?.idempotent ? (step.retry?.attempts ?? 1) : 1
  for (let tried = 1; ; tried += 1) {
    const { envelope, count } = await once(step, work).catch(
      (thrown: unknown): Tried => ({ envelope: failureEnvelope('', toErrorData(thrown)) }),
    )
    // Where that fails the task stops as it would after a kill: the run is on record, and is counted as it goes on.
    await count?.()
    const ended = afterRun(step, standing(work, step.id), envelope, ports.clock.now().toISOString())
    const after = envelope.run ? await heldAgainst(work, step, ended) : ended
    const again = tried < most && after.error !== undefined && mayPass(after.error) && !stopping.aborted
    if (!again) {
      await checkpoint(work, after, after.error?.message)
      return
    }
    const ms = waitBefore(tried, around.random)
    await checkpoint(work, { ...after, status: 'waiting' }, `${after.error?.message}; tried again in ${ms} ms`)
    await around.sleep(ms, stopping)
    if (stopping.aborted) return
  }
}
