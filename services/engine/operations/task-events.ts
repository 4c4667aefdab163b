import { hostOperation, z } from '@nimbus/kernel/define'
import { TaskId } from '@nimbus/task-view'
import { Event, EventChunk, eventLine } from '../tasks/event.ts'
import { findTask, taskResource } from '../tasks/find-task.ts'
import { tailTask } from '../tasks/tail-task.ts'

/** How many events one answer holds. */
const most = 10_000

/**
 * Gives what happened to a task, step by step, after a number; with `--follow` also what happens from now on, until the
 * task has ended, each event as it comes.
 */
export default hostOperation({
  id: 'engine.task-events',
  summary: 'Show what happened to a task',
  effect: 'read',
  untrusted: true,
  input: z.object({
    task: TaskId,
    after: z.number().int().min(0).default(0).describe('Only events after this number'),
    follow: z.boolean().default(false).describe('Go on until the task has ended'),
  }),
  output: z.object({ task: z.string(), events: z.array(Event) }),
  chunk: EventChunk,
  positional: ['task'],
  aliases: ['task events'],
  routes: [{ method: 'GET', path: '/api/core/tasks/:task/events' }],
  examples: [
    { title: 'Everything that happened', input: { task: 't_abcd' } },
    { title: 'Watch it', input: { task: 't_abcd', follow: true } },
  ],
  phrases: [
    'what happened to {task}',
    'follow task {task}',
    'events of task {task}',
    'show the events of {task}',
    'watch {task}',
    'follow {task}',
    'let me watch {task}',
    'log of task {task}',
    'stream the events of {task}',
    'events of {task} after {after}',
    'tail task {task}',
  ],
  words: {
    after: {
      words: [
        'after {}',
        'after number {}',
        'after event {}',
        'past event {}',
        'beyond event {}',
        'newer than event {}',
        'starting after {}',
        'after the event {}',
        'newer than number {}',
        'events since {}',
      ],
    },
    follow: {
      words: [
        'follow',
        'watch',
        'until it ends',
        'live',
        'tail',
        'stream',
        'go on until',
        'in real time',
        'from now on',
        'attach',
        'keep watching',
        'as they come',
        'as they happen',
        'as it happens',
        'keep following',
        'keep me posted',
        'until it is over',
        'until it is done',
        'keep an eye on',
      ],
    },
  },

  target: ({ task }) => ({ resources: [taskResource(task)] }),
  async run({ task: prefix, after, follow }, ctx) {
    const { id } = await findTask(prefix, ctx)
    const events = []
    for await (const event of tailTask(id, { after, follow, most }, ctx)) {
      events.push(event)
      ctx.emit({ ...event, text: eventLine(event) })
    }
    return { task: id, events }
  },
  text: ({ events }) => events.map(eventLine).join('\n'),
})
