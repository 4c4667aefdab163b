import type { Effect } from './effect.ts'
import type { Envelope, Outcome } from './envelope.ts'
import type { Approval, Plan } from './plan.ts'
import type { PolicyLayer } from './policy.ts'
import type { Principal, Surface } from './principal.ts'
import type { ManagedProcesses, Resources, Watch } from './process-ports.ts'
import type { ExecOptions, ExecResult, Program } from './program.ts'

/** The only source of time, so that tests own it. */
export interface Clock {
  now(): Date
}

/** One numbered thing that happened in a run. Every surface's progress is a tail of these. */
export interface RunEvent {
  run: string
  /** Counts from 1 within the run, without gaps. */
  n: number
  /** ISO 8601. */
  at: string
  type: 'started' | 'decision' | 'step' | 'chunk' | 'progress' | 'log' | 'program' | 'verified' | 'ended'
  data: unknown
}

/** A run as written ahead of its effect. */
export interface RunStart {
  id: string
  operation: string
  effect: Effect
  /** Redacted; paths are relative to the workspace. */
  input: unknown
  surface: Surface
  principal: string
  tenant: string
  workspace: string
  parent?: string
  root: string
  task?: string
  step?: string
  session?: string
  plan?: string
  /** The decision and the rule behind it. */
  decision?: string
  startedAt: string
}

/** How a run ended. */
export interface RunEnd {
  outcome: Outcome
  envelope: Envelope
  endedAt: string
  /** Names of the before-images and the blobs that hold them. */
  kept?: Readonly<Record<string, string>>
}

/** A run as the history shows it. */
export interface RunRecord extends RunStart {
  outcome: Outcome | 'running' | 'interrupted'
  endedAt?: string
  envelope?: Envelope
  kept?: Readonly<Record<string, string>>
}

/** Which runs to list; newest first. */
export interface RunQuery {
  tenant: string
  operation?: string
  outcome?: string
  effect?: Effect
  root?: string
  since?: string
  /** Words that operation, input or result must contain. */
  text?: string
  limit: number
}

/** Runs, their events and the audit chain, kept in one transaction each. */
export interface Journal {
  /** Writes a run ahead of its effect, with its audit entry. Returns when it is safe from a kill. */
  begin(run: RunStart): Promise<void>
  /** Events, coalesced; written no later than the end of the run. */
  append(events: readonly RunEvent[]): Promise<void>
  /** The end of a run that `begin` wrote, with its audit entry. */
  end(id: string, end: RunEnd): Promise<void>
  /** A read, as one batched row. */
  note(run: RunStart, end: RunEnd, events: readonly RunEvent[]): Promise<void>
  /** Writes what is batched. */
  flush(): Promise<void>
  get(id: string, tenant: string): Promise<RunRecord | undefined>
  /** Runs whose id starts with a prefix, at most ten. */
  find(prefix: string, tenant: string): Promise<RunRecord[]>
  list(query: RunQuery): Promise<RunRecord[]>
  events(run: string, after: number, limit: number): Promise<RunEvent[]>
}

/** An entry of the audit chain; its hash covers the one before. */
export interface AuditEntry {
  seq: number
  at: string
  tenant: string
  principal: string
  action: string
  subject: string
  detail: unknown
  hash: string
}

/** What a check of the chain found. */
export interface AuditReport {
  entries: number
  intact: boolean
  /** The first entry that does not follow from the one before it. */
  brokenAt?: number
  /** Set when the chain is shorter than its signed checkpoint, or the checkpoint does not match. */
  truncated?: string
  checkpoint: 'matches' | 'absent' | 'differs' | 'unreadable'
}

export interface Audit {
  append(entry: Omit<AuditEntry, 'seq' | 'hash' | 'at'>): Promise<void>
  list(tenant: string, limit: number): Promise<AuditEntry[]>
  verify(): Promise<AuditReport>
}

/** A plan with what has become of it. */
export interface StoredPlan {
  id: string
  plan: Plan
  tenant: string
  requester: string
  status: 'waiting' | 'approved' | 'used' | 'refused'
  approval?: Approval
  createdAt: string
}

/** Saved plans. They are sealed at rest, because inputs may hold secrets. */
export interface Plans {
  save(plan: Plan, owner: { tenant: string; requester: string }): Promise<void>
  find(prefix: string, tenant: string): Promise<StoredPlan[]>
  list(tenant: string, limit: number): Promise<StoredPlan[]>
  approve(id: string, approval: Approval): Promise<void>
  /** Takes an approved plan for its single use; false when someone was faster. */
  claim(id: string): Promise<boolean>
}

/** A standing permission that satisfies an `ask` it covers. */
export interface Grant {
  id: string
  tenant: string
  principal: string
  operation: string
  resource: string
  environment?: string
  effect: Effect
  grantedBy: string
  reason: string
  expires: string
}

export interface Grants {
  list(tenant: string): Promise<Grant[]>
  add(grant: Grant): Promise<void>
  remove(id: string, tenant: string): Promise<boolean>
}

/** A JSON document with a version for compare-and-set. */
export interface Document {
  collection: string
  id: string
  version: number
  body: unknown
  createdAt: string
  updatedAt: string
}

/** A service's own documents; the namespace is the service and the tenant. */
export interface Documents {
  get(collection: string, id: string): Promise<Document | undefined>
  /**
   * Stores a document and returns its new version.
   *
   * With `ifVersion`, only when the stored version is that one (0: absent); else raises `conflict`, exit 1.
   */
  put(collection: string, id: string, body: unknown, options?: { ifVersion?: number }): Promise<number>
  delete(collection: string, id: string): Promise<boolean>
  list(collection: string, query?: { prefix?: string; limit?: number }): Promise<Document[]>
}

/** Bytes by their SHA-256. */
export interface Blobs {
  put(bytes: Uint8Array): Promise<string>
  get(hash: string): Promise<Uint8Array | undefined>
}

/** An exclusive right for a while, with a fencing token that only grows. */
export interface Lease {
  name: string
  owner: string
  token: number
  expires: string
}

export interface Leases {
  acquire(name: string, owner: string, ttlMs: number): Promise<Lease | undefined>
  renew(lease: Lease, ttlMs: number): Promise<Lease | undefined>
  release(lease: Lease): Promise<void>
}

/** What is due and when; taken by whoever holds the lease. */
export interface Schedule {
  id: string
  call: { operation: string; input: unknown }
  dueAt: string
}

export interface Schedules {
  put(schedule: Schedule): Promise<void>
  due(now: string, limit: number): Promise<Schedule[]>
  delete(id: string): Promise<boolean>
}

/** Named secrets, encrypted at rest. */
export interface Credentials {
  get(name: string): Promise<string | undefined>
  set(name: string, value: string): Promise<void>
  delete(name: string): Promise<boolean>
  /** Metadata only. */
  list(): Promise<{ name: string; updatedAt: string; length: number }[]>
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

/** Who is served by another process, and the way there. */
export interface Remote {
  serves(operation: string): boolean
  invoke(request: import('./request.ts').Request): Promise<Envelope>
}

/** A run as far as what it starts is concerned. */
export type Recording = Pick<import('./run-recorder.ts').RunRecorder, 'id' | 'emit'>

/** Everything the pipeline needs from outside. The host builds it; tests may build their own. */
export interface Ports {
  clock: Clock
  journal: Journal
  audit: Audit
  plans: Plans
  grants: Grants
  blobs: Blobs
  documents(service: string, tenant: string): Documents
  /** The folder, under `cache/` of the home, where a service keeps what can be made again. Need not exist yet. */
  cache(service: string): string
  env: Readonly<Record<string, string | undefined>>
  credentials: Credentials
  exec: RunProgram
  leases: Leases
  resources: Resources
  schedules: Schedules
  /** The managed processes of a service, for one run of it, whose record gets the argv of those it starts. */
  processes(service: string, run: Recording, signal: AbortSignal): ManagedProcesses
  watch: Watch
  confine(path: string, base: string, workspace: string): Confined
  /** The layers in force, for deciding a call that goes as far as `effect`. */
  policy(workspace: string, effect: Effect): Promise<readonly PolicyLayer[]>
  catalog: import('./catalog.ts').Catalog
  redactor: import('./redact.ts').Redactor
  remote?: Remote
  /** Marks of sessions that have read text others wrote. */
  taints: { marked(session: string): boolean; mark(session: string, source: string): void }
  /** What operations on Nimbus itself reach; built by the host. */
  records: import('./host-context.ts').Records
  log(level: 'debug' | 'info' | 'warn', message: string, data: Record<string, unknown>): void
}

export type { Principal }
