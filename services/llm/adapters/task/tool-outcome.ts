import { NimbusError } from '@nimbus/kernel/define'
import type { Invocation } from '../../telemetry/invocation.ts'
import { ToolFailure } from '../tool-failure.ts'

const outcomes: Readonly<Record<ToolFailure['kind'], Invocation['outcome']>> = {
  'rate-limited': 'rate-limited',
  'context-overflow': 'context-overflow',
  auth: 'auth',
  timeout: 'timeout',
  malformed: 'malformed',
  failed: 'failed',
  missing: 'failed',
}

/** How a call that raised something is recorded. */
export const outcomeOf = (thrown: unknown, signal: AbortSignal): Invocation['outcome'] => {
  if (signal.aborted) return 'cancelled'
  return thrown instanceof ToolFailure ? outcomes[thrown.kind] : 'failed'
}

/** Whether the program was never started, so that there is nothing to count. */
export const neverStarted = (thrown: unknown): boolean =>
  (thrown instanceof ToolFailure && thrown.kind === 'missing') ||
  (thrown instanceof NimbusError && (thrown.data.exit === 2 || thrown.data.code === 'variable-missing'))
