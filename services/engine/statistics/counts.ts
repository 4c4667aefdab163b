import { type HostContext, z } from '@nimbus/kernel/define'

const Tally = z.record(z.string(), z.number().int())

/** Figures of a time. */
export const Counts = z.object({
  since: z.string(),
  tasks: Tally.describe('Tasks by how they stand'),
  verdicts: Tally.describe('Tasks that have ended, by what they came to'),
  steps: z.object({
    byStatus: Tally,
    triedAgain: z.number().int().describe('Steps that were begun more than once'),
    medianMs: z
      .number()
      .int()
      .optional()
      .describe('What a step that is done took in its last run; absent when none is'),
    p95Ms: z.number().int().optional(),
  }),
  runs: Tally.describe('Runs of tasks by outcome'),
  complete: z
    .boolean()
    .describe('false: there is more than was looked at, or than could be opened; the figures are of the newest'),
})

/** How many tasks, and runs of each, are looked at. */
const mostTasks = 2000

const tally = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

const quantile = (sorted: readonly number[], share: number): number | undefined =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]

/** Counts what happened since a moment, ISO 8601. */
export const countsOf = async (since: string, ctx: HostContext): Promise<z.infer<typeof Counts>> => {
  const { tenant } = ctx.principal
  const { tasks: records, journal } = ctx.records
  let isWhole = true
  const onClosed = () => {
    isWhole = false
  }
  const tasks = await records.list({ tenant, since, limit: mostTasks }, onClosed)
  const steps = tasks.flatMap((task) => task.steps)
  const ids = new Set(tasks.map(({ id }) => id))
  const listed = await journal.list({ tenant, since, limit: mostTasks * 10 })
  const runs = listed.filter(({ task, outcome }) => task !== undefined && ids.has(task) && outcome !== 'preview')
  // A step is its last run; the calls that this one made are part of it.
  const ofSteps = new Set(steps.flatMap(({ status, run }) => (status === 'done' && run ? [run] : [])))
  const took = runs
    .filter(({ id }) => ofSteps.has(id))
    .map(({ startedAt, endedAt = startedAt }) => Date.parse(endedAt) - Date.parse(startedAt))
    .sort((a, b) => a - b)
  const [medianMs, p95Ms] = [quantile(took, 0.5), quantile(took, 0.95)]
  return {
    since,
    tasks: tally(tasks.map(({ status }) => status)),
    verdicts: tally(tasks.flatMap(({ result }) => result?.verdict ?? [])),
    steps: {
      byStatus: tally(steps.map(({ status }) => status)),
      triedAgain: steps.filter(({ attempts }) => attempts > 1).length,
      ...(medianMs === undefined || p95Ms === undefined ? {} : { medianMs, p95Ms }),
    },
    runs: tally(runs.map(({ outcome }) => outcome)),
    complete: isWhole && tasks.length < mostTasks && listed.length < mostTasks * 10,
  }
}
