import type { Effect } from '../effect.ts'
import type { Envelope } from '../envelope.ts'
import type { PolicyLayer } from '../policy.ts'
import type { ExecOptions, ExecResult, Program } from '../program.ts'
import type { Audit, Journal } from './journal.ts'
import type { Ledger } from './ledger.ts'
import type { Grants, Plans } from './plans.ts'
import type { ManagedProcesses, Resources, Watch } from './processes.ts'
import type { Blobs, Credentials, Documents, Leases, Schedules } from './storage.ts'
import type { Tasks } from './tasks.ts'

/** The only source of time, so that tests own it. */
export interface Clock {
  now(): Date
}

export type RunProgram = (
  program: Program,
  argv: readonly string[],
  options: ExecOptions & { signal: AbortSignal; redact: (text: string) => string; progress: (text: string) => void },
) => Promise<ExecResult>

/** A path as a caller named it, followed through symbolic links and compared with the workspace. */
export interface Confined {
  absolute: string
  /** Relative to the workspace root when inside, else absolute. */
  shown: string
  inside: boolean
}

/** A folder with configuration files. What an untrusted one says of endpoints, programs and credentials is ignored. */
export interface ConfigurationFolder {
  origin: 'user' | 'workspace'
  /** Absolute. */
  path: string
  trusted: boolean
}

/** Who is served by another process, and the way there. */
export interface Remote {
  serves(operation: string): boolean
  /** `tainted` is called when the session of the call has read what others wrote, there or in a call from there. */
  invoke(request: import('../request.ts').Request, tainted: () => void): Promise<Envelope>
}

/** A run as far as what it starts is concerned. */
export type Recording = Pick<import('../run-recorder.ts').RunRecorder, 'id' | 'emit'>

/** Everything the pipeline needs from outside. The host builds it; tests may build their own. */
export interface Ports {
  clock: Clock
  journal: Journal
  audit: Audit
  plans: Plans
  tasks: Tasks
  grants: Grants
  blobs: Blobs
  documents(service: string, tenant: string): Documents
  /** The folder, under `cache/` of the home, where a service keeps what can be made again. Need not exist yet. */
  cache(service: string): string
  env: Readonly<Record<string, string | undefined>>
  credentials(tenant: string): Credentials
  exec: RunProgram
  leases: Leases
  ledger(service: string, tenant: string): Ledger
  resources(tenant: string): Resources
  schedules: Schedules
  /** The managed processes of a service, for one run of it, whose record gets the argv of those it starts. */
  processes(service: string, tenant: string, run: Recording, signal: AbortSignal): ManagedProcesses
  watch: Watch
  /** Where the configuration files of services are: the user's folder first, then the workspace's, which wins. */
  folders(workspace: string): readonly ConfigurationFolder[] | Promise<readonly ConfigurationFolder[]>
  confine(path: string, base: string, workspace: string): Confined
  /** The layers in force, for deciding a call that goes as far as `effect`. */
  policy(workspace: string, effect: Effect): readonly PolicyLayer[] | Promise<readonly PolicyLayer[]>
  catalog: import('../catalog.ts').Catalog
  redactor: import('../redact.ts').Redactor
  remote?: Remote
  /** Marks of sessions that have read text others wrote. */
  taints: { marked(session: string): boolean; mark(session: string, source: string): void }
  /** What operations on Nimbus itself reach; built by the host. */
  records: import('../host-context.ts').Records
  log(level: 'debug' | 'info' | 'warn', message: string, data: Record<string, unknown>): void
}
