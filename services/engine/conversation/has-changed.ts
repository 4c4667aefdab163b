import type { Envelope } from '@nimbus/kernel/define'
import { changedNothing } from '@nimbus/plan-graph'

/** Whether a run has something to take back, or should have: what it says of that is not that nothing was changed. */
export const hasChanged = ({ undo, error }: Pick<Envelope, 'undo' | 'error'>): boolean =>
  error?.task !== undefined || (undo !== undefined && !changedNothing(undo))
