import { hostOperation, z } from '@nimbus/kernel/define'
import { Event, eventLine, eventOf } from '../tasks/event.ts'

/** Gives what happened to tasks lately, of all of them together, oldest first. */
export default hostOperation({
  id: 'engine.statistics-events',
  summary: 'Show what happened to tasks lately',
  effect: 'read',
  untrusted: true,
  input: z.object({ limit: z.number().int().min(1).max(1000).default(50).describe('How many at most') }),
  output: z.object({ events: z.array(Event.extend({ task: z.string() })) }),
  aliases: ['statistics events'],
  routes: [{ method: 'GET', path: '/api/core/statistics/events' }],
  examples: [{ title: 'The latest fifty', input: {} }],
  phrases: [
    'recent events of my tasks',
    'recent events',
    'list events',
    'anything new with my tasks',
    'just the recent events',
    'what happened to tasks lately',
    'the latest events of tasks',
    'recent events of tasks',
    'latest task events',
    'events of all tasks',
    'what happened lately in tasks',
  ],

  target: () => ({ resources: ['nimbus:records/tasks'] }),
  async run({ limit }, ctx) {
    const events = await ctx.records.tasks.events({ tenant: ctx.principal.tenant, limit })
    return { events: events.map((event) => ({ task: event.task, ...eventOf(event) })) }
  },
  text: ({ events }) =>
    events.length === 0
      ? 'Nothing yet. Applying a plan makes a task: nimbus apply <plan>'
      : events.map(({ task, ...event }) => `${task.slice(0, 8)} ${eventLine(event)}`).join('\n'),
})
