import { hostOperation, invalid, z } from '@nimbus/kernel/define'
import { TaskId, TaskView, taskText } from '@nimbus/task-view'
import { findTask, taskResource } from '../tasks/find-task.ts'
import { runAndShow, taskOnRecord } from '../tasks/run-and-show.ts'

/** What a task that has begun can be gone on with from. */
const stopped: ReadonlySet<string> = new Set(['asks', 'failed', 'cancelled', 'interrupted'])

/**
 * Runs a task that was made and not begun yet. What its steps do was decided when its plan was approved, and every step
 * goes through the whole pipeline all the same.
 */
export default hostOperation({
  id: 'engine.task-execute',
  summary: 'Run a task',
  effect: 'delete',
  untrusted: true,
  input: z.object({ task: TaskId }),
  output: TaskView,
  positional: ['task'],
  aliases: ['task execute'],
  routes: [{ method: 'POST', path: '/api/core/tasks/:task/execute' }],
  exclude: { call: 'a plan is applied by whoever is at the top' },
  examples: [{ title: 'Run it', input: { task: 't_abcd' } }],
  phrases: [
    'run task {task}',
    'execute {task}',
    'start the task {task}',
    'execute the task {task}',
    'run {task}',
    'start {task}',
  ],

  target: ({ task }) => ({ resources: [taskResource(task)] }),
  preview: async ({ task }) => ({ changes: [{ resource: taskResource(task), effect: 'update' }] }),
  async run({ task: prefix }, ctx) {
    const { id, status } = await findTask(prefix, ctx)
    if (status !== 'ready')
      throw invalid('task-begun', `${id} is ${status}: it was begun before`, {
        at: id,
        next: stopped.has(status) ? `go on with it: nimbus task resume ${id}` : `look at it: nimbus task show ${id}`,
      })
    return runAndShow(id, {}, ctx)
  },
  verify: (_input, view, ctx) => taskOnRecord(view, ctx),
  undo: (_input, { id }) => ({ operation: 'engine.task-roll-back', input: { task: id } }),
  negative: ({ verdict }) => verdict === 'not-achieved' || verdict === 'partly',
  text: taskText,
})
