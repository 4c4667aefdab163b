import {
  type Ask,
  denied,
  invalid,
  onlyOne,
  type Ports,
  type Request,
  type Task,
  type TaskChange,
  type TaskGoing,
  type TaskHold,
  type TaskStatus,
  toErrorData,
} from '@nimbus/kernel'
import { madeFor, needsSecondPerson } from '@nimbus/plan-graph'
import { forgetDue, forgetInTime, forgetNow } from './forget-words.ts'
import { mustBeAsApproved, mustBeHere } from './may-apply.ts'
import { rollBack } from './roll-back.ts'
import { runSteps } from './run-steps.ts'
import { reopen, settle, takeAnswer } from './settle-steps.ts'
import { verdictOf } from './verdict.ts'
import { type Surroundings, standing, type Work } from './work.ts'

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

const statusOf = (work: Work, cancelled: boolean): TaskStatus => {
  const all = work.plan.steps.map(({ id }) => standing(work, id).status)
  if (all.every((status) => status === 'done')) return 'done'
  if (cancelled) return 'cancelled'
  return !all.includes('failed') && all.some((status) => status === 'asks' || status === 'unclear') ? 'asks' : 'failed'
}

const finish = async (work: Work, status: TaskStatus): Promise<Task> => {
  const result = verdictOf(work.plan, (id) => standing(work, id))
  if (status === 'done' || status === 'rolled-back') await forgetNow(work)
  await work.ports.tasks.write(work.hold, { status, result, event: { status, note: result.verdict } })
  work.around.onTask?.({ status, note: result.verdict })
  const kept = onlyOne(work.task, await work.ports.tasks.find(work.task, work.request.principal.tenant), 'task')
  // Whoever waits for it is told what was said, which is not kept.
  return { ...kept, steps: kept.steps.map((step) => work.steps.get(step.id) ?? step) }
}

/** Lets go of a task that cannot be gone on with, so that it can be once that is mended: as it stood, or in the middle. */
const abandon = async (hold: TaskHold, stood: TaskStatus, thrown: unknown, ports: Ports): Promise<never> => {
  const { message: note } = toErrorData(thrown)
  const change: TaskChange = ['ready', 'asks', 'failed', 'cancelled', 'done'].includes(stood)
    ? { status: stood, event: { status: stood, note } }
    : { release: true, event: { status: 'interrupted', note } }
  await ports.tasks.write(hold, change).catch((lost: unknown) => {
    ports.log('warn', 'a task was not let go of', { task: hold.id, error: toErrorData(lost).message })
  })
  throw thrown
}

/** Looks now and then whether somebody in another process wants the task to stop. */
const watchFor = (task: string, stop: AbortController, ports: Ports): Timer =>
  setInterval(() => {
    void ports.tasks.cancelling(task).then(
      (wanted) => {
        if (wanted) stop.abort()
      },
      (thrown: unknown) => ports.log('debug', 'could not look whether a task is to stop', { error: String(thrown) }),
    )
  }, stopLook)

/** Does what is left of a task that this process holds. */
const goOn = async (work: Work, stood: TaskStatus, going: TaskGoing): Promise<Task> => {
  const goesBack = stood === 'rolling-back' || work.plan.steps.some(({ id }) => standing(work, id).status === 'undoing')
  if (going.back || !goesBack) await settle(work, going)
  await takeAnswer(work, going.answer)
  if (going.back || goesBack) return finish(work, await rollBack(work, going))
  await reopen(work)
  await runSteps(work)
  const status = statusOf(work, work.stop.signal.aborted || work.request.signal.aborted)
  const wanted = status === 'failed' && work.plan.onFailure === 'roll-back'
  return finish(work, wanted ? await rollBack(work) : status)
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
  const guarded = needsSecondPerson(stored.plan, await ports.policy(stored.plan.workspace, 'delete'))
  const hold = await ports.tasks.claim(task.id, tenant)
  if (!hold) throw atWork(task.id)
  const { consent, ask: _ask, ...unasked } = asked
  const isOwn = (asked.approver ?? asked.principal).id === madeFor(stored)
  const ask = guarded && isOwn ? undefined : oneAtATime(asked.ask)
  // What the plan covers was not approved to be taken back on demand.
  const back = going.back ? (asked.covering ?? { by: 'policy', changes: [] }) : undefined
  const stop = new AbortController()
  const watch = watchFor(task.id, stop, ports)
  let stood = task.status
  try {
    // Read again now that nobody else writes it.
    const now = onlyOne(task.id, await ports.tasks.find(task.id, tenant), 'task')
    if (now.status === 'rolling-back') stood = now.status
    const work: Work = {
      ...(back ? { back } : {}),
      ...(consent ? { consent } : {}),
      guarded,
      stored,
      plan: stored.plan,
      task: task.id,
      hold,
      steps: new Map(now.steps.map((step) => [step.id, step])),
      request: { ...unasked, ...(ask ? { ask } : {}) },
      ports,
      around,
      stop,
      looked: going.looked === true,
      startedAt: ports.clock.now(),
      calls: [],
      shown: new Map(),
      begun: () => {
        stood = 'running'
      },
    }
    await forgetDue(ports).catch((lost: unknown) => {
      // It is tried again with the next task, and is no reason against this one.
      ports.log('warn', 'what was said in tasks that have ended is still kept', { error: toErrorData(lost).message })
    })
    await forgetInTime(now, stored.plan, ports, tenant)
    return await goOn(work, now.status, going)
  } catch (thrown) {
    return await abandon(hold, stood, thrown, ports)
  } finally {
    clearInterval(watch)
  }
}
