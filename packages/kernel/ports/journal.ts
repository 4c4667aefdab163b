import type { Effect } from '../effect.ts'
import type { Envelope, Outcome } from '../envelope.ts'
import type { Surface } from '../principal.ts'

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
  /** None of these operations. */
  except?: readonly string[]
  outcome?: string
  effect?: Effect
  /** Only runs that may change something. */
  changes?: boolean
  /** Only runs that nobody called, without the looks that a plan takes at its steps before they run. */
  top?: boolean
  root?: string
  task?: string
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
  /** What an open run has kept so far, ahead of the effect that it was kept for. Returns when it is safe from a kill. */
  keep(id: string, kept: Readonly<Record<string, string>>): Promise<void>
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
  /** How many milliseconds the latest good runs of some operations took, among what was done lately. */
  lasted(operations: readonly string[], tenant: string): Promise<{ operation: string; ms: number }[]>
  events(run: string, after: number, limit: number): Promise<RunEvent[]>
  /** The runs with an effect that began under a root, itself among them; on disk since then, so nothing is written for it. */
  begun(root: string, tenant: string): Promise<Pick<RunRecord, 'id' | 'plan'>[]>
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
