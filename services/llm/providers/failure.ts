/** What kind of failure a model call met; a fallback chain reacts to the kind. */
export type FailureKind =
  | 'rate-limited'
  | 'overloaded'
  | 'server'
  | 'timeout'
  | 'network'
  | 'context-overflow'
  | 'auth'
  | 'unknown-model'
  | 'invalid-request'
  | 'malformed'

/** A model call that did not succeed. Never holds a key. */
export class ModelFailure extends Error {
  readonly kind: FailureKind
  readonly provider: string
  readonly model: string
  readonly status: number | undefined
  /** How long the provider asked to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined
  /** Whether part of the answer had already reached the caller: it cannot be asked anew without saying so. */
  readonly started: boolean
  /** Whether the provider did its work, and only what its model said is of no use: nothing is wrong with it. */
  readonly misfit: boolean

  constructor(
    kind: FailureKind,
    message: string,
    detail: {
      provider: string
      model: string
      status?: number
      retryAfterMs?: number
      started?: boolean
      misfit?: boolean
      cause?: unknown
    },
  ) {
    super(message, { cause: detail.cause })
    this.name = 'ModelFailure'
    this.kind = kind
    this.provider = detail.provider
    this.model = detail.model
    this.status = detail.status
    this.retryAfterMs = detail.retryAfterMs
    this.started = detail.started ?? false
    this.misfit = detail.misfit ?? false
  }
}
