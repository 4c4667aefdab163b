import { hostOperation, z } from '@nimbus/kernel/define'
import { TaskId, TaskView, taskText } from '@nimbus/task-view'
import { findTask, shownTask, taskResource } from '../tasks/find-task.ts'

/**
 * Shows one task: how each of its steps stands, with the run to look at, and once it has ended what it came to and the
 * evidence for that.
 */
export default hostOperation({
  id: 'engine.task-show',
  summary: 'Show one task and its steps',
  effect: 'read',
  untrusted: true,
  input: z.object({ task: TaskId }),
  output: TaskView,
  positional: ['task'],
  aliases: ['task show'],
  routes: [{ method: 'GET', path: '/api/core/tasks/:task' }],
  examples: [{ title: 'How far is it?', input: { task: 't_abcd' } }],
  phrases: [
    'show task {task}',
    'how far is {task}',
    'status of task {task}',
    'show {task}',
    'what is the state of {task}',
    'what did task {task} come to',
    'details of task {task}',
    'is {task} done',
    'did {task} finish',
    'progress of {task}',
    'how is {task} doing',
    'what did {task} do',
  ],

  target: ({ task }) => ({ resources: [taskResource(task)] }),
  run: async ({ task }, ctx) => shownTask(await findTask(task, ctx), ctx),
  text: taskText,
})
