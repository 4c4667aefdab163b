import type { TaskStep } from '@nimbus/kernel'
import { attemptStep } from './attempt-step.ts'
import { nextSteps, orderOf } from './schedule.ts'
import { checkpoint, standing, type Work } from './work.ts'

/** Runs every step that may still be run, side by side where that is possible, until nothing is left or it has to stop. */
export const runSteps = async (work: Work): Promise<void> => {
  const order = orderOf(work.plan)
  const running = new Map<string, Promise<void>>()
  let broken: unknown
  const lose = (thrown: unknown): void => {
    broken ??= thrown
    work.stop.abort()
  }
  const stopped = () => work.stop.signal.aborted || work.request.signal.aborted || broken !== undefined
  for (;;) {
    const stands = (id: string): TaskStep => {
      const now = standing(work, id)
      return running.has(id) ? { ...now, status: 'running' } : now
    }
    const next = stopped()
      ? { start: [], skip: [] }
      : nextSteps(work.plan, order, stands, work.around.parallel - running.size)
    for (const { id } of next.skip) await checkpoint(work, { ...standing(work, id), status: 'skipped' }).catch(lose)
    for (const step of next.start) {
      const end = attemptStep(step, work)
        .catch(lose)
        .finally(() => running.delete(step.id))
      running.set(step.id, end)
    }
    if (next.skip.length > 0) continue
    if (running.size === 0) break
    await Promise.race(running.values())
  }
  // What cannot be written down does not go on, nor what runs beside it: another process may have the task now.
  if (broken !== undefined) throw broken
}
