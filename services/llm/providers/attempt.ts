import type { Provider } from '../config/settings.ts'
import { failureOf } from './classify.ts'
import { type FailureKind, ModelFailure } from './failure.ts'

/** One try at asking one model: what its failures are told with. */
export interface Attempt {
  provider: Provider
  model: string
  /** By `performance.now()`. */
  begun: number
  /** Whether part of the answer has reached the caller. */
  delivered: boolean
}

/** Begins an attempt. */
export const attempt = (provider: Provider, model: string): Attempt => ({
  provider,
  model,
  begun: performance.now(),
  delivered: false,
})

/** A failure that was found here, not told by the provider. */
export const failureHere = (kind: FailureKind, said: string, { provider, model, delivered }: Attempt): ModelFailure =>
  new ModelFailure(kind, said, { provider: provider.name, model, started: delivered })

/** A whole answer that is of no use, by no fault of the provider: another model may do better. */
export const misfit = (said: string, { provider, model, delivered }: Attempt): ModelFailure =>
  new ModelFailure('malformed', said, { provider: provider.name, model, started: delivered, misfit: true })

/** Whatever was thrown or told during an attempt, with its kind. */
export const failureOfAttempt = (thrown: unknown, { provider, model, delivered }: Attempt): ModelFailure =>
  failureOf(thrown, provider, model, delivered ? 'started' : 'not-started')
