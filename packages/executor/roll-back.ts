import {
  type Call,
  type Covering,
  type Envelope,
  type ErrorData,
  exits,
  failureEnvelope,
  invoke,
  type PlanStep,
  redacted,
  type TaskStep,
} from '@nimbus/kernel'
import { answerTo, withAnswer } from './answers.ts'
import { digestOfLook } from './attempt-step.ts'
import { coveringOf } from './ground.ts'
import { halfDone, sayWhatIsSo } from './half-done.ts'
import { checkpoint, standing, type Work } from './work.ts'

/** The name under which the taking back of a step is on record. */
const undoName = (id: string): string => `undo ${id}`

/**
 * Taking back is covered as far as the plan's own changes go: who approved that it is rolled back approved that what it
 * makes goes again, and what it alters or removes comes back. Anything else asks.
 */
const backCovering = (work: Work, step: PlanStep): Covering => {
  if (work.back) return work.back
  const covering = coveringOf(work.stored, step)
  return {
    ...covering,
    changes: covering.changes.map(({ resource, effect }) => ({
      resource,
      effect: effect === 'create' ? 'delete' : 'update',
    })),
  }
}

/** Steps that have changed something, the latest first. */
const toTakeBack = async (work: Work): Promise<PlanStep[]> => {
  const { ports, plan, request } = work
  const order = new Map(plan.steps.map(({ id }, i) => [id, i]))
  const changed = await Promise.all(
    plan.steps.map(async (step) => {
      const { status, run, undo } = standing(work, step.id)
      if (status === 'undoing') return true
      // One that came to its end, and was found not to have achieved what it said, has changed something all the same.
      const ended = status === 'done' || status === 'kept' || (status === 'failed' && undo !== undefined)
      if (!ended || run === undefined) return false
      return (await ports.journal.get(run, request.principal.tenant))?.effect !== 'read'
    }),
  )
  const ended = ({ id }: PlanStep) => standing(work, id).endedAt ?? ''
  return plan.steps
    .filter((_, i) => changed[i])
    .sort((a, b) =>
      ended(a) === ended(b) ? (order.get(b.id) ?? 0) - (order.get(a.id) ?? 0) : ended(a) < ended(b) ? 1 : -1,
    )
}

/** The call that takes a step back, or why there is none. */
const wayBack = (step: PlanStep, { undo, run = '' }: TaskStep): Call | { error: ErrorData } => {
  const none = (why: string) => ({
    error: {
      code: 'irreversible',
      message: `step ${step.id} cannot be taken back`,
      why,
      next: `see what it did with: nimbus run show ${run}`,
      exit: exits.failed,
    },
  })
  if (!undo) return none('it left no way back')
  if ('irreversible' in undo) return none(undo.irreversible)
  if (JSON.stringify(undo).includes(redacted))
    return none('taking it back needs a secret, and secrets are not recorded')
  return { operation: undo.operation, input: undo.input }
}

const unclearBack = (step: PlanStep, work: Work, why: string): ErrorData => ({
  code: 'step-unclear',
  message: `nobody can tell whether step ${step.id} was taken back`,
  why,
  next: sayWhatIsSo(work.task, step.id, 'roll-back'),
  exit: exits.approval,
})

/** What kept a step from being taken back is over once it is taken back; what it failed with is not. */
const withoutAnswered = (stands: TaskStep): TaskStep => {
  const { error: _error, ...rest } = stands
  return stands.status === 'kept' ? rest : stands
}

const takeBack = async (step: PlanStep, work: Work): Promise<Envelope> => {
  const { ports, request } = work
  const stands = standing(work, step.id)
  const call = wayBack(step, stands)
  if ('error' in call) return failureEnvelope('', call.error)
  const covering = withAnswer(backCovering(work, step), await answerTo(work, stands))
  const name = undoName(step.id)
  if (stands.status === 'undoing') {
    const found = await halfDone(work, stands, name, call, covering)
    if (found.is === 'ended') return found.envelope
    if (found.is === 'found-done') return { ok: true, run: found.run.id, outcome: 'done' }
    if (found.is === 'unclear') return failureEnvelope(found.run.id, unclearBack(step, work, found.why))
  }
  const whole = { ...request, ...call, covering, task: work.task, step: name }
  const look = await invoke({ ...whole, dryRun: true }, ports)
  if (look.error?.already) return { ok: true, run: look.run, outcome: 'done' }
  if (look.error) return look
  const foreseen = digestOfLook(look)
  await checkpoint(work, { ...withoutAnswered(stands), status: 'undoing', ...(foreseen ? { foreseen } : {}) })
  return invoke({ ...whole, signal: AbortSignal.any([request.signal, work.stop.signal]) }, ports)
}

/**
 * Takes back what the steps of a task have changed, the latest first, each by the call it left for that, through the
 * whole pipeline. Stops at the first that cannot be taken back: what came before it may lean on it. Asks before anything
 * else while nobody can tell what a step did, or whether it was taken back. Gives how the task stands then.
 */
export const rollBack = async (work: Work): Promise<'rolled-back' | 'asks' | 'failed'> => {
  if (work.plan.steps.some(({ id }) => standing(work, id).status === 'unclear')) return 'asks'
  work.begun()
  await work.ports.tasks.write(work.hold, { status: 'rolling-back', event: { status: 'rolling-back' } })
  work.around.onTask?.({ status: 'rolling-back' })
  for (const step of await toTakeBack(work)) {
    const before = withoutAnswered(standing(work, step.id))
    const envelope = await takeBack(step, work)
    const { error: _error, ...stands } = standing(work, step.id)
    const run = envelope.run ? { undoneBy: envelope.run } : {}
    const missed = envelope.error ?? envelope.findings?.find(({ status }) => status === 'fail')
    const failure = before.error ? { error: before.error } : {}
    if (!missed) await checkpoint(work, { ...stands, ...failure, ...run, status: 'undone' })
    else {
      const error = envelope.error ?? {
        code: 'not-achieved',
        message: missed.message,
        exit: exits.failed,
      }
      const isUnclear = error.code === 'step-unclear'
      await checkpoint(work, { ...stands, ...run, status: isUnclear ? 'undoing' : 'kept', error }, error.message)
      return isUnclear ? 'asks' : 'failed'
    }
  }
  return 'rolled-back'
}
