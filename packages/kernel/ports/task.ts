import type { Finding, Undo } from '../call.ts'
import type { Outcome } from '../envelope.ts'
import type { ErrorData } from '../errors.ts'

/** Where a step stands. `unclear`: it was cut off and nobody can tell what it did. `kept`: it could not be taken back. */
export type TaskStepStatus =
  | 'waiting'
  | 'running'
  | 'done'
  | 'failed'
  | 'skipped'
  | 'asks'
  | 'unclear'
  | 'undoing'
  | 'undone'
  | 'kept'

/** A step of a plan that is being run, as it was written down last. */
export interface TaskStep {
  id: string
  status: TaskStepStatus
  /** How often it was begun. */
  attempts: number
  /** Its last run, and the run that took it back. */
  run?: string
  undoneBy?: string
  /** The digest of what a look showed right before a call that must not be made twice. */
  foreseen?: string
  /** What takes it back where nobody sees it end, as it was known right before. */
  wayBack?: Undo
  outcome?: Outcome
  data?: unknown
  error?: ErrorData
  findings?: readonly Finding[]
  undo?: Undo
  /** When it ended, ISO 8601. */
  endedAt?: string
}

/** What a task came to. `unknown` is a result of its own. */
export interface Verdict {
  verdict: 'achieved' | 'partly' | 'not-achieved' | 'unknown'
  evidence: readonly (Finding & { step?: string })[]
}

/** `ready`: nothing was done yet. `asks`: it goes on once somebody has answered. `interrupted`: its process has died. */
export type TaskStatus =
  | 'ready'
  | 'running'
  | 'rolling-back'
  | 'asks'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'rolled-back'
  | 'interrupted'

/** One run of a plan. */
export interface Task {
  id: string
  plan: string
  tenant: string
  principal: string
  workspace: string
  status: TaskStatus
  /** In the order of the plan. */
  steps: readonly TaskStep[]
  result?: Verdict
  /** ISO 8601. */
  createdAt: string
  endedAt?: string
}

/** One numbered thing that happened to a task. */
export interface TaskEvent {
  /** Counts from 1 within the task, without gaps. */
  n: number
  /** ISO 8601. */
  at: string
  status: string
  step?: string
  operation?: string
  run?: string
  note?: string
}
