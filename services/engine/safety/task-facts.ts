import type { HostContext } from '@nimbus/kernel/define'
import { findPlan } from '@nimbus/plan-graph'
import { callKey, type During, mayCost, spentSoFar, type Taken, takenBy, unexpectedCode } from '@nimbus/safety'
import { findTask } from '../tasks/find-task.ts'

/** Runs of a task that are looked through. */
const mostRuns = 5000

/** What is known of a task while it runs: its time, its cost, and the calls that its runs were. */
export const taskFacts = async (
  prefix: string,
  ctx: HostContext,
): Promise<{ id: string; during: Omit<During, 'limits' | 'quotas'>; more: Taken }> => {
  const task = await findTask(prefix, ctx)
  const { plan } = await findPlan(task.plan, ctx)
  const { tenant } = ctx.principal
  const runs = await ctx.records.journal.list({ tenant, task: task.id, limit: mostRuns })
  const effects = runs.filter(({ effect, outcome }) => effect !== 'read' && outcome !== 'preview')
  const spent = spentSoFar(plan.steps, ctx.catalog.get, (step) => task.steps.find(({ id }) => id === step))
  const calls = effects.map(({ operation, input }) => callKey({ operation, input }))
  // What was done most often stands for the next call: if that has become a loop, so has the task.
  const times = (key: string) => calls.filter((each) => each === key).length
  const next = [...calls].sort((a, b) => times(b) - times(a))[0] ?? ''
  const waiting = plan.steps.filter(({ id }) => task.steps.find((each) => each.id === id)?.status === 'waiting')
  const toCome = plan.decisions.filter(({ step }) => waiting.some(({ id }) => id === step))
  const until = task.endedAt ? Date.parse(task.endedAt) : ctx.now().getTime()
  return {
    id: task.id,
    more: takenBy(toCome.flatMap(({ changes }) => changes)),
    during: {
      minutes: (until - Date.parse(task.createdAt)) / 60_000,
      spent,
      costs: waiting.some(({ operation }) => {
        const entry = ctx.catalog.get(operation)
        return entry === undefined || mayCost(entry)
      }),
      unexpected: task.steps.flatMap(({ findings = [] }) => findings.filter(({ code }) => code === unexpectedCode)),
      calls: calls.filter((key, i) => key !== next || calls.indexOf(key) !== i),
      next,
    },
  }
}
