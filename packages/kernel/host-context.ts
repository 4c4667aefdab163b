import type { Call, Preview } from './call.ts'
import type { CatalogEntry, ServiceEntry } from './catalog.ts'
import type { Context } from './context.ts'
import type { ErrorData } from './errors.ts'
import type { Covering } from './plan.ts'
import type { Decision, PolicyLayer } from './policy.ts'
import type { Audit, Journal } from './ports/journal.ts'
import type { Grants, Plans } from './ports/plans.ts'
import type { Blobs, Credentials } from './ports/storage.ts'
import type { Task } from './ports/task.ts'
import type { Tasks } from './ports/tasks.ts'
import type { Surface } from './principal.ts'
import type { Request } from './request.ts'

/** A program as found, or not, on this machine. */
export interface ProgramStatus {
  name: string
  found: boolean
  path?: string
  version?: string
  enables: string
  install: string
  services: readonly string[]
}

/** One configuration value and where it comes from. */
export interface ConfigValue {
  key: string
  value: unknown
  origin: 'flag' | 'environment' | 'workspace' | 'user' | 'default'
  /** The file or variable. */
  source?: string
  description: string
}

/** A setting of the workspace that is not honoured until it is trusted. */
export interface IgnoredSetting {
  file: string
  setting: string
  reason: string
}

/** User and workspace configuration. */
export interface Configuration {
  list(workspace: string): Promise<readonly ConfigValue[]>
  get(key: string, workspace: string): Promise<ConfigValue>
  /** What the user's own file says, whatever overrides it; undefined when it says nothing. */
  own(key: string): Promise<unknown>
  /** A value as its setting takes it. Raises `unknown-setting` and `invalid-setting` (exit 2). */
  checked(key: string, value: unknown): unknown
  /** Raises the same; changes the user's file only. `previous` is what that said; undefined when it said nothing. */
  set(key: string, value: unknown): Promise<{ setting: ConfigValue; previous: unknown }>
  /** Gives what the user's file said; undefined when it said nothing. */
  unset(key: string): Promise<unknown>
  /** Problems of the files, four-part each. */
  validate(workspace: string): Promise<readonly { message: string; at?: string; why?: string; next?: string }[]>
}

/** Whether a workspace is trusted, and what it set in vain while it is not. */
export interface Trust {
  status(workspace: string): Promise<{ trusted: boolean; ignored: readonly IgnoredSetting[] }>
  grant(workspace: string, by: string): Promise<void>
  revoke(workspace: string): Promise<boolean>
  list(): Promise<readonly { path: string; by: string; at: string }[]>
}

/** What a call would do and what policy says of it; or why that cannot be said. */
export interface Look {
  preview?: Preview
  decision?: Decision
  error?: ErrorData
}

/** As whose call one is looked at, and from where. */
export type Caller = Pick<HostContext, 'run' | 'principal' | 'surface' | 'workspace' | 'signal' | 'request'>

/** How a task is gone on with. */
export interface TaskGoing {
  /** Every step was looked at just now, when the task was made. */
  looked?: true
  /** What somebody says of a step of which nobody could tell what it did. */
  answer?: { step: string; is: 'done' | 'not-done' }
  /** Nothing more is done: what was done is taken back, as far as this call was approved to. */
  back?: true
}

/** How a step of a task stands, as its run says it to whoever follows. */
export interface StepSaid {
  title: string
  status: 'started' | 'done' | 'failed'
  depth: number
  ms?: number
}

/** Nimbus's own records, for the services that are made of them. */
export interface Records {
  journal: Journal
  audit: Audit
  plans: Plans
  grants: Grants
  credentials(tenant: string): Credentials
  blobs: Blobs
  config: Configuration
  trust: Trust
  entries(): readonly CatalogEntry[]
  services(): readonly ServiceEntry[]
  policy(workspace: string): Promise<readonly PolicyLayer[]>
  /** Previews and decides a call as this caller's, without making it. */
  look(call: Call, caller: Caller): Promise<Look>
  programs(): Promise<readonly ProgramStatus[]>
  /** Versions of programs by name, as far as they are known; what a program said once is not asked again. */
  versions(names: readonly string[]): Promise<Readonly<Record<string, string>>>
  /** A result as its operation prints it; undefined where it has no words of its own for it. */
  printed(call: Call, data: unknown): Promise<string | undefined>
  tasks: Tasks
  /** Makes a task of an approved plan: checks digest, expiry and preconditions, and uses it up. Does nothing yet. */
  createTask(plan: string, ctx: HostContext): Promise<Task>
  /** Runs what is left of a task; `looked` when it was made just now. */
  runTask(task: string, ctx: HostContext, going?: TaskGoing): Promise<Task>
  home: string
  version: string
}

/** What an operation on Nimbus itself gets beside the usual. */
export interface HostContext<Chunk = unknown> extends Context<Chunk> {
  readonly surface: Surface
  /** The surface of the call at the top that led to this one: what is planned here is applied from there. */
  readonly topSurface: Surface
  /** The call as it came in: who may be asked, and from where. */
  readonly request: Request
  /** What was approved of this call, once it runs. */
  readonly covering: Covering | undefined
  /** Says how a step stands that runs beside others; `step` is for those that run one in another. */
  readonly said: (step: StepSaid) => void
  readonly records: Records
}
