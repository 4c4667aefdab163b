import { markedFields, type Plan, type Ports, type Task, type TaskStep, withoutUnkept } from '@nimbus/kernel'
import { checkpointSilently, type Work } from './work.ts'

/** How many tasks one other task looks after. */
const mostDue = 20

/** When a task is looked after that somebody was at work at as its time had come, in milliseconds. */
const laterMs = 60 * 60 * 1000

const scheduleOf = (task: string): string => `forget-words/${task}`

type Catalog = Ports['catalog']

const saysWords = (operation: string, catalog: Catalog) => {
  const entry = catalog.get(operation)
  return entry !== undefined && markedFields(entry.output, 'x-nimbus-unkept').length > 0
}

/** Steps as they are kept once no other step can take anything from them; only those in which that changes anything. */
const withoutWords = (steps: readonly TaskStep[], plan: Plan, catalog: Catalog): TaskStep[] =>
  steps.flatMap((step) => {
    const operation = plan.steps.find(({ id }) => id === step.id)?.operation ?? ''
    const entry = catalog.get(operation)
    if (step.data === undefined || !entry || !saysWords(operation, catalog)) return []
    return [{ ...step, data: withoutUnkept(entry.output, step.data) }]
  })

/**
 * Sees to it that what people and models say to each other in a task does not outlive it: later steps may need it as long
 * as the task can be gone on with, which is until its plan expires.
 */
export const forgetInTime = async ({ id, plan: planId }: Task, plan: Plan, ports: Ports, tenant: string) => {
  if (!plan.steps.some(({ operation }) => saysWords(operation, ports.catalog))) return
  const call = { operation: '', input: { task: id, plan: planId, tenant } }
  await ports.schedules.put({ id: scheduleOf(id), call, dueAt: plan.expires })
}

/** Forgets what was said in a task that has come to its end. */
export const forgetNow = async (work: Work): Promise<void> => {
  const silent = withoutWords([...work.steps.values()], work.plan, work.ports.catalog)
  for (const step of silent) await checkpointSilently(work, step)
  if (silent.length > 0) await work.ports.schedules.delete(scheduleOf(work.task))
}

const forget = async (input: unknown, ports: Ports): Promise<'forgotten' | 'at work'> => {
  // Written by `forgetInTime`.
  const { task: id, plan: planId, tenant } = input as Record<'task' | 'plan' | 'tenant', string>
  const [[task], [stored]] = await Promise.all([ports.tasks.find(id, tenant), ports.plans.find(planId, tenant)])
  if (!task || !stored) return 'forgotten'
  const silent = withoutWords(task.steps, stored.plan, ports.catalog)
  if (silent.length === 0) return 'forgotten'
  return (await ports.tasks.rewrite(id, tenant, silent)) ? 'forgotten' : 'at work'
}

/** Forgets what was said in tasks that cannot be gone on with any more, whatever became of their processes. */
export const forgetDue = async (ports: Ports): Promise<void> => {
  const now = ports.clock.now()
  const due = await ports.schedules.due(now.toISOString(), mostDue)
  for (const each of due.filter(({ id }) => id.startsWith(scheduleOf('')))) {
    if ((await forget(each.call.input, ports)) === 'forgotten') await ports.schedules.delete(each.id)
    else await ports.schedules.put({ ...each, dueAt: new Date(now.getTime() + laterMs).toISOString() })
  }
}
