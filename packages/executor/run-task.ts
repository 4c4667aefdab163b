import {
  type Ask,
  denied,
  invalid,
  onlyOne,
  type PlanStep,
  type Ports,
  type Request,
  type Task,
  type TaskGoing,
  type TaskStatus,
  type TaskStep,
  toErrorData,
} from '@nimbus/kernel'
import { attemptStep } from './attempt-step.ts'
import { coveringOf } from './ground.ts'
import { halfDone, settled } from './half-done.ts'
import { mustBeAsApproved, mustBeHere } from './may-apply.ts'
import { resolveReferences } from './resolve-references.ts'
import { rollBack } from './roll-back.ts'
import { nextSteps, orderOf } from './schedule.ts'
import { afterRun, wasCutOff } from './step-result.ts'
import { verdictOf } from './verdict.ts'
import { checkpoint, resultsOf, type Surroundings, standing, type Work } from './work.ts'

/** How often a task looks whether somebody in another process wants it to stop, in milliseconds. */
const stopLook = 250

const nothingLeft = ({ id, status }: Task) =>
  invalid('task-ended', `${id} is ${status}: there is nothing left to do`, {
    at: id,
    next: `see what it did with: nimbus task show ${id}`,
  })

const atWork = (id: string) =>
  denied('task-running', `another process is at work at ${id}`, {
    at: id,
    why: 'one process runs a task, and that one is alive',
    next: `follow it with: nimbus task events ${id} --follow`,
  })

/** Two steps may ask at once; a person answers one question at a time. */
const oneAtATime = (ask: Request['ask']): Request['ask'] => {
  if (!ask) return undefined
  let before: Promise<unknown> = Promise.resolve()
  return (question: Ask) => {
    const answer = before.then(() => ask(question))
    before = answer.catch(() => undefined)
    return answer
  }
}

const inputNow = (work: Work, step: PlanStep): unknown => {
  try {
    return resolveReferences(step.input, resultsOf(work))
  } catch (thrown) {
    work.ports.log('debug', 'the input of a step cannot be told', { step: step.id, why: toErrorData(thrown).message })
    return undefined
  }
}

/** What was under way when the process before this one ended, or when it was cut off, is looked at first, and then either done or open. */
const settle = async (work: Work): Promise<void> => {
  for (const step of work.plan.steps) {
    const stands = standing(work, step.id)
    if (stands.status !== 'running' && !wasCutOff(stands)) continue
    const input = inputNow(work, step)
    const call = input === undefined ? undefined : { operation: step.operation, input }
    const found = await halfDone(work, stands, step.id, call, coveringOf(work.stored, step))
    const again = `say what is so: nimbus task resume ${work.task} --step ${step.id} --is done, or --is not-done`
    const now = found.is === 'ended' ? afterRun(stands, found.envelope, found.at) : settled(stands, found, again)
    await checkpoint(work, now, 'why' in found ? found.why : undefined)
  }
}

/** Steps that did not get done are open once more; what somebody has said of an unclear one counts. */
const reopen = async (work: Work, answer: TaskGoing['answer']): Promise<void> => {
  const known = answer === undefined || work.plan.steps.some(({ id }) => id === answer.step)
  if (!known || (answer && standing(work, answer.step).status !== 'unclear'))
    throw invalid('step-not-unclear', `step ${answer?.step} does not ask what became of it`, {
      at: answer?.step ?? '',
      next: `see its steps with: nimbus task show ${work.task}`,
    })
  for (const { id } of work.plan.steps) {
    const { endedAt, foreseen: _foreseen, ...stands } = standing(work, id)
    if (answer?.step === id && answer.is === 'done') {
      const { error: _error, ...rest } = stands
      const findings = [
        { status: 'unknown' as const, code: 'said-done', message: `${work.request.principal.id} says that it is done` },
      ]
      await checkpoint(work, { ...rest, status: 'done', outcome: 'done', findings, ...(endedAt ? { endedAt } : {}) })
    } else if (['failed', 'skipped', 'asks'].includes(stands.status) || answer?.step === id)
      await checkpoint(work, { ...stands, status: 'waiting' })
  }
}

const runSteps = async (work: Work): Promise<void> => {
  const order = orderOf(work.plan)
  const running = new Map<string, Promise<void>>()
  let broken: unknown
  const stopped = () => work.stop.signal.aborted || work.request.signal.aborted || broken !== undefined
  for (;;) {
    const stands = (id: string): TaskStep => {
      const now = standing(work, id)
      return running.has(id) ? { ...now, status: 'running' } : now
    }
    const next = stopped()
      ? { start: [], skip: [] }
      : nextSteps(work.plan, order, stands, work.around.parallel - running.size)
    for (const { id } of next.skip) await checkpoint(work, { ...standing(work, id), status: 'skipped' })
    for (const step of next.start) {
      const end = attemptStep(step, work)
        .catch((thrown: unknown) => {
          broken ??= thrown
        })
        .finally(() => running.delete(step.id))
      running.set(step.id, end)
    }
    if (next.skip.length > 0) continue
    if (running.size === 0) break
    await Promise.race(running.values())
  }
  // What cannot be written down must not go on: another process may have the task now.
  if (broken !== undefined) throw broken
}

const statusOf = (work: Work, cancelled: boolean): TaskStatus => {
  const all = work.plan.steps.map(({ id }) => standing(work, id).status)
  if (all.every((status) => status === 'done')) return 'done'
  if (cancelled) return 'cancelled'
  return !all.includes('failed') && all.some((status) => status === 'asks' || status === 'unclear') ? 'asks' : 'failed'
}

const finish = async (work: Work, status: TaskStatus): Promise<Task> => {
  const result = verdictOf(work.plan, (id) => standing(work, id))
  await work.ports.tasks.write(work.hold, { status, result, event: { status, note: result.verdict } })
  work.around.onTask?.({ status, note: result.verdict })
  return onlyOne(work.task, await work.ports.tasks.find(work.task, work.request.principal.tenant), 'task')
}

/** Lets go of a task that cannot be gone on with, so that it can be resumed once that is mended. */
const abandon = async (work: Work, thrown: unknown): Promise<never> => {
  const { message } = toErrorData(thrown)
  await work.ports.tasks
    .write(work.hold, { status: 'failed', event: { status: 'failed', note: message } })
    .catch((lost: unknown) => {
      work.ports.log('warn', 'a task was not let go of', { task: work.task, error: toErrorData(lost).message })
    })
  throw thrown
}

/**
 * Runs what is left of a task, or what is left of taking it back, and gives it as it stands then.
 *
 * A step that was under way when the process before this one died is looked at first, so that nothing which is done is
 * done twice. Raises `task-ended` (exit 2), `task-running` and `step-running` (exit 4) and what makes the plan one that may
 * not be applied any more.
 */
export const runTask = async (
  prefix: string,
  asked: Request,
  ports: Ports,
  around: Surroundings,
  going: TaskGoing = {},
): Promise<Task> => {
  const { tenant } = asked.principal
  const task = onlyOne(prefix, await ports.tasks.find(prefix, tenant), 'task', 'nimbus task list')
  if (task.status === 'rolled-back' || (task.status === 'done' && !going.back)) throw nothingLeft(task)
  const stored = onlyOne(task.plan, await ports.plans.find(task.plan, tenant), 'plan')
  if (going.back) mustBeHere(stored, asked)
  else mustBeAsApproved(stored, asked, ports)
  const hold = await ports.tasks.claim(task.id, tenant)
  if (!hold) throw atWork(task.id)
  const ask = oneAtATime(asked.ask)
  const request: Request = { ...asked, ...(ask ? { ask } : {}) }
  // Read again now that nobody else writes it.
  const own = onlyOne(task.id, await ports.tasks.find(task.id, tenant), 'task')
  const steps = new Map(own.steps.map((step) => [step.id, step]))
  const stop = new AbortController()
  // What the plan covers was not approved to be taken back on demand.
  const back = going.back ? (asked.covering ?? { by: 'policy', changes: [] }) : undefined
  const work: Work = {
    ...(back ? { back } : {}),
    stored,
    plan: stored.plan,
    task: task.id,
    hold,
    steps,
    request,
    ports,
    around,
    stop,
    looked: going.looked === true,
    startedAt: ports.clock.now(),
    calls: [],
  }
  const watch = setInterval(() => {
    void ports.tasks.cancelling(task.id).then(
      (wanted) => {
        if (wanted) stop.abort()
      },
      (thrown: unknown) => ports.log('debug', 'could not look whether a task is to stop', { error: String(thrown) }),
    )
  }, stopLook)
  try {
    if (going.back) await settle(work)
    else if (own.status !== 'rolling-back') {
      await settle(work)
      await reopen(work, going.answer)
      await runSteps(work)
    }
    const cancelled = stop.signal.aborted || request.signal.aborted
    const status = statusOf(work, cancelled)
    const isBack =
      going.back || own.status === 'rolling-back' || (status === 'failed' && work.plan.onFailure === 'roll-back')
    if (!isBack) return await finish(work, status)
    return await finish(work, (await rollBack(work)) ? 'rolled-back' : 'failed')
  } catch (thrown) {
    return await abandon(work, thrown)
  } finally {
    clearInterval(watch)
  }
}
