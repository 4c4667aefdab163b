/**
 * What is spent against limits, by every process of a home: money, tokens, requests.
 *
 * An account is a name such as `usd/month/2026-11/global`; amounts are integers in its smallest unit, so that sums are
 * exact.
 */
export interface Ledger {
  /**
   * Sets amounts aside in one transaction: all of them, or none and the first line that does not fit is given.
   *
   * A reservation holds until it is settled or released, or the process that made it has ended. Its id is used once.
   */
  reserve(id: string, lines: readonly LedgerClaim[]): Promise<LedgerReservation>
  /**
   * Replaces a reservation, if there is one, by what was really spent; the entry goes with it or not at all. An entry
   * that is there already was settled before: then nothing is added again.
   *
   * `soon` is for callers that do not wait: it is done with the next transaction, at most 5 ms later, and before this
   * process looks at accounts or entries, or ends. What is not settled yet is still set aside, so limits hold; a process
   * that is killed in between leaves a reservation that comes back like every other of a dead process. What cannot be
   * written then is raised, and kept: it is tried again by the next call and the next process, and is unsettled till then.
   */
  settle(id: string, lines: readonly LedgerLine[], entry?: LedgerEntry, when?: 'now' | 'soon'): Promise<void>
  /** Gives a reservation back. Without one it does nothing. */
  release(id: string): Promise<void>
  /**
   * The accounts as they stand, in the order of the names; 0 for one that nothing was ever put on. What processes had
   * set aside that have ended is given back first.
   */
  balances(accounts: readonly string[]): Promise<readonly LedgerBalance[]>
  /** Entries of a time, oldest first. */
  entries(query: LedgerQuery): Promise<LedgerEntry[]>
  /**
   * Deletes entries that are older than an ISO 8601 time; gives how many. Accounts stay, for a limit must not forget
   * what was spent, but for those whose name begins with `prefix`, if nothing was put on them since `before`.
   */
  prune(before: string, accounts?: readonly { prefix: string; before: string }[]): Promise<number>
}

/** An amount on an account. */
export interface LedgerLine {
  account: string
  amount: number
}

/** An amount to be set aside; without a limit it always fits. */
export interface LedgerClaim extends LedgerLine {
  /** What is spent and set aside together may not go above this. */
  limit?: number
  /** When less than this share (0 to 1) of the limit is left, this amount is set aside instead, if it is larger. */
  careful?: { below: number; amount: number }
}

/** What became of an attempt to set amounts aside. */
export interface LedgerReservation {
  /** Why nothing was set aside. */
  refusal?: LedgerRefusal
  /** What was set aside, line by line. */
  lines: readonly LedgerLine[]
  /** The accounts afterwards, in the order of the lines; empty after a refusal. */
  balances: readonly LedgerBalance[]
}

/** The line that did not fit, with the account as it stood. */
export interface LedgerRefusal extends LedgerBalance {
  asked: number
  limit: number
}

export interface LedgerBalance {
  account: string
  spent: number
  reserved: number
  /** What was spent and could not be written yet, where there is any; until then it is still set aside. */
  unsettled?: number
}

/** One thing that was spent on, with what it is counted by. An amount that is not known is left out. */
export interface LedgerEntry {
  /** Unique; sorts by time when times are equal. */
  id: string
  /** ISO 8601, UTC. */
  at: string
  /** Few different ones: what entries are told apart by. Everything else belongs into `detail`. */
  labels: Readonly<Record<string, string>>
  amounts: Readonly<Record<string, number>>
  detail?: unknown
}

export interface LedgerQuery {
  /** ISO 8601, inclusive. */
  since?: string
  /** ISO 8601, exclusive. */
  until?: string
  /** Labels that must be equal. */
  where?: Readonly<Record<string, string>>
  /** The newest so many; all by default. */
  limit?: number
  /** Whether `detail` is wanted. It may be large, so it is left out by default. */
  detail?: boolean
}
