import { hostOperation, z } from '@nimbus/kernel/define'
import { TaskId, TaskView, taskText } from '@nimbus/task-view'
import { answerFields, answerOf } from '../tasks/answer.ts'
import { taskResource } from '../tasks/find-task.ts'
import { runAndShow, taskOnRecord } from '../tasks/run-and-show.ts'

/**
 * Goes on with a task after whatever stopped it: a kill, a failure, a question, a cancellation.
 *
 * Nothing that is done is done again. A step that was cut off, by a kill, by its time or by whoever cancelled it, is looked
 * at first: by its record, by what the same look showed right before it, and by whether anything is left to do. Where that
 * does not tell, the task asks, with what is known; `--step` and `--is` answer. What a step has asked before is answered by
 * approving the plan that it named, or by `--yes` and `--confirm` here. The plan has to be valid still.
 */
export default hostOperation({
  id: 'engine.task-resume',
  summary: 'Go on with a task',
  effect: 'delete',
  untrusted: true,
  input: z.object({
    task: TaskId,
    ...answerFields,
  }),
  output: TaskView,
  positional: ['task'],
  aliases: ['task resume'],
  routes: [{ method: 'POST', path: '/api/core/tasks/:task/resume' }],
  exclude: { call: 'a plan is applied by whoever is at the top' },
  examples: [
    { title: 'Go on where it stopped', input: { task: 't_abcd' } },
    { title: 'Say that a step was done before its process died', input: { task: 't_abcd', step: '3', is: 'done' } },
  ],
  phrases: [
    'resume task {task}',
    'go on with {task}',
    'continue {task}',
    'resume {task}',
    'continue the task {task}',
    'go on with task {task}',
    'pick up {task} again',
    'carry on with {task}',
    'finish {task}',
  ],
  words: {
    step: { kind: 'number-text', words: ['step {}'] },
    is: {
      values: {
        done: ['is done', 'was done', 'has been done'],
        'not-done': ['not done', 'is not done', 'was not done'],
      },
    },
  },

  target: ({ task }) => ({ resources: [taskResource(task)] }),
  preview: async ({ task }) => ({ changes: [{ resource: taskResource(task), effect: 'update' }] }),
  run: async ({ task, ...said }, ctx) => runAndShow(task, answerOf(said), ctx),
  verify: (_input, view, ctx) => taskOnRecord(view, ctx),
  undo: (_input, { id }) => ({ operation: 'engine.task-roll-back', input: { task: id } }),
  negative: ({ verdict }) => verdict === 'not-achieved' || verdict === 'partly',
  text: taskText,
})
