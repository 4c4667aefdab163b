import { type Envelope, exits, invoke, NimbusError, type PlanStep, type TaskGoing, type TaskStep } from '@nimbus/kernel'
import { changedNothing } from '@nimbus/plan-graph'
import { foundBackCode } from '@nimbus/safety'
import { type Order, orderOf } from './schedule.ts'
import { type Ready, ready } from './way-back.ts'
import { checkpoint, standing, type Work } from './work.ts'

/** The finding of a step whose way back was begun and failed. */
const wayBackFailed = 'way-back-failed'

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
      if (!ended || run === undefined || changedNothing(undo)) return false
      return (await ports.journal.get(run, request.principal.tenant))?.effect !== 'read'
    }),
  )
  const ended = ({ id }: PlanStep) => standing(work, id).endedAt ?? ''
  const latest = plan.steps
    .filter((_, i) => changed[i])
    .sort((a, b) =>
      ended(a) === ended(b) ? (order.get(b.id) ?? 0) - (order.get(a.id) ?? 0) : ended(a) < ended(b) ? 1 : -1,
    )
  return dependentsFirst(latest, orderOf(plan))
}

/** The same, each after all that leans on it: a clock that was set back meanwhile says otherwise. */
const dependentsFirst = (steps: readonly PlanStep[], order: Order): PlanStep[] => {
  const leaning = new Map(steps.map(({ id }) => [id, 0]))
  const lean = (id: string, by: 1 | -1) => {
    for (const each of order.get(id) ?? []) leaning.set(each, (leaning.get(each) ?? 0) + by)
  }
  for (const { id } of steps) lean(id, 1)
  const left = [...steps]
  const taken: PlanStep[] = []
  while (left.length > 0) {
    const [next] = left.splice(
      Math.max(
        0,
        left.findIndex(({ id }) => leaning.get(id) === 0),
      ),
      1,
    )
    if (!next) break
    lean(next.id, -1)
    taken.push(next)
  }
  return taken
}

/** What kept a step from being taken back is over once it is taken back; what it failed with is not. */
const withoutAnswered = (stands: TaskStep): TaskStep => {
  const { error: _error, ...rest } = stands
  return stands.status === 'kept' ? rest : stands
}

const takeBack = async (step: PlanStep, way: Ready, work: Work): Promise<Envelope> => {
  if ('come' in way) return way.come
  const { call, ...seen } = way
  await checkpoint(work, { ...withoutAnswered(standing(work, step.id)), status: 'undoing', ...seen })
  return invoke({ ...call, signal: AbortSignal.any([call.signal, work.stop.signal]) }, work.ports)
}

/**
 * What was asked for and cannot even begin is refused, and the record stays as it is: what the task has done is as good
 * as it was.
 */
const mustBegin = (way: Ready | undefined, work: Work, { back, answer }: TaskGoing): void => {
  if (!back || !way || !('come' in way) || !way.come.error) return
  // What somebody has said of a step is on record already.
  const isBegun =
    answer !== undefined || work.plan.steps.some(({ id }) => ['undoing', 'undone'].includes(standing(work, id).status))
  if (isBegun) return
  const { error } = way.come
  const why = [error.why, `nothing of ${work.task} was taken back`].filter(Boolean).join('; ')
  throw new NimbusError({ ...error, why })
}

/** A step that stays, with what its way back may have changed before it failed: then nobody has seen what is there now. */
const keptAfter = async (stands: TaskStep, { run, error }: Envelope, work: Work): Promise<TaskStep> => {
  const kept: TaskStep = { ...stands, status: 'kept' }
  const record = run ? await work.ports.journal.get(run, work.request.principal.tenant) : undefined
  // Only a call that was let through says by which rule.
  if (record?.decision === undefined) return kept
  const earlier = (stands.findings ?? []).filter(({ code }) => code !== wayBackFailed)
  const message = `taking it back has failed in the middle${error ? `: ${error.message}` : ''}`
  return { ...kept, findings: [...earlier, { status: 'unknown', code: wayBackFailed, message }] }
}

/** How a task stands of which something could not be taken back: as good as before where all of it is still there. */
const statusAfter = (work: Work): 'done' | 'failed' => {
  const isThere = ({ status, findings = [] }: TaskStep) =>
    status === 'done' ||
    (status === 'kept' && !findings.some(({ status: found, code }) => found === 'fail' || code === wayBackFailed))
  return work.plan.steps.every(({ id }) => isThere(standing(work, id))) ? 'done' : 'failed'
}

/**
 * Takes back what the steps of a task have changed, the latest first, each by the call it left for that, through the
 * whole pipeline. Stops at the first that cannot be taken back: what came before it may lean on it. Asks before anything
 * else while nobody can tell what a step did, or whether it was taken back. Gives how the task stands then. Raises what
 * stands against the first step where that was asked for and nothing is taken back yet.
 */
export const rollBack = async (
  work: Work,
  going: TaskGoing = {},
): Promise<'rolled-back' | 'asks' | 'done' | 'failed'> => {
  if (work.plan.steps.some(({ id }) => standing(work, id).status === 'unclear')) return 'asks'
  const steps = await toTakeBack(work)
  const [first] = steps
  const beginning = first && (await ready(first, work))
  mustBegin(beginning, work, going)
  work.begun()
  await work.ports.tasks.write(work.hold, { status: 'rolling-back', event: { status: 'rolling-back' } })
  work.around.onTask?.({ status: 'rolling-back' })
  for (const step of steps) {
    const before = withoutAnswered(standing(work, step.id))
    const way = step === first && beginning ? beginning : await ready(step, work)
    const envelope = await takeBack(step, way, work)
    const { error: _error, ...stands } = standing(work, step.id)
    const run = envelope.run ? { undoneBy: envelope.run } : {}
    const missed = envelope.error ?? envelope.findings?.find(({ status }) => status === 'fail')
    const failure = before.error ? { error: before.error } : {}
    if (!missed) {
      const found = envelope.findings?.filter(({ code }) => code === foundBackCode) ?? []
      const findings = found.length > 0 ? { findings: [...(stands.findings ?? []), ...found] } : {}
      await checkpoint(work, { ...stands, ...failure, ...run, ...findings, status: 'undone' })
    } else {
      const error = envelope.error ?? {
        code: 'not-achieved',
        message: missed.message,
        exit: exits.failed,
      }
      const isUnclear = error.code === 'step-unclear'
      const left: TaskStep = isUnclear ? { ...stands, status: 'undoing' } : await keptAfter(stands, envelope, work)
      await checkpoint(work, { ...left, ...run, error }, error.message)
      return isUnclear ? 'asks' : statusAfter(work)
    }
  }
  return 'rolled-back'
}
