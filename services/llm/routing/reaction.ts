import { NimbusError } from '@nimbus/kernel/define'
import { type FailureKind, ModelFailure } from '../providers/failure.ts'

/** What a chain does after a failure. */
export type Reaction =
  /** Nobody else would do better. */
  | 'stop'
  /** The same target once more after a moment, then the next. */
  | 'retry'
  | 'next'
  /** The next whose window is known to be larger. */
  | 'escalate'
  /** The next of another provider: this one refuses us. */
  | 'leave-provider'

const reactions: Readonly<Record<FailureKind, Reaction>> = {
  'rate-limited': 'next',
  overloaded: 'retry',
  server: 'retry',
  // It has had all its time, and may bill for it: not the same again.
  timeout: 'next',
  network: 'retry',
  'context-overflow': 'escalate',
  auth: 'leave-provider',
  'unknown-model': 'next',
  'invalid-request': 'stop',
  malformed: 'next',
}

/** What says that the provider itself is in trouble, so that its breaker counts it. */
const trouble: ReadonlySet<FailureKind> = new Set(['overloaded', 'server', 'timeout', 'network', 'malformed'])

/** One failed attempt, as it is recorded and explained. */
export interface Hop {
  target: string
  /** A kind of failure, or the code of our own refusal. */
  kind: FailureKind | (string & {})
  message: string
  /** Who said no: the provider, or our own limits before it was asked. */
  by: 'provider' | 'us'
  retryAfterMs?: number
}

/** A failure with what follows from it. */
export interface Judgement {
  reaction: Reaction
  /** Whether the breaker of the provider counts it. */
  counts: boolean
  hop: Omit<Hop, 'target'>
}

/** Our own refusals that another target may escape: the limit of one model, an unknown price, a key, a foreign field. */
const escapable: Readonly<Record<string, Reaction>> = {
  'rate-limited': 'next',
  'unknown-price': 'next',
  'missing-key': 'leave-provider',
  'not-supported': 'next',
}
/** The budget of a single model, by the setting that a refusal names. Every other budget holds for all targets. */
const budgetOfModel = /^policies\.per_model\./

/** What to do about something thrown by an attempt; undefined when it is nothing a chain reacts to. */
export const judge = (thrown: unknown): Judgement | undefined => {
  if (thrown instanceof ModelFailure) {
    const { kind, message, retryAfterMs } = thrown
    return {
      reaction: reactions[kind],
      counts: trouble.has(kind) && !thrown.misfit,
      hop: { kind, message, by: 'provider', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
    }
  }
  if (!(thrown instanceof NimbusError)) return undefined
  const { code, message, at = '' } = thrown.data
  const reaction = code === 'over-budget' && budgetOfModel.test(at) ? 'next' : escapable[code]
  return reaction ? { reaction, counts: false, hop: { kind: code, message, by: 'us' } } : undefined
}
