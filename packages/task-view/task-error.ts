import { type ErrorData, exits, type Task } from '@nimbus/kernel'

const resume = (task: Task): string => `nimbus task resume ${task.id}`

const back = (task: Task): string => `nimbus task roll-back ${task.id}`

/** Whether anything was done that left a way back. */
const isBegun = ({ steps }: Task): boolean =>
  steps.some(({ status, undo }) => status === 'done' && undo !== undefined && 'operation' in undo)

/** How to go on with a task that was stopped, or back. */
const ways = (task: Task): string => {
  const on = `go on where it stopped with: ${resume(task)}`
  return isBegun(task) ? `${on} — or take back what was done with: ${back(task)}` : on
}

const doneOf = ({ steps }: Task): string =>
  `${steps.filter(({ status }) => status === 'done').length} of ${steps.length} steps are done`

const nextFor = (task: Task, error: ErrorData, way: 'on' | 'back'): string | undefined => {
  if (error.plan) return `nimbus approve ${error.plan} && ${way === 'on' ? resume(task) : back(task)}`
  if (task.status === 'rolled-back') return error.next
  const goOn = way === 'on' ? ways(task) : `go on where it stopped with: ${back(task)}`
  // A call that nobody let through is made again by the task that wants it.
  const own = error.code === 'refused' || error.code === 'cancelled' ? undefined : error.next
  return [own, error.code === 'step-unclear' ? undefined : goOn].filter(Boolean).join('; ')
}

type Step = Task['steps'][number]

/**
 * What to do about one step of a task: a question is answered for the task, and not by making its call beside it. Nothing
 * where the task asks no more.
 */
export const nextOfStep = (task: Task, { status, error }: Step): string | undefined => {
  if (!error) return undefined
  if (error.plan === undefined && error.code !== 'refused' && error.code !== 'cancelled') return error.next
  if (task.status === 'rolled-back') return undefined
  return nextFor(task, error, status === 'kept' || status === 'undoing' ? 'back' : 'on')
}

/** The first step with an error, in the order of what is most urgent. */
const firstOf = (task: Task, order: readonly Step['status'][]): Step | undefined =>
  task.steps
    .filter(({ status, error }) => error !== undefined && order.includes(status))
    .toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))[0]

const errorOf = (task: Task, { id, error }: Step, way: 'on' | 'back'): ErrorData | undefined => {
  if (!error) return undefined
  const next = nextFor(task, error, way)
  // A no to one step is said of that step: others may have been done.
  const isNo = error.code === 'refused'
  const said = [
    error.why,
    isNo ? doneOf(task) : undefined,
    task.status === 'rolled-back' ? 'everything that was done before it is taken back' : undefined,
  ]
  const why = [`step ${id} of ${task.id}`, ...said].filter(Boolean).join(': ')
  const message = isNo ? `Step ${id} was not ${way === 'on' ? 'done' : 'taken back'}` : error.message
  return { ...error, message, why, ...(next ? { next } : {}), task: task.id }
}

const cancelled = (task: Task): ErrorData => {
  const cutOff = task.steps.filter(({ status, outcome }) => status === 'failed' && outcome === 'cancelled')
  const stopped = cutOff.map(({ id }) => `step ${id} was stopped before its end`)
  return {
    code: 'cancelled',
    message: `${task.id} was cancelled`,
    why: [doneOf(task), ...stopped].join('; '),
    next: `${ways(task)}; see nimbus task show ${task.id}`,
    exit: exits.cancelled,
    task: task.id,
  }
}

/** Why a task did not get done, as the error of the first step that did not; undefined when all of it is done. */
export const taskError = (task: Task): ErrorData | undefined => {
  if (task.status === 'done') return undefined
  if (task.status === 'cancelled') return cancelled(task)
  const first = firstOf(task, ['undoing', 'kept', 'failed', 'unclear', 'asks', 'undone'])
  if (first?.status !== 'kept' && first?.status !== 'undoing') return first && errorOf(task, first, 'on')
  const error = errorOf(task, first, 'back')
  const reason = firstOf(task, ['failed'])
  return error && reason?.error
    ? { ...error, why: `${error.why}; it was to be taken back, for step ${reason.id} failed: ${reason.error.message}` }
    : error
}

/**
 * Why a task that was to be taken back is not, as the error of the first step that stays; undefined when all of it is
 * taken back. What a step failed with before is no reason against that.
 */
export const backError = (task: Task): ErrorData | undefined => {
  if (task.status === 'rolled-back') return undefined
  const first = firstOf(task, ['undoing', 'kept', 'unclear'])
  return first && errorOf(task, first, 'back')
}
