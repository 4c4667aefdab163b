import type { TaskViewData } from './task-view.ts'

const marks: Readonly<Record<string, string>> = {
  done: '✓',
  failed: '✗',
  kept: '✗',
  asks: '?',
  unclear: '?',
  running: '…',
  undoing: '…',
  undone: '↩',
  skipped: '-',
  waiting: '·',
}

const stepLine = ({ id, operation, status, run, undoneBy, error, attempts }: TaskViewData['steps'][number]): string => {
  const tries = attempts > 1 ? `, ${attempts} tries` : ''
  const by = undoneBy ?? run
  const head = `${marks[status] ?? ' '} ${id.padStart(3)}  ${operation}  ${status}${tries}${by ? `  ${by}` : ''}`
  if (!error) return head
  return [head, `       ${error.message}`, ...(error.next ? [`       ${error.next}`] : [])].join('\n')
}

const verdictLine: Readonly<Record<string, string>> = {
  achieved: '✓ achieved',
  partly: '✗ partly achieved',
  'not-achieved': '✗ not achieved',
  unknown: '? unknown whether it is achieved',
}

/** One line for a list: how it stands, and what it does. */
export const taskLine = ({ id, status, created, steps, verdict }: TaskViewData): readonly [string, string] => {
  const done = steps.filter((step) => step.status === 'done').length
  const what = [...new Set(steps.map(({ operation }) => operation))].slice(0, 3).join(', ')
  const time = created.slice(0, 16).replace('T', ' ')
  return [
    `${id.slice(0, 8)}  ${status.padEnd(12)}  ${time}  ${done}/${steps.length}  `,
    `${what}${verdict ? `  ${verdict}` : ''}`,
  ]
}

/** That a list is not whole: another key has sealed some of it. */
export const unreadText = (count: number, noun: 'plan' | 'task'): string =>
  `${count} ${noun}${count === 1 ? '' : 's'} cannot be opened, because another key sealed ${count === 1 ? 'it' : 'them'}: put back the key that belongs to this database`

/** What was begun and failed left no way back, and may have left something else. */
const leftBehind = ({ steps }: TaskViewData): string[] =>
  steps
    .filter(({ status, effect, attempts }) => status === 'failed' && effect !== 'read' && attempts > 0)
    .map(
      ({ id, run }) =>
        `? step ${id} failed, and what it may have left behind is not taken back${run ? `; see what it did with: nimbus history show ${run}` : ''}`,
    )

const comeTo = (view: TaskViewData): string[] => {
  if (view.status === 'rolled-back') return ['↩ everything that was done is taken back', ...leftBehind(view)]
  const against = view.evidence.filter(({ status }) => status !== 'pass')
  return [
    ...(view.verdict ? [verdictLine[view.verdict] ?? view.verdict] : []),
    ...against.map(
      ({ status, step, message }) => `  ${status === 'fail' ? '✗' : '?'} ${step ? `step ${step}: ` : ''}${message}`,
    ),
  ]
}

/** A task for a terminal: what it came to, its steps, and what stands against it or was left behind. */
export const taskText = (view: TaskViewData): string =>
  [
    `${view.id}  ${view.status} · plan ${view.plan} · by ${view.principal}`,
    ...view.steps.map(stepLine),
    ...comeTo(view),
  ].join('\n')
