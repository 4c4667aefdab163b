import type { Task, TaskEvent, TaskStatus, TaskStep, Verdict } from '@nimbus/kernel'
import type { Seal } from './seal.ts'
import { change, marks, rows, type Work } from './sql.ts'

/** A row of the tasks table. */
export interface TaskRow {
  id: string
  tenant: string
  principal: string
  plan: string
  workspace: string
  status: TaskStatus
  step_ids: string
  owner: string | null
  token: number
  cancelling: number
  events: number
  result: Uint8Array | null
  created_at: string
  ended_at: string | null
}

interface StepRow {
  task: string
  step: string
  sealed: Uint8Array
}

/** Every column of a task. */
export const taskColumns =
  'id, tenant, principal, plan, workspace, status, step_ids, owner, token, cancelling, events, result, created_at, ended_at'

const stepPlace = (task: string, step: string): string => `task ${task} ${step}`
const resultPlace = (task: string): string => `task ${task} result`

/** The steps of tasks that were begun; the others have no row. */
export function* stepsOf(tasks: readonly TaskRow[]): Work<readonly StepRow[]> {
  if (tasks.length === 0) return []
  const ids = tasks.map(({ id }) => id)
  return yield* rows<StepRow>(`SELECT task, step, sealed FROM task_steps WHERE task IN (${marks(ids)})`, ...ids)
}

const atWork: readonly TaskStatus[] = ['running', 'rolling-back']

/** A task as it is shown; `dead` are the owners that have ended. */
export const taskOf = (found: TaskRow, begun: readonly StepRow[], dead: ReadonlySet<string>, seal: Seal): Task => {
  const byId = new Map(begun.filter(({ task }) => task === found.id).map(({ step, sealed }) => [step, sealed]))
  const steps = (JSON.parse(found.step_ids) as string[]).map((id): TaskStep => {
    const sealed = byId.get(id)
    if (!sealed) return { id, status: 'waiting', attempts: 0 }
    return JSON.parse(seal.open(sealed, stepPlace(found.id, id))) as TaskStep
  })
  return {
    id: found.id,
    plan: found.plan,
    tenant: found.tenant,
    principal: found.principal,
    workspace: found.workspace,
    status:
      atWork.includes(found.status) && (found.owner === null || dead.has(found.owner)) ? 'interrupted' : found.status,
    steps,
    ...(found.result ? { result: JSON.parse(seal.open(found.result, resultPlace(found.id))) as Verdict } : {}),
    createdAt: found.created_at,
    ...(found.ended_at === null ? {} : { endedAt: found.ended_at }),
  }
}

/** A result, sealed. */
export const sealedResult = (task: string, result: Verdict, seal: Seal): Uint8Array =>
  seal.close(JSON.stringify(result), resultPlace(task))

/** Writes a step as it stands. */
export function* putStep({ id: task, tenant, principal }: TaskRow, step: TaskStep, seal: Seal): Work<void> {
  yield* change(
    `INSERT INTO task_steps (task, step, tenant, principal, status, sealed) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (task, step) DO UPDATE SET status = excluded.status, sealed = excluded.sealed`,
    task,
    step.id,
    tenant,
    principal,
    step.status,
    seal.close(JSON.stringify(step), stepPlace(task, step.id)),
  )
}

/** Writes an event of a task, whose row has its number already. */
export function* addEvent(
  { id, tenant, principal, events }: TaskRow,
  at: string,
  event: Omit<TaskEvent, 'n' | 'at'>,
): Work<void> {
  yield* change(
    'INSERT INTO task_events (task, n, tenant, principal, at, body) VALUES (?, ?, ?, ?, ?, ?)',
    id,
    events,
    tenant,
    principal,
    at,
    JSON.stringify(event),
  )
}
