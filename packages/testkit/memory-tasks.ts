import { failed, type Plans, type Task, type TaskStep, type Tasks } from '@nimbus/kernel'
import type { MemoryPorts } from './memory-ports.ts'

/** Tasks in a map. Nobody dies in memory: a task is held until whoever holds it lets go. */
export const memoryTasks = (held: MemoryPorts['held'], plans: Plans, now: () => string): Tasks => {
  const { tasks, taskEvents } = held
  const shown = ({
    token: _token,
    held: _held,
    cancelling: _cancelling,
    ...task
  }: Task & { token: number; held: boolean; cancelling: boolean }): Task => structuredClone(task)
  const working = new Set(['running', 'rolling-back'])
  return {
    async create(task) {
      // As on disk: other things happen meanwhile, and still only one gets the plan.
      if (!(await plans.claim(task.plan))) return false
      tasks.set(task.id, { ...structuredClone(task), token: 0, held: false, cancelling: false })
      return true
    },
    find: async (prefix) => [...tasks.values()].filter(({ id }) => id.startsWith(prefix)).map(shown),
    list: async ({ limit, plan, status }) =>
      [...tasks.values()]
        .filter(
          (each) => (plan === undefined || each.plan === plan) && (status === undefined || each.status === status),
        )
        .reverse()
        .slice(0, limit)
        .map(shown),
    async claim(id) {
      const task = tasks.get(id)
      if (!task || task.held) return undefined
      const status = task.status === 'rolling-back' ? task.status : 'running'
      tasks.set(id, { ...task, status, held: true, cancelling: false, token: task.token + 1 })
      return { id, token: task.token + 1 }
    },
    async write({ id, token }, { status, release, step, result, event }) {
      const task = tasks.get(id)
      if (!task?.held || task.token !== token) throw failed('task-lost', `${id} is no longer held`)
      const over = status !== undefined && !working.has(status)
      const steps = task.steps.map((each): TaskStep => (each.id === step?.id ? structuredClone(step) : each))
      tasks.set(id, {
        ...task,
        steps,
        ...(status ? { status } : {}),
        ...(result ? { result } : {}),
        ...(release ? { held: false } : {}),
        ...(over ? { held: false, endedAt: now() } : {}),
      })
      if (event)
        taskEvents.push({ task: id, n: taskEvents.filter((each) => each.task === id).length + 1, at: now(), ...event })
      return { cancelling: task.cancelling }
    },
    async rewrite(id, _tenant, steps) {
      const task = tasks.get(id)
      if (!task || task.held) return false
      const byId = new Map(steps.map((step) => [step.id, structuredClone(step)]))
      tasks.set(id, { ...task, steps: task.steps.map((step) => byId.get(step.id) ?? step) })
      return true
    },
    async cancel(id) {
      const task = tasks.get(id)
      if (!task) return 'ended'
      if (task.held) {
        tasks.set(id, { ...task, cancelling: true })
        return 'asked'
      }
      if (!['ready', 'asks'].includes(task.status)) return 'ended'
      tasks.set(id, { ...task, status: 'cancelled' })
      return 'cancelled'
    },
    cancelling: async (id) => tasks.get(id)?.cancelling === true,
    events: async ({ task, after = 0, limit }) =>
      taskEvents.filter((each) => (task === undefined || each.task === task) && each.n > after).slice(0, limit),
  }
}
