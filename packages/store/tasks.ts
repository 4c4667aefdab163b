import {
  type Clock,
  failed,
  type Task,
  type TaskChange,
  type TaskEvent,
  type TaskStatus,
  type Tasks,
} from '@nimbus/kernel'
import { appendEntries } from './chain.ts'
import type { Checkpoint } from './checkpoint.ts'
import { usePlan } from './plans.ts'
import type { Processes } from './processes.ts'
import { openable, type Seal } from './seal.ts'
import { afterPrefix, change, marks, row, rows, type Sql, type Value, type Work } from './sql.ts'
import { addEvent, putStep, sealedResult, stepsOf, type TaskRow, taskColumns, taskOf } from './task-rows.ts'

const held: readonly TaskStatus[] = ['running', 'rolling-back']

const auditEntry = (
  { tenant, principal, id }: Pick<Task, 'tenant' | 'principal' | 'id'>,
  action: string,
  detail: unknown,
) => ({
  tenant,
  principal,
  action,
  subject: id,
  detail,
})

/**
 * Tasks in the database. Each checkpoint is one transaction: the step, the event, and a look at whether the task is
 * still this process's. Who is alive is known from the processes that begin runs.
 */
export const createTasks = (
  sql: Sql,
  clock: Clock,
  seal: Seal,
  checkpoint: Checkpoint,
  processes: Processes,
): Tasks => {
  const now = () => clock.now().toISOString()

  const read = async (work: () => Work<readonly TaskRow[]>, closed?: (id: string) => void): Promise<Task[]> => {
    // Asked before: an owner may let go of a task and then end between the two.
    const dead = await processes.dead()
    return sql.read(function* () {
      const found = yield* work()
      const steps = yield* stepsOf(found)
      return openable(found, (each) => taskOf(each, steps, dead, seal), closed)
    })
  }

  const nobodyAtWork = async () => {
    const dead = [...(await processes.dead())]
    return { dead, free: dead.length > 0 ? `(owner IS NULL OR owner IN (${marks(dead)}))` : 'owner IS NULL' }
  }

  function* ended(task: TaskRow, status: TaskStatus, at: string): Work<void> {
    yield* appendEntries(sql.dialect, clock, [auditEntry(task, 'task.end', { status, at })])
  }

  return {
    async create(task) {
      const created = await sql.write(function* () {
        if (!(yield* usePlan(sql.dialect, clock, task.plan))) return false
        yield* change(
          `INSERT INTO tasks (id, tenant, principal, plan, workspace, status, step_ids, token, cancelling, events, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)`,
          task.id,
          task.tenant,
          task.principal,
          task.plan,
          task.workspace,
          task.status,
          JSON.stringify(task.steps.map(({ id }) => id)),
          task.createdAt,
        )
        yield* appendEntries(sql.dialect, clock, [auditEntry(task, 'task.create', { plan: task.plan })])
        return true
      })
      if (created) checkpoint.touch()
      return created
    },

    find: (prefix, tenant) =>
      read(() =>
        rows<TaskRow>(
          `SELECT ${taskColumns} FROM tasks WHERE id >= ? AND id < ? AND tenant = ? ORDER BY id LIMIT 10`,
          prefix,
          afterPrefix(prefix),
          tenant,
        ),
      ),

    async list({ tenant, status, plan, since, limit }, closed) {
      const conditions = ['tenant = ?']
      const params: Value[] = [tenant]
      const also = (condition: string, ...values: Value[]) => {
        conditions.push(condition)
        params.push(...values)
      }
      if (since !== undefined) also('created_at >= ?', since)
      if (plan !== undefined) also('plan = ?', plan)
      // Whether a process is alive is not in the table.
      if (status === 'interrupted' || (status && held.includes(status))) also(`status IN (${marks(held)})`, ...held)
      else if (status !== undefined) also('status = ?', status)
      const found = await read(
        () =>
          rows<TaskRow>(
            `SELECT ${taskColumns} FROM tasks WHERE ${conditions.join(' AND ')} ORDER BY created_at DESC, id LIMIT ?`,
            ...params,
            limit,
          ),
        closed,
      )
      return status === undefined ? found : found.filter((each) => each.status === status)
    },

    async claim(id, tenant) {
      const { free, dead } = await nobodyAtWork()
      const token = await sql.write(function* () {
        yield* processes.register()
        const taken = yield* row<{ token: number }>(
          `UPDATE tasks SET owner = ?, token = token + 1, cancelling = 0, ended_at = NULL,
           status = CASE WHEN status = 'rolling-back' THEN status ELSE 'running' END
           WHERE id = ? AND tenant = ? AND ${free} RETURNING token`,
          processes.id,
          id,
          tenant,
          ...dead,
        )
        return taken?.token
      })
      if (token === undefined) return undefined
      processes.open(1)
      return { id, token }
    },

    async write({ id, token }, { status, release, step, result, event }: TaskChange) {
      const over = status !== undefined && !held.includes(status)
      const at = now()
      const task = await sql.write(function* () {
        const sets = ['events = events + ?']
        const params: Value[] = [event ? 1 : 0]
        const set = (column: string, value: Value) => {
          sets.push(`${column} = ?`)
          params.push(value)
        }
        if (status !== undefined) set('status', status)
        if (result) set('result', sealedResult(id, result, seal))
        if (over || release) set('owner', null)
        if (over) set('ended_at', at)
        const written = yield* row<TaskRow>(
          `UPDATE tasks SET ${sets.join(', ')} WHERE id = ? AND token = ? AND owner = ? RETURNING ${taskColumns}`,
          ...params,
          id,
          token,
          processes.id,
        )
        if (!written) throw lost(id)
        if (step) yield* putStep(written, step, seal)
        if (event) yield* addEvent(written, at, event)
        if (over) yield* ended(written, status, at)
        return written
      })
      if (over || release) processes.open(-1)
      if (over) checkpoint.touch()
      return { cancelling: task.cancelling > 0 }
    },

    async rewrite(id, tenant, steps) {
      const { free, dead } = await nobodyAtWork()
      return sql.write(function* () {
        // Changes nothing, and keeps everybody else from claiming it meanwhile.
        const task = yield* row<TaskRow>(
          `UPDATE tasks SET token = token WHERE id = ? AND tenant = ? AND ${free} RETURNING ${taskColumns}`,
          id,
          tenant,
          ...dead,
        )
        if (!task) return false
        for (const step of steps) yield* putStep(task, step, seal)
        return true
      })
    },

    async cancel(id, tenant) {
      const { free, dead } = await nobodyAtWork()
      const became = await sql.write(function* () {
        const stopped = yield* row<TaskRow>(
          `UPDATE tasks SET status = 'cancelled', owner = NULL, token = token + 1, events = events + 1, ended_at = ?
           WHERE id = ? AND tenant = ? AND ${free} AND status IN ('ready', 'running', 'rolling-back', 'asks')
           RETURNING ${taskColumns}`,
          now(),
          id,
          tenant,
          ...dead,
        )
        if (stopped) {
          yield* addEvent(stopped, now(), { status: 'cancelled' })
          yield* ended(stopped, 'cancelled', now())
          return 'cancelled' as const
        }
        const asked = yield* change(
          `UPDATE tasks SET cancelling = 1 WHERE id = ? AND tenant = ? AND owner IS NOT NULL`,
          id,
          tenant,
        )
        return asked > 0 ? ('asked' as const) : ('ended' as const)
      })
      if (became === 'cancelled') checkpoint.touch()
      return became
    },

    async cancelling(id) {
      const found = await sql.read(() => row<{ cancelling: number }>('SELECT cancelling FROM tasks WHERE id = ?', id))
      return (found?.cancelling ?? 0) > 0
    },

    async events({ tenant, task, after = 0, limit }) {
      const found = await sql.read(() =>
        task === undefined
          ? rows<EventRow>(
              'SELECT task, n, at, body FROM task_events WHERE tenant = ? ORDER BY at DESC, task, n DESC LIMIT ?',
              tenant,
              limit,
            )
          : rows<EventRow>(
              'SELECT task, n, at, body FROM task_events WHERE tenant = ? AND task = ? AND n > ? ORDER BY n LIMIT ?',
              tenant,
              task,
              after,
              limit,
            ),
      )
      const shown = found.map(({ body, ...row }) => ({ ...row, ...(JSON.parse(body) as Omit<TaskEvent, 'n' | 'at'>) }))
      return task === undefined ? shown.reverse() : shown
    },
  }
}

interface EventRow {
  task: string
  n: number
  at: string
  body: string
}

const lost = (id: string) =>
  failed('task-lost', `${id} is no longer this process's`, {
    at: id,
    why: 'another process took it over, because this one was taken for dead',
    next: `see what became of it: nimbus task show ${id}`,
  })
