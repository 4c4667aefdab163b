import { hostOperation, z } from '@nimbus/kernel/define'
import { postCheck } from '@nimbus/safety'
import { TaskId } from '@nimbus/task-view'
import { CheckResult, checkResult, checkText, limitsFor, takenToday } from '../safety/fields.ts'
import { findTask, taskResource } from '../tasks/find-task.ts'

/**
 * Says whether what a task has done is verified and on record: what it came to and the evidence, the end of every run, and
 * the audit chain.
 */
export default hostOperation({
  id: 'engine.safety-post-check',
  summary: 'Check what a task has left behind',
  effect: 'read',
  untrusted: true,
  input: z.object({ task: TaskId }),
  output: CheckResult.extend({ task: z.string() }),
  positional: ['task'],
  aliases: ['safety post-check'],
  routes: [{ method: 'POST', path: '/api/core/safety/post-check' }],
  examples: [{ title: 'Did it do what it says?', input: { task: 't_abcd' } }],
  phrases: [
    'did {task} do what it says',
    'verify task {task}',
    'check afterwards whether {task} worked',
    'was task {task} successful',
    'safety check after task {task}',
    'did the task {task} achieve its goal',
    'check the result of task {task}',
  ],

  target: ({ task }) => ({ resources: [taskResource(task)] }),
  async run({ task: prefix }, ctx) {
    const { id, steps, result } = await findTask(prefix, ctx)
    const ids = steps.flatMap(({ run, undoneBy }) => [run, undoneBy].filter((each) => each !== undefined))
    const runs = await Promise.all(
      ids.map(async (run) => ({ id: run, record: await ctx.records.journal.get(run, ctx.principal.tenant) })),
    )
    const { intact, truncated } = await ctx.records.audit.verify()
    const { perDay } = await limitsFor({}, ctx)
    const quotas = { perDay, today: await takenToday(ctx) }
    const auditIntact = intact && truncated === undefined
    return { ...checkResult(postCheck({ result, runs, auditIntact, quotas })), task: id }
  },
  negative: ({ allowed }) => !allowed,
  text: checkText,
})
