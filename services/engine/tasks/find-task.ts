import { type HostContext, onlyOne } from '@nimbus/kernel/define'
import { type TaskViewData, taskView } from '@nimbus/task-view'

type Task = Awaited<ReturnType<HostContext['records']['tasks']['find']>>[number]

/** The one task that a prefix names. Raises `not-found` and `ambiguous-id` (exit 5). */
export const findTask = async (prefix: string, ctx: Pick<HostContext, 'records' | 'principal'>): Promise<Task> =>
  onlyOne(
    prefix,
    await ctx.records.tasks.find(prefix, ctx.principal.tenant),
    'task',
    // Saved Terraform plans have ids of the same kind.
    `nimbus task list; a saved Terraform plan is applied with: nimbus terraform apply ${prefix}`,
  )

/** A task as it is shown, with the operations of its plan. */
export const shownTask = async (task: Task, ctx: HostContext): Promise<TaskViewData> => {
  const [stored] = await ctx.records.plans.find(task.plan, ctx.principal.tenant)
  return taskView(task, stored?.plan)
}

/** What a task is called for policy. */
export const taskResource = (task: string): string => `nimbus:records/tasks/${task}`
