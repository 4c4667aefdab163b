import { hostOperation, z } from '@nimbus/kernel/define'
import { duringCheck } from '@nimbus/safety'
import { TaskId } from '@nimbus/task-view'
import { CheckResult, checkResult, checkText, LimitFields, limitsFor, takenToday } from '../safety/fields.ts'
import { taskFacts } from '../safety/task-facts.ts'
import { taskResource } from '../tasks/find-task.ts'

/**
 * Says whether a task may go on: how long it has run, what it has cost, and whether its runs have done anything that was
 * not shown when it was approved, or the same over and over.
 *
 * The executor makes the same check before every step.
 */
export default hostOperation({
  id: 'engine.safety-during-check',
  summary: 'Check whether a task is safe to go on',
  effect: 'read',
  untrusted: true,
  input: z.object({ task: TaskId, limits: LimitFields }),
  output: CheckResult.extend({ task: z.string() }),
  positional: ['task'],
  aliases: ['safety during-check'],
  routes: [{ method: 'POST', path: '/api/core/safety/during-check' }],
  examples: [{ title: 'May it go on?', input: { task: 't_abcd' } }],
  phrases: [
    'is task {task} still within its limits',
    'may {task} go on',
    'check the limits of task {task}',
    'is {task} still safe',
    'is the task {task} over its budget',
    'safety check of the running task {task}',
  ],

  words: { limits: { kind: 'spending' } },

  target: ({ task }) => ({ resources: [taskResource(task)] }),
  async run({ task, limits }, ctx) {
    const { id, during, more } = await taskFacts(task, ctx)
    const quotas = { today: await takenToday(ctx), more }
    return { ...checkResult(duringCheck({ ...during, quotas, limits: await limitsFor(limits, ctx) })), task: id }
  },
  negative: ({ allowed }) => !allowed,
  text: checkText,
})
