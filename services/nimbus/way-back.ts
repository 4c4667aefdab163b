import { type HostContext, redacted } from '@nimbus/kernel/define'

type RunRecord = Awaited<ReturnType<HostContext['records']['journal']['find']>>[number]
type Undo = NonNullable<NonNullable<RunRecord['envelope']>['undo']>

/** The task that a run stopped in. An apply that was killed did not live to name it, but its plan has only one. */
const taskOf = async ({ operation, input, envelope }: RunRecord, ctx: HostContext): Promise<string | undefined> => {
  if (envelope || operation !== 'nimbus.apply') return envelope?.error?.task
  const { plans, tasks } = ctx.records
  const { tenant } = ctx.principal
  const [saved] = await plans.find(String((input as { plan?: unknown }).plan), tenant)
  const [task] = saved ? await tasks.list({ tenant, plan: saved.id, limit: 1 }) : []
  return task?.id
}

/** What is known of the way back of a run: a call or why there is none, or why nobody knows one and what to do then. */
export interface WayBack {
  undo?: Undo
  unknown?: { why: string; next?: string }
}

/**
 * The call that takes a run back: the one that it left; of one whose task stopped the roll-back of that task; and of one
 * that was cut off or failed what the world shows that it came to.
 */
export const wayBack = async (record: RunRecord, ctx: HostContext): Promise<WayBack> => {
  const { id, operation, input, envelope, effect, outcome, decision, workspace } = record
  const task = operation === 'engine.task-roll-back' ? undefined : await taskOf(record, ctx)
  if (task !== undefined) return { undo: { operation: 'engine.task-roll-back', input: { task } } }
  if (envelope?.undo) return { undo: envelope.undo }
  const began = effect !== 'read' && outcome !== 'running' && decision !== undefined
  if (!began || JSON.stringify(input).includes(redacted)) return {}
  // The same paths are other files here, and the same addresses other resources.
  if (workspace !== ctx.workspace)
    return { unknown: { why: `it was made in ${workspace}`, next: 'run it from there, or with --directory' } }
  const { error } = await ctx.records.look({ operation, input }, ctx)
  // Of a call that somebody made again, the world shows what came of that one.
  if (error?.made?.undo && error.at === id) return { undo: error.made.undo }
  if (!error) return {}
  const { message, why, next } = error
  const seen = [message, why].filter(Boolean).join(': ')
  return { unknown: { why: `a look says: ${seen}`, ...(next ? { next } : {}) } }
}
