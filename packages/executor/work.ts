import type {
  Change,
  Consent,
  Covering,
  Plan,
  Ports,
  Request,
  StoredPlan,
  TaskEvent,
  TaskHold,
  TaskStep,
} from '@nimbus/kernel'
import type { Limits } from '@nimbus/safety'

/** What the executor takes from outside beside the ports, so that tests own time and chance. */
export interface Surroundings {
  /** Waits so many milliseconds, or until the signal fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** From 0 up to 1. */
  random(): number
  /** How many steps may run side by side. */
  parallel: number
  /** How far one task may go. */
  limits: Limits
  /** Hears what happens to the task as it is written down. */
  onTask?: (event: Omit<TaskEvent, 'n' | 'at'>) => void
}

/** A task in the hands of this process. */
export interface Work {
  stored: StoredPlan
  plan: Plan
  task: string
  hold: TaskHold
  /** Every step as it stands. */
  steps: Map<string, TaskStep>
  /** Who runs it and how they are reached; its signal is that of the caller. */
  request: Request
  /** The plan needs a second person: for whom it was made answers nothing that its steps ask. */
  guarded: boolean
  /** What the caller said with flags: an answer to what steps have asked before, which no step sees. */
  consent?: Consent
  ports: Ports
  around: Surroundings
  /** What was approved of taking the task back, when somebody asked for that. */
  back?: Covering
  /** Fires when somebody wants the task to stop. */
  stop: AbortController
  /** Whether every step was looked at just before; only until the first one begins. */
  looked: boolean
  /** When this process began with it, and the keys of the calls that it has made since. */
  startedAt: Date
  calls: string[]
  /** What runs of steps were let through to change, by run, as far as this process has heard them start. */
  shown: Map<string, readonly Pick<Change, 'resource' | 'effect'>[]>
  /** Called once anything was begun or taken back: from then on it no longer stands as it did before. */
  begun: () => void
}

/** A step as it stands. */
export const standing = ({ steps }: Work, id: string): TaskStep =>
  steps.get(id) ?? { id, status: 'waiting', attempts: 0 }

/** Writes down how a step stands, and hears whether the task is to stop. */
export const checkpoint = async (work: Work, step: TaskStep, note?: string): Promise<void> => {
  work.steps.set(step.id, step)
  const run = step.undoneBy ?? step.run
  const operation = work.plan.steps.find(({ id }) => id === step.id)?.operation ?? ''
  const event = { status: step.status, step: step.id, operation, ...(run ? { run } : {}), ...(note ? { note } : {}) }
  const { cancelling } = await work.ports.tasks.write(work.hold, { step, event })
  work.around.onTask?.(event)
  if (cancelling) work.stop.abort()
}

/** Writes a step of a task that comes to its end as it is to be kept; nothing has happened to it. */
export const checkpointSilently = async ({ ports, hold }: Work, step: TaskStep): Promise<void> => {
  await ports.tasks.write(hold, { step })
}

/** What the steps that are done gave, by step. */
export const resultsOf = ({ steps }: Work): ReadonlyMap<string, unknown> =>
  new Map([...steps.values()].filter(({ status }) => status === 'done').map(({ id, data }) => [id, data]))
