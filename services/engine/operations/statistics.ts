import { hostOperation, z } from '@nimbus/kernel/define'
import { Counts, countsOf } from '../statistics/counts.ts'

/**
 * Counts tasks, their steps and runs: how they ended, how long steps took, and how often one was tried again.
 *
 * What has not ended yet is counted as running, and what nobody could judge as unknown.
 */
export default hostOperation({
  id: 'engine.statistics',
  summary: 'Count tasks, steps and runs',
  effect: 'read',
  input: z.object({
    hours: z.number().int().min(1).max(8760).default(24).describe('How far back'),
  }),
  output: Counts,
  aliases: ['statistics'],
  routes: [{ method: 'GET', path: '/api/core/statistics' }],
  examples: [
    { title: 'The last day', input: {} },
    { title: 'The last week', input: { hours: 168 } },
  ],
  phrases: [
    'how many tasks ran in the last {hours} hours',
    'show the statistics of tasks',
    'task statistics',
    'statistics',
    'how many tasks failed',
    'how long do tasks take',
    'statistics of the last {hours} hours',
    'success rate of tasks',
    'numbers of tasks',
    'how did tasks go in numbers',
    'tasks in numbers',
    'how did tasks go over the last {hours} hours',
    'how are tasks doing in numbers',
  ],
  words: {
    hours: { kind: 'hours', words: ['in {}', 'over {}', 'over the {}', 'of the {}', 'last {}', 'past {}', '{}'] },
  },

  target: () => ({ resources: ['nimbus:records/tasks', 'nimbus:records/runs'] }),
  run: ({ hours }, ctx) => countsOf(new Date(ctx.now().getTime() - hours * 3_600_000).toISOString(), ctx),
  text({ since, tasks, verdicts, steps, runs }) {
    const line = (name: string, counts: Readonly<Record<string, number>>) =>
      `${name.padEnd(9)} ${
        Object.entries(counts)
          .map(([key, count]) => `${key} ${count}`)
          .join(' · ') || 'none'
      }`
    const { medianMs, p95Ms, triedAgain, ...by } = steps
    const took = medianMs === undefined ? '' : ` · half of them within ${medianMs} ms, 95 % within ${p95Ms} ms`
    return [
      `since ${since.slice(0, 16).replace('T', ' ')}`,
      line('tasks', tasks),
      line('results', verdicts),
      `${line('steps', by.byStatus)}${took}${triedAgain > 0 ? ` · ${triedAgain} tried again` : ''}`,
      line('runs', runs),
    ].join('\n')
  },
})
