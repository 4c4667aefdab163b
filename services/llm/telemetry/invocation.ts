import type { TokenUsage } from '../conversation/messages.ts'
import type { FailureKind } from '../providers/failure.ts'

/** One use of a model or an agent program, as it is counted. */
export interface Invocation {
  id: string
  /** The run it was part of. */
  run: string
  /** ISO 8601, UTC. */
  at: string
  agent?: string
  /** The agent program; absent when the provider was asked directly. */
  tool?: string
  provider?: string
  model?: string
  /** The place in the chain and why, in a few words. */
  route: string
  taskType?: string
  project: string
  outcome: 'ok' | 'cancelled' | 'failed' | FailureKind
  /** Absent when nobody said: not the same as nothing. */
  usage?: TokenUsage
  /** Nanodollars; absent when unknown or not metered. */
  cost?: number
  metering: 'metered' | 'unknown-price' | 'not-metered'
  latencyMs: number
  firstTokenMs?: number
  /** Kept with privacy `full` only, redacted. */
  request?: string
  response?: string
}
