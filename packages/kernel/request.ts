import type { Preview } from './call.ts'
import type { Covering, Plan } from './plan.ts'
import type { Decision } from './policy.ts'
import type { RunEvent } from './ports/journal.ts'
import type { Principal, Surface } from './principal.ts'
import type { Stop } from './stop.ts'

/** What a person said on the command line instead of being asked. */
export interface Consent {
  /** `--yes`: covers create and update, never delete. */
  yes: boolean
  /** `--confirm <name>`: covers the deletion of the resource with this name. */
  confirm: readonly string[]
}

/** What a person at a terminal is asked. */
export interface Ask {
  plan: Plan
  preview: Preview
  decision: Decision
  summary: string
}

/** Who called this call, when an operation did. */
export interface Parent {
  run: string
  root: string
  operation: string
  /** Whether a person made the caller's call directly, from their own shell. */
  direct?: boolean
  /** The surface on which the call at the top came in, while only operations called on the way here, and no model. */
  surface?: Surface
  /** What was said in the caller's call is not kept, and so not in what it hands on. */
  unkept?: boolean
  /** The strongest effect the caller may have; a child may not exceed it. */
  ceiling: import('./effect.ts').Effect
}

/** One call of one operation, as it enters the pipeline from any surface. */
export interface Request {
  operation: string
  input: unknown
  principal: Principal
  surface: Surface
  /** Absolute root of the workspace. */
  workspace: string
  /** What relative paths in the input are relative to. */
  base: string
  signal: AbortSignal
  /** Says the same as the signal, where that is made only when something asks for it. */
  stopping?: Stop
  /** Only look: the preview and the decision, without effect. */
  dryRun?: boolean
  consent?: Consent
  parent?: Parent
  /** An approval that came with the call. */
  covering?: Covering
  session?: string
  /** The session has read what others wrote, in this process or another. */
  tainted?: true
  task?: string
  step?: string
  /** Who answers `ask`, where somebody else calls: the person a model works for. */
  approver?: Principal
  /** Asks a person at a terminal; absent when there is none. True means go. */
  ask?: (ask: Ask) => Promise<boolean>
  /** Hears every event as it happens. */
  onEvent?: (event: RunEvent) => void
  /** Hears of every program that is run, also by the calls that this one makes. */
  onProgram?: (event: RunEvent) => void
}
