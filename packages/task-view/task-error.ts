import { type ErrorData, exits, type Task } from '@nimbus/kernel'

const resume = (task: Task): string => `nimbus task resume ${task.id}`

const back = (task: Task): string => `nimbus task roll-back ${task.id}`

const nextFor = (task: Task, error: ErrorData, goOn: string): string | undefined => {
  if (error.plan) return `nimbus approve ${error.plan} && ${goOn}`
  if (task.status === 'rolled-back') return error.next
  const more = error.code === 'step-unclear' ? undefined : `go on where it stopped with: ${goOn}`
  return [error.next, more].filter(Boolean).join('; ')
}

type Step = Task['steps'][number]

/** The first step with an error, in the order of what is most urgent. */
const firstOf = (task: Task, order: readonly Step['status'][]): Step | undefined =>
  task.steps
    .filter(({ status, error }) => error !== undefined && order.includes(status))
    .toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))[0]

const errorOf = (task: Task, { id, error }: Step, goOn: string): ErrorData | undefined => {
  if (!error) return undefined
  const next = nextFor(task, error, goOn)
  const said = [
    error.why,
    task.status === 'rolled-back' ? 'everything that was done before it is taken back' : undefined,
  ]
  const why = [`step ${id} of ${task.id}`, ...said].filter(Boolean).join(': ')
  return { ...error, why, ...(next ? { next } : {}) }
}

/** Why a task did not get done, as the error of the first step that did not; undefined when all of it is done. */
export const taskError = (task: Task): ErrorData | undefined => {
  if (task.status === 'done') return undefined
  if (task.status === 'cancelled')
    return {
      code: 'cancelled',
      message: `${task.id} was cancelled`,
      why: `${task.steps.filter(({ status }) => status === 'done').length} of ${task.steps.length} steps were done`,
      next: `go on with: ${resume(task)}, or take a step back with: nimbus undo <run>; see nimbus task show ${task.id}`,
      exit: exits.cancelled,
    }
  const first = firstOf(task, ['undoing', 'kept', 'failed', 'unclear', 'asks', 'undone'])
  if (!first) return undefined
  const isBack = first.status === 'kept' || first.status === 'undoing'
  return errorOf(task, first, isBack ? back(task) : resume(task))
}

/**
 * Why a task that was to be taken back is not, as the error of the first step that stays; undefined when all of it is
 * taken back. What a step failed with before is no reason against that.
 */
export const backError = (task: Task): ErrorData | undefined => {
  if (task.status === 'rolled-back') return undefined
  const first = firstOf(task, ['undoing', 'kept', 'unclear'])
  return first && errorOf(task, first, back(task))
}
