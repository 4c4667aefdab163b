import type { Effect } from './effect.ts'

/** A call as data, the same everywhere: plan steps, undo, nested calls, examples. */
export interface Call {
  operation: string
  input: unknown
}

/** One thing that a call would do to one resource. */
export interface Change {
  /** A URI: `workspace:envs/dev/main.tf`, `file:/etc/hosts`, `terraform:envs/dev#aws_vpc.main`, `nimbus:config/region`. */
  resource: string
  effect: Effect
  /** One line for a person. */
  summary?: string
  /** A unified diff, where there is one. */
  diff?: string
  /** Whether the resource is as Nimbus last made it: nobody's work is lost with it. */
  unedited?: true
}

/** What a call would do, worked out without doing it. */
export interface Preview {
  changes: readonly Change[]
  /** Lines for a person, shown before the changes: account, region, backend and the like. */
  context?: readonly string[]
  /** The environment, when only a look can tell; it wins over the one of the target. */
  environment?: string
  /** What must still hold when an approved plan of this call is applied, by name. */
  preconditions?: Readonly<Record<string, string>>
  /**
   * What takes it back as far as that is known ahead: the call, for where nobody sees it end; or why nothing does, which is
   * said before it is approved.
   */
  undo?: Undo
}

/** What a call touches, known before anything is looked at. */
export interface Target {
  resources: readonly string[]
  environment?: string
}

/** What a check found. `unknown` is a result of its own: never counted as passed. */
export interface Finding {
  status: 'pass' | 'fail' | 'unknown'
  code: string
  message: string
  resource?: string
  at?: string
}

/** Why nothing takes a call back, or what can be done instead. */
export interface Irreversible {
  irreversible: string
}

/** How to take a call back. */
export type Undo = Call | Irreversible
