import { type HostContext, hostOperation, NimbusError, type StoredPlan, unkept, z } from '@nimbus/kernel/define'
import { changedNothing, findPlan } from '@nimbus/plan-graph'
import { TaskView, taskError, taskText, taskView } from '@nimbus/task-view'
import { otherTools } from '../foretell.ts'
import { PlanId } from '../plan-view.ts'

/** What reads found is what they were applied for; of anything else the last result, where it is the only one. */
const answersOf = async (
  task: Awaited<ReturnType<HostContext['records']['runTask']>>,
  plan: StoredPlan['plan'],
  { records }: HostContext,
) => {
  const planned = new Map(plan.steps.map((step) => [step.id, step]))
  const told = task.steps.filter(
    ({ id, data }) => data !== undefined && (task.steps.length === 1 || planned.get(id)?.effect === 'read'),
  )
  return Promise.all(
    told.map(async ({ id, data }) => {
      const { operation = '', input } = planned.get(id) ?? {}
      // What was streamed while it ran is not printed again by its own words, and did not stream here.
      const own = (await records.printed({ operation, input }, data)) ?? ''
      const text = own.trim() === '' ? JSON.stringify(data, null, 2) : own
      return { step: id, operation, text }
    }),
  )
}

/**
 * Why a task cannot be taken back. That begins with what was changed last, and goes no further where nothing takes it
 * back; what was changed before has runs of its own.
 */
const lastStands = async (
  { id, steps }: Awaited<ReturnType<HostContext['records']['runTask']>>,
  { records, principal }: HostContext,
): Promise<{ irreversible?: string }> => {
  const latest = steps.toSorted((a, b) => ((a.endedAt ?? '') > (b.endedAt ?? '') ? -1 : 1))
  for (const [i, step] of latest.entries()) {
    const record = step.run ? await records.journal.get(step.run, principal.tenant) : undefined
    if (record === undefined || record.effect === 'read' || changedNothing(step.undo)) continue
    if (step.undo && 'operation' in step.undo) return {}
    const why = step.undo?.irreversible ?? 'it left no way back'
    const others = latest.slice(i + 1).some(({ undo }) => undo && 'operation' in undo)
    const each = others ? `; what came before it has runs of its own to undo: nimbus task show ${id}` : ''
    return { irreversible: `step ${step.id}: ${why}${each}` }
  }
  return {}
}

/**
 * Applies an approved plan, once. One whose every step policy allows needs no approval, but for a protected environment,
 * and at a terminal the approval is asked for. `--yes` gives it to a plan that deletes nothing, where policy wants no more
 * than to be asked; each deletion needs its `--confirm` besides. A plan file is saved first: `nimbus plan save <file>`.
 *
 * Before the first effect the plan's digest, expiry, workspace and preconditions are checked again; then its steps run,
 * each through the whole pipeline: independent ones side by side, and where effects meet in the order of the plan. What
 * becomes of the rest when a step fails, the plan says. Every step is written down when it has ended, so that
 * `nimbus task resume` goes on after whatever stopped it, without doing anything twice.
 */
export default hostOperation({
  id: 'nimbus.apply',
  summary: 'Apply an approved plan',
  effect: 'delete',
  untrusted: true,
  input: z.object({ plan: PlanId }),
  output: z.object({
    plan: z.string(),
    task: TaskView,
    run: z.string().describe('The run of the last step'),
    outcome: z.string(),
    irreversible: z.string().optional().describe('Why it cannot be undone as a whole'),
    otherTools: z.array(z.string()).describe('Programs of another version than when the plan was made'),
    data: unkept(z.unknown()).optional().describe('What the last step gave, which its own run has on record'),
    answers: unkept(z.array(z.object({ step: z.string(), operation: z.string(), text: z.string() }))).describe(
      'What its reads found, as they print it',
    ),
  }),
  positional: ['plan'],
  aliases: ['apply'],
  exclude: { call: 'a plan is applied by whoever is at the top' },
  examples: [{ title: 'Apply an approved plan', input: { plan: 'p_abcd' } }],
  phrases: [
    'apply {plan}',
    'apply the plan {plan}',
    'carry out the approved plan {plan}',
    'execute the plan {plan}',
    'run the plan {plan}',
  ],
  words: {
    plan: { kind: 'plan' },
  },

  target: ({ plan }) => ({ resources: [`nimbus:records/plans/${plan}`] }),
  // What the steps do was decided when the plan was approved; applying only uses the approval up.
  async preview({ plan }) {
    return { changes: [{ resource: `nimbus:records/plans/${plan}`, effect: 'update' }] }
  },
  async run({ plan: prefix }, ctx) {
    const { records } = ctx
    const made = await records.createTask(prefix, ctx)
    const other = await otherTools((await findPlan(made.plan, ctx)).plan, ctx)
    for (const each of other) ctx.progress(`! ${each}`)
    const task = await records.runTask(made.id, ctx, { looked: true })
    const error = taskError(task)
    if (error) throw new NimbusError(error)
    const { plan } = await findPlan(task.plan, ctx)
    const last = task.steps
      .filter(({ endedAt }) => endedAt)
      .toSorted((a, b) => ((a.endedAt ?? '') < (b.endedAt ?? '') ? -1 : 1))
      .at(-1)
    return {
      plan: plan.id,
      task: taskView(task, plan),
      run: last?.run ?? '',
      outcome:
        task.result?.verdict === 'not-achieved' || task.result?.verdict === 'partly'
          ? 'negative'
          : (last?.outcome ?? ''),
      ...(await lastStands(task, ctx)),
      otherTools: other,
      data: last?.data,
      answers: await answersOf(task, plan, ctx),
    }
  },
  async verify(_input, { plan, run }, ctx) {
    const { status } = await findPlan(plan, ctx)
    const record = await ctx.records.journal.get(run, ctx.principal.tenant)
    const ended = record !== undefined && record.outcome !== 'running'
    return [
      {
        status: status === 'used' ? 'pass' : 'fail',
        code: 'plan-used',
        message: status === 'used' ? 'the plan is used up' : `the plan is still ${status}`,
      },
      {
        status: ended ? 'pass' : 'fail',
        code: 'run-recorded',
        message: ended ? 'the run of its last step is recorded' : `there is no finished run ${run}`,
      },
    ]
  },
  undo: (_input, { task, irreversible }) =>
    task.steps.every(({ effect }) => effect === 'read')
      ? undefined
      : irreversible !== undefined
        ? { irreversible }
        : { operation: 'engine.task-roll-back', input: { task: task.id } },
  negative: ({ outcome }) => outcome === 'negative',
  text: ({ task, answers, otherTools }) =>
    [
      taskText(task),
      ...otherTools.map((each) => `! ${each}`),
      ...answers.map(({ step, operation, text }) => `\n${step}  ${operation}\n${text}`),
    ].join('\n'),
})
