import type { Plan, PlanStep, Task } from '@nimbus/kernel'
import { idPrefix, unkept, z } from '@nimbus/kernel/define'
import { nextOfStep } from './task-error.ts'

/** The id of a task, or at least four characters of it after `t_`. */
export const TaskId = idPrefix('t').describe('The task, as printed; a unique start of at least 4 characters will do')

const Fault = z.object({
  code: z.string(),
  message: z.string(),
  at: z.string().optional(),
  why: z.string().optional(),
  next: z.string().optional(),
  plan: z.string().optional().describe('The plan to approve, when approval is what is missing'),
})

const Step = z.object({
  id: z.string(),
  operation: z.string(),
  effect: z.string(),
  status: z.enum(['waiting', 'running', 'done', 'failed', 'skipped', 'asks', 'unclear', 'undoing', 'undone', 'kept']),
  attempts: z.number().int(),
  run: z.string().optional().describe('Its last run'),
  undoneBy: z.string().optional().describe('The run that took it back'),
  outcome: z.string().optional(),
  error: Fault.optional(),
  // Its run has on record what may be kept of it.
  data: unkept(z.unknown()).optional(),
  ended: z.string().optional(),
})

/** A task as it is shown. */
export const TaskView = z.object({
  id: z.string(),
  plan: z.string(),
  status: z.enum([
    'ready',
    'running',
    'rolling-back',
    'asks',
    'done',
    'failed',
    'cancelled',
    'rolled-back',
    'interrupted',
  ]),
  principal: z.string(),
  workspace: z.string(),
  created: z.string(),
  ended: z.string().optional(),
  steps: z.array(Step),
  verdict: z
    .enum(['achieved', 'partly', 'not-achieved', 'unknown'])
    .optional()
    .describe('What it came to; set once it has ended'),
  evidence: z.array(
    z.object({
      step: z.string().optional(),
      status: z.enum(['pass', 'fail', 'unknown']),
      code: z.string(),
      message: z.string(),
      resource: z.string().optional(),
    }),
  ),
})

export type TaskViewData = z.infer<typeof TaskView>

/** Where a task stands that has not ended: its process is at work, or died there. */
const goesOn: readonly Task['status'][] = ['ready', 'running', 'rolling-back', 'interrupted']

const shownStep = (
  task: Task,
  step: Task['steps'][number],
  planned: PlanStep | undefined,
): TaskViewData['steps'][number] => {
  const { id, status, attempts, run, undoneBy, outcome, error, data, endedAt } = step
  const next = nextOfStep(task, step)
  return {
    id,
    operation: planned?.operation ?? '',
    effect: planned?.effect ?? 'delete',
    status,
    attempts,
    ...(run ? { run } : {}),
    ...(undoneBy ? { undoneBy } : {}),
    ...(outcome ? { outcome } : {}),
    ...(error
      ? {
          error: {
            code: error.code,
            message: error.message,
            ...(error.at ? { at: error.at } : {}),
            ...(error.why ? { why: error.why } : {}),
            ...(next ? { next } : {}),
            ...(error.plan ? { plan: error.plan } : {}),
          },
        }
      : {}),
    ...(data === undefined ? {} : { data }),
    ...(endedAt ? { ended: endedAt } : {}),
  }
}

/** A task as it is shown, with what its plan says of its steps. */
export const taskView = (task: Task, plan: Pick<Plan, 'steps'> | undefined): TaskViewData => {
  const planned = new Map(plan?.steps.map((step) => [step.id, step]))
  // What it came to before it was gone on with says nothing of what it will come to.
  const { result, endedAt }: Partial<Task> = goesOn.includes(task.status) ? {} : task
  return {
    id: task.id,
    plan: task.plan,
    status: task.status,
    principal: task.principal,
    workspace: task.workspace,
    created: task.createdAt,
    ...(endedAt ? { ended: endedAt } : {}),
    steps: task.steps.map((step) => shownStep(task, step, planned.get(step.id))),
    ...(result ? { verdict: result.verdict } : {}),
    evidence: (result?.evidence ?? []).map(({ step, status, code, message, resource }) => ({
      status,
      code,
      message,
      ...(step ? { step } : {}),
      ...(resource ? { resource } : {}),
    })),
  }
}
