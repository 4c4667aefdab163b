import { hostOperation, NimbusError, z } from '@nimbus/kernel/define'
import { TaskView, taskLine, unreadText } from '@nimbus/task-view'
import { hanging } from '@nimbus/text-table'
import { shownTask } from '../tasks/find-task.ts'

/** Lists tasks, newest first: what runs, what asks for an answer, what was interrupted, and what has ended. */
export default hostOperation({
  id: 'engine.task-list',
  summary: 'List tasks',
  effect: 'read',
  untrusted: true,
  input: z.object({
    status: TaskView.shape.status.optional().describe('Only these'),
    limit: z.number().int().min(1).max(500).default(20).describe('How many at most'),
  }),
  output: z.object({
    tasks: z.array(TaskView),
    unread: z.number().int().describe('Tasks that cannot be opened here, because another key sealed them'),
  }),
  aliases: ['task list'],
  routes: [{ method: 'GET', path: '/api/core/tasks' }],
  examples: [
    { title: 'The latest twenty', input: {} },
    { title: 'What was cut off and can be gone on with', input: { status: 'interrupted' } },
  ],
  phrases: [
    'list tasks',
    'what is running',
    'which tasks were interrupted',
    'show my tasks',
    'which tasks are {status}',
    '{status} tasks',
    'all tasks',
    'tasks',
    'is anything running',
    'is there any task that was {status}',
    'tasks that got {status}',
    'did any task get {status}',
    'which tasks failed',
    'which tasks ask for something',
    'show the tasks which are {status}',
    'last tasks',
    'what tasks are there',
  ],
  words: {
    status: {
      values: {
        asks: [
          'ask',
          'asking',
          'wait for an answer',
          'waiting for an answer',
          'need an answer',
          'waiting for approval',
          'wait for approval',
          'waiting for me',
          'need my approval',
        ],
        failed: ['failed', 'failing', 'broken', 'went wrong', 'ended badly'],
        running: [
          'in progress',
          'still running',
          'under way',
          'going on',
          'ongoing',
          'active',
          'not over yet',
          'in flight',
          'run at present',
        ],
        interrupted: [
          'killed',
          'crashed',
          'died',
          'cut off',
          'broken off',
          'cut short',
          'stopped halfway',
          'stuck halfway',
        ],
        done: ['finished', 'completed'],
        cancelled: ['canceled', 'stopped', 'aborted'],
        'rolled-back': ['rolled back', 'taken back', 'undone', 'put back'],
        'rolling-back': ['rolling back'],
        ready: ['ready', 'not started'],
      },
    },
  },

  target: () => ({ resources: ['nimbus:records/tasks'] }),
  async run({ status, limit }, ctx) {
    const { tenant } = ctx.principal
    let unread = 0
    const onClosed = () => {
      unread += 1
    }
    const tasks = await ctx.records.tasks.list({ tenant, limit, ...(status ? { status } : {}) }, onClosed)
    const shown = tasks.map((task) =>
      shownTask(task, ctx).catch((thrown: unknown) => {
        // One of which no step was begun has nothing sealed but its plan.
        if (!(thrown instanceof NimbusError) || thrown.data.code !== 'store-sealed') throw thrown
        onClosed()
      }),
    )
    return { tasks: (await Promise.all(shown)).filter((task) => task !== undefined), unread }
  },
  text({ tasks, unread }, _input, columns) {
    if (tasks.length === 0 && unread === 0) return 'No tasks. Applying a plan makes one: nimbus apply <plan>'
    const closed = unread > 0 ? [hanging('! ', unreadText(unread, 'task'), columns)] : []
    const lines = tasks.map(taskLine).map(([lead, what]) => hanging(lead, what, columns))
    return [...lines, ...closed].join('\n')
  },
})
