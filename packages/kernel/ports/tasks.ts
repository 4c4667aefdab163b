import type { Task, TaskEvent, TaskStatus, TaskStep, Verdict } from './task.ts'

/** The right to work at a task; the token only grows, and who has an old one is refused. */
export interface TaskHold {
  id: string
  token: number
}

/** What changes at a checkpoint. A status other than `running` and `rolling-back` lets go of the task. */
export interface TaskChange {
  status?: TaskStatus
  /** Lets go of it as it stands, in the middle of its work. */
  release?: true
  step?: TaskStep
  result?: Verdict
  event?: Omit<TaskEvent, 'n' | 'at'>
}

/** Tasks, sealed at rest like the plans that they run. */
export interface Tasks {
  /** Writes a task and uses its approved plan up, both or neither; false when somebody else used the plan. */
  create(task: Task): Promise<boolean>
  find(prefix: string, tenant: string): Promise<Task[]>
  /** Newest first. Raises `store-sealed` for one that cannot be opened, or tells of it and gives the rest. */
  list(
    query: { tenant: string; status?: TaskStatus; plan?: string; since?: string; limit: number },
    closed?: (id: string) => void,
  ): Promise<Task[]>
  /** Takes a task that nobody alive works at. */
  claim(id: string, tenant: string): Promise<TaskHold | undefined>
  /** Writes a checkpoint; safe from a kill when it returns. Says whether somebody wants the task to stop. Raises `task-lost`. */
  write(hold: TaskHold, change: TaskChange): Promise<{ cancelling: boolean }>
  /** Writes steps anew of a task that nobody alive works at, which is no event of it; false when somebody does. */
  rewrite(id: string, tenant: string, steps: readonly TaskStep[]): Promise<boolean>
  /** Asks for a running task to stop; one that nobody works at is cancelled at once. */
  cancel(id: string, tenant: string): Promise<'asked' | 'cancelled' | 'ended'>
  cancelling(id: string): Promise<boolean>
  /** Events of one task, or without one of all, the newest last. */
  events(query: {
    tenant: string
    task?: string
    after?: number
    limit: number
  }): Promise<(TaskEvent & { task: string })[]>
}
