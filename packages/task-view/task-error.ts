import { type ErrorData, exits, type Task } from '@nimbus/kernel'

const resume = (task: Task): string => `nimbus task resume ${task.id}`

const nextFor = (task: Task, error: ErrorData, kept: boolean): string | undefined => {
  const goOn = kept ? `nimbus task roll-back ${task.id}` : resume(task)
  if (error.plan) return `nimbus approve ${error.plan} && ${goOn}`
  if (task.status === 'rolled-back') return error.next
  const more = error.code === 'step-unclear' ? undefined : `go on where it stopped with: ${goOn}`
  return [error.next, more].filter(Boolean).join('; ')
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
  const order = ['undoing', 'kept', 'failed', 'unclear', 'asks']
  const [first] = task.steps
    .filter(({ error }) => error !== undefined)
    .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
  const error = first?.error
  if (!first || !error) return undefined
  const next = nextFor(task, error, first.status === 'kept' || first.status === 'undoing')
  const said = [
    error.why,
    task.status === 'rolled-back' ? 'everything that was done before it is taken back' : undefined,
  ]
  const why = [`step ${first.id} of ${task.id}`, ...said].filter(Boolean).join(': ')
  return { ...error, why, ...(next ? { next } : {}) }
}
