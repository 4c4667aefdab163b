import type { Finding, Preview, Undo } from './call.ts'
import { type ErrorData, exits } from './errors.ts'

/** How a call ended. `negative`: it worked and the answer is no. `preview`: only looked. */
export type Outcome =
  | 'done'
  | 'preview'
  | 'negative'
  | 'failed'
  | 'invalid'
  | 'approval'
  | 'denied'
  | 'missing'
  | 'cancelled'

/** The result of a call, the same on every surface. */
export interface Envelope<Data = unknown> {
  ok: boolean
  run: string
  outcome: Outcome
  data?: Data
  error?: ErrorData
  findings?: readonly Finding[]
  undo?: Undo
  /** With `outcome: 'preview'`, and with an error that asks for approval. */
  preview?: Preview
}

const outcomeOfExit: Readonly<Record<number, Outcome>> = {
  [exits.failed]: 'failed',
  [exits.invalid]: 'invalid',
  [exits.approval]: 'approval',
  [exits.denied]: 'denied',
  [exits.missing]: 'missing',
  [exits.cancelled]: 'cancelled',
}

/** The envelope of an error. */
export const failureEnvelope = (run: string, error: ErrorData): Envelope => ({
  ok: false,
  run,
  outcome: outcomeOfExit[error.exit] ?? 'failed',
  error,
})

/** The exit code of a result: 0, 6 for a negative answer, else what the error says. */
export const exitOf = (envelope: Envelope): number => {
  if (envelope.error) return envelope.error.exit
  return envelope.outcome === 'negative' ? exits.negative : 0
}
