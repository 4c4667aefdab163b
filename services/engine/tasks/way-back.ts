import type { Change, HostContext } from '@nimbus/kernel/define'
import type { findTask } from './find-task.ts'

/**
 * What taking back a task would do, as far as it can be seen before the first step is taken back: a later step may stand
 * in the way of a look at an earlier one, which then asks when its turn comes.
 */
export const wayBack = async (
  task: Awaited<ReturnType<typeof findTask>>,
  ctx: HostContext,
): Promise<{ changes: Change[]; context: string[] }> => {
  const changed = ['done', 'kept', 'failed']
  const done = task.steps
    // One that was cut off may have come to what was told ahead.
    .map(({ undo, wayBack: ahead, ...step }) => ({ ...step, undo: step.status === 'running' ? ahead : undo }))
    .filter(({ status, undo }) => (changed.includes(status) || status === 'running') && undo && 'operation' in undo)
  const changes: Change[] = []
  const context = task.steps
    .filter(({ status, error }) => status === 'unclear' || error?.code === 'step-unclear')
    .map(({ id, error }) => `step ${id}: ${error?.message ?? 'nobody can tell what it did'}`)
  for (const { id, undo } of done.toReversed()) {
    if (!undo || !('operation' in undo)) continue
    const look = await ctx.records.look(undo, ctx)
    if (look.error) context.push(`step ${id}: looked at when its turn comes (${look.error.message})`)
    changes.push(...(look.preview?.changes ?? []))
  }
  return { changes, context }
}
