import type { Outcome } from './asking/outcome.ts'
import type { Made } from './choosing/borrowing.ts'
import type { Choice } from './choosing/choose.ts'
import type { Token } from './tokens/token.ts'
import type { Reading } from './values/reading.ts'

/** An outcome, with what a conversation goes on from. */
export interface Planned {
  outcome: Outcome
  made: readonly Made[]
  /** The last order, which a correction speaks of. */
  last: Choice | undefined
  /** What an answer would fill. */
  pending: { choice: Choice; field: string } | undefined
  /** What people mean who say it so changes nothing; only a clause that tells of something may be left out. */
  firm?: true
}

/** What a request may lean on, in a conversation. */
export interface Leaning {
  /** An answer to the question about an argument. */
  given?: { operation: string; field: string; reading: Reading }
  earlier: readonly Made[]
  antecedent: Token | undefined
}
