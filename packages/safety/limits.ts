/** How far one task may go. What is absent is not limited. */
export interface Limits {
  /** Resources that may be changed in all. */
  changes?: number
  /** Resources that may be deleted or replaced. */
  deletions?: number
  /** US dollars. */
  costUsd?: number
  /** Minutes from its beginning. */
  minutes?: number
}

/** Nothing is limited. */
export const noLimits: Limits = {}
