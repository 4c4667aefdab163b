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

/** One line for a list. */
export const taskLine = ({ id, status, created, steps, verdict }: TaskViewData): string => {
  const done = steps.filter((step) => step.status === 'done').length
  const what = [...new Set(steps.map(({ operation }) => operation))].slice(0, 3).join(', ')
  const time = created.slice(0, 16).replace('T', ' ')
  return `${id.slice(0, 8)}  ${status.padEnd(12)}  ${time}  ${done}/${steps.length}  ${what}${verdict ? `  ${verdict}` : ''}`
}

/** A task for a terminal: what it came to, its steps, and what stands against it. */
export const taskText = (view: TaskViewData): string => {
  const against = view.evidence.filter(({ status }) => status !== 'pass')
  return [
    `${view.id}  ${view.status} · plan ${view.plan} · by ${view.principal}`,
    ...view.steps.map(stepLine),
    ...(view.verdict ? [verdictLine[view.verdict] ?? view.verdict] : []),
    ...against.map(
      ({ status, step, message }) => `  ${status === 'fail' ? '✗' : '?'} ${step ? `step ${step}: ` : ''}${message}`,
    ),
  ].join('\n')
}
