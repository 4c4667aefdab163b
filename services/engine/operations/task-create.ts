import { hostOperation, idPrefix, z } from '@nimbus/kernel/define'
import { TaskView, taskText } from '@nimbus/task-view'
import { findTask, shownTask, taskResource } from '../tasks/find-task.ts'

/**
 * Makes a task of an approved plan without running it yet.
 *
 * The plan is checked as `nimbus apply` does, and used up: from now on it is this task that is run, resumed or cancelled.
 */
export default hostOperation({
  id: 'engine.task-create',
  summary: 'Make a task of an approved plan',
  effect: 'create',
  input: z.object({
    plan: idPrefix('p').describe('The approved plan; a unique start of at least 4 characters will do'),
  }),
  output: TaskView,
  positional: ['plan'],
  aliases: ['task create'],
  routes: [{ method: 'POST', path: '/api/core/tasks' }],
  exclude: { call: 'a plan is applied by whoever is at the top' },
  examples: [{ title: 'A task to run later', input: { plan: 'p_abcd' } }],
  phrases: [
    'make a task of {plan}',
    'create a task for the plan {plan}',
    'turn plan {plan} into a task',
    'task for {plan}',
    'new task from {plan}',
  ],

  target: ({ plan }) => ({ resources: [`nimbus:records/plans/${plan}`, 'nimbus:records/tasks'] }),
  preview: async ({ plan }) => ({
    changes: [
      { resource: 'nimbus:records/tasks', effect: 'create', summary: 'a task of which nothing is done yet' },
      { resource: `nimbus:records/plans/${plan}`, effect: 'create', summary: 'the plan is used up' },
    ],
  }),
  run: async ({ plan }, ctx) => shownTask(await ctx.records.createTask(plan, ctx), ctx),
  async verify(_input, { id, plan }, ctx) {
    const task = await findTask(id, ctx)
    const [stored] = await ctx.records.plans.find(plan, ctx.principal.tenant)
    const good = task.status === 'ready' && stored?.status === 'used'
    return [
      {
        status: good ? 'pass' : 'fail',
        code: 'task-created',
        message: good
          ? 'the task is ready, and its plan used up'
          : `the task is ${task.status}, its plan ${stored?.status}`,
        resource: taskResource(id),
      },
    ]
  },
  undo: (_input, { id }) => ({ operation: 'engine.task-cancel', input: { task: id } }),
  text: (view) => `${taskText(view)}\n✓ made; run it with: nimbus task execute ${view.id}`,
})
