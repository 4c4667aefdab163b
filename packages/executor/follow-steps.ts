import type { StepSaid, TaskEvent } from '@nimbus/kernel'

const begins = new Set(['running', 'undoing'])
const good = new Set(['done', 'undone'])

/** Turns what happens to a task into steps that begin and end, for whoever follows its run. `now` gives milliseconds. */
export const followSteps = (said: (step: StepSaid) => void, now: () => number) => {
  const begun = new Map<string, { title: string; at: number }>()
  return ({ step, status, operation }: Omit<TaskEvent, 'n' | 'at'>): void => {
    if (step === undefined) return
    const open = begun.get(step)
    if (begins.has(status)) {
      const title = `${status === 'undoing' ? 'undo ' : ''}${step}  ${operation ?? ''}`.trimEnd()
      begun.set(step, { title, at: now() })
      said({ title, status: 'started', depth: 0 })
    } else if (open) {
      begun.delete(step)
      said({
        title: open.title,
        status: good.has(status) ? 'done' : 'failed',
        depth: 0,
        ms: Math.round(now() - open.at),
      })
    }
  }
}
