import { type Finding, type HostContext, NimbusError } from '@nimbus/kernel/define'
import { backError, type TaskViewData, taskError } from '@nimbus/task-view'
import { findTask, shownTask, taskResource } from './find-task.ts'

type Going = Parameters<HostContext['records']['runTask']>[2]

/**
 * Runs what is left of a task, or of taking it back, and shows it. Raises the error of the first step that did not get
 * done, or that was to be taken back and stays.
 */
export const runAndShow = async (task: string, going: Going, ctx: HostContext): Promise<TaskViewData> => {
  const ended = await ctx.records.runTask(task, ctx, going)
  const error = going?.back ? backError(ended) : taskError(ended)
  if (error) throw new NimbusError(error)
  return shownTask(ended, ctx)
}

/** Whether a task is on record as it was shown, with a finished run for every step that is done. */
export const taskOnRecord = async ({ id, status, steps }: TaskViewData, ctx: HostContext): Promise<Finding[]> => {
  const recorded = await findTask(id, ctx)
  const runs = steps.flatMap((step) => (step.status === 'done' && step.run ? [step.run] : []))
  const found = await Promise.all(runs.map((run) => ctx.records.journal.get(run, ctx.principal.tenant)))
  const lost = runs.filter((_, i) => found[i] === undefined || found[i]?.outcome === 'running')
  const same = recorded.status === status
  return [
    {
      status: same ? 'pass' : 'fail',
      code: 'task-recorded',
      message: same ? `the task is on record as ${status}` : `the task is on record as ${recorded.status}`,
      resource: taskResource(id),
    },
    {
      status: lost.length === 0 ? 'pass' : 'fail',
      code: 'runs-recorded',
      message: lost.length === 0 ? 'every step has a finished run' : `there is no finished run ${lost.join(', ')}`,
      resource: taskResource(id),
    },
  ]
}
