import type { Undo } from '@nimbus/kernel'

/** Whether a call had nothing to do, as it says of its way back: then there is nothing to take back either. */
export const changedNothing = (undo: Undo | undefined): boolean =>
  undo !== undefined && 'irreversible' in undo && undo.irreversible === 'nothing was changed'
