import { hostOperation, invalid, z } from '@nimbus/kernel/define'
import { TaskId } from '@nimbus/task-view'
import { findTask, taskResource } from '../tasks/find-task.ts'

/**
 * Stops a task, wherever it runs.
 *
 * One that nobody works at is cancelled at once; one that runs is told, interrupts what it is doing the way that survives
 * it, and begins no more steps. What was done stays done: `nimbus task roll-back` takes it back, `nimbus task resume` goes
 * on.
 */
export default hostOperation({
  id: 'engine.task-cancel',
  summary: 'Stop a task',
  effect: 'update',
  idempotent: true,
  input: z.object({ task: TaskId }),
  output: z.object({
    task: z.string(),
    did: z.enum(['asked', 'cancelled']).describe('asked: the process that runs it was told, and may take a moment'),
  }),
  positional: ['task'],
  aliases: ['task cancel'],
  routes: [{ method: 'POST', path: '/api/core/tasks/:task/cancel' }],
  examples: [{ title: 'Stop it', input: { task: 't_abcd' } }],
  phrases: [
    'cancel task {task}',
    'stop {task}',
    'abort the task {task}',
    'cancel {task}',
    'stop the task {task}',
    'halt task {task}',
    'end the task {task}',
    'interrupt {task}',
    'please stop {task}',
    'kill the task {task}',
    'kill {task}',
    'shut {task} down',
    'terminate the task {task}',
    'call off {task}',
    'drop the task {task}',
    'call the task {task} off',
  ],

  target: ({ task }) => ({ resources: [taskResource(task)] }),
  preview: async ({ task }) => ({ changes: [{ resource: taskResource(task), effect: 'update', summary: 'it stops' }] }),
  async run({ task: prefix }, ctx) {
    const { id, status } = await findTask(prefix, ctx)
    const did = await ctx.records.tasks.cancel(id, ctx.principal.tenant)
    if (did === 'ended')
      throw invalid('task-ended', `${id} is ${status}: there is nothing to stop`, {
        at: id,
        next: `see what it did with: nimbus task show ${id}`,
      })
    return { task: id, did }
  },
  async verify(_input, { task, did }, ctx) {
    const { status } = await findTask(task, ctx)
    const stopping = status !== 'ready' && (status !== 'running' || (await ctx.records.tasks.cancelling(task)))
    return [
      {
        status: stopping ? 'pass' : 'fail',
        code: 'task-stops',
        message: stopping ? `it is ${did === 'asked' ? 'told to stop' : status}` : `it is still ${status}`,
        resource: taskResource(task),
      },
    ]
  },
  undo: (_input, { task }) => ({ irreversible: `go on with it instead: nimbus task resume ${task}` }),
  text: ({ task, did }) =>
    did === 'cancelled' ? `✓ ${task} is cancelled` : `✓ ${task} was told to stop; see nimbus task show ${task}`,
})
