import { hostOperation, z } from '@nimbus/kernel/define'
import { TaskId, TaskView, taskText } from '@nimbus/task-view'
import { answerFields, answerOf } from '../tasks/answer.ts'
import { findTask, taskResource } from '../tasks/find-task.ts'
import { runAndShow } from '../tasks/run-and-show.ts'
import { takenBackOnRecord } from '../tasks/taken-back.ts'
import { wayBack } from '../tasks/way-back.ts'

/**
 * Takes back everything that a task has done, the latest first, each step by the call that it left for that.
 *
 * Each of these calls goes through the whole pipeline, so that taking back a creation is a deletion and asks like one. It
 * stops at the first that cannot be taken back, and says which are left; afterwards it can be called again. A step of
 * which nobody can tell what it did, or whether it was taken back, is looked at first; where that does not tell, it asks
 * before it takes back anything, and `--step` and `--is` answer.
 */
export default hostOperation({
  id: 'engine.task-roll-back',
  summary: 'Take back what a task has done',
  effect: 'delete',
  untrusted: true,
  input: z.object({ task: TaskId, ...answerFields }),
  output: TaskView,
  positional: ['task'],
  aliases: ['task roll-back'],
  routes: [{ method: 'POST', path: '/api/core/tasks/:task/roll-back' }],
  examples: [
    { title: 'Take it all back', input: { task: 't_abcd' } },
    {
      title: 'Say that a step was not done before its process died',
      input: { task: 't_abcd', step: '3', is: 'not-done' },
    },
  ],
  phrases: [
    'roll back task {task}',
    'take back everything that {task} did',
    'roll back {task}',
    'undo the task {task}',
    'undo everything task {task} did',
    'revert all steps of task {task}',
    'undo the whole task {task}',
    'take back the task {task}',
    'reverse task {task}',
    'roll back everything task {task} has done',
    'roll back everything {task} did',
    'roll back all steps of {task}',
    'back out {task}',
    'unwind the task {task}',
    'undo what {task} did',
    'revert what {task} did',
  ],
  words: { step: { kind: 'structure' }, is: { kind: 'structure' } },

  target: ({ task }) => ({ resources: [taskResource(task)] }),
  async preview({ task }, ctx) {
    const { changes, context } = await wayBack(await findTask(task, ctx), ctx)
    return { changes: [{ resource: taskResource(task), effect: 'update' }, ...changes], context }
  },
  run: async ({ task, ...said }, ctx) => runAndShow(task, { back: true, ...answerOf(said) }, ctx),
  verify: async (_input, { id }, ctx) => [await takenBackOnRecord(id, ctx)],
  undo: () => ({ irreversible: 'make the plan again instead' }),
  text: taskText,
})
