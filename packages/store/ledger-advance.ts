import type { LedgerBalance, LedgerClaim, LedgerLine, LedgerReservation } from '@nimbus/kernel'
import type { Claimed } from './ledger-claims.ts'

/** An advance leaves this share of every limit alone: there is room for others, and nobody is near to being refused. */
const shareOfLimit = 0.5

/** What is asked for an advance on the accounts of a reservation that was just made, of so many times its amounts. */
export const advanceClaims = (claims: readonly LedgerClaim[], times: number): LedgerClaim[] =>
  claims.map(({ account, amount, limit }) => ({
    account,
    amount: times * amount,
    ...(limit === undefined ? {} : { limit: Math.floor(shareOfLimit * limit) }),
  }))

/**
 * An amount that a busy process has set aside ahead on some accounts. It gives reservations out of it without a
 * transaction for each: whatever it gives out is set aside already, so that limits hold as they do without it.
 */
export interface Advance {
  readonly id: string
  /** Gives out a reservation; undefined when an account is not among its own, or too little is left. */
  take(id: string, claims: readonly LedgerClaim[]): LedgerReservation | undefined
  /**
   * Takes a reservation back that it gave out, less what was spent instead; false when it did not give it out. What was
   * spent is to be told as `written` once it is in the database.
   */
  back(id: string, spent: readonly LedgerLine[]): boolean
  written(spent: readonly LedgerLine[]): void
  /** This process has reserved something beside it: its balances, which warnings go by, count that as well. */
  reservedBeside(lines: readonly LedgerLine[]): void
  /** The same for what was reserved beside it and is settled or given back. */
  settledBeside(lines: readonly LedgerLine[], spent: readonly LedgerLine[]): void
  /** Balances without what it has set aside and not given out: that is nobody's call. */
  without(balances: readonly LedgerBalance[]): LedgerBalance[]
  /** Whether it once had too little left, whatever the limits say. */
  readonly ranOut: boolean
  /** What it has given out and not got back. */
  outstanding(): Claimed[]
  /** Whether anything was taken since this was last asked. */
  wasUsed(): boolean
}

interface Purse {
  left: number
  spent: number
  reserved: number
}

const setAside = (purse: Purse, amount: number): void => {
  purse.left -= amount
  purse.reserved += amount
}

const putBack = (purse: Purse, amount: number): void => setAside(purse, -amount)

const spend = (purse: Purse, amount: number): void => {
  purse.left -= amount
  purse.spent += amount
}

/** An advance as it was reserved: its balances are those of its accounts afterwards. */
export const createAdvance = (id: string, { lines, balances }: LedgerReservation): Advance => {
  const purses = new Map<string, Purse>()
  for (const [n, { account, amount }] of lines.entries()) {
    const after = balances[n]
    if (after) purses.set(account, { left: amount, spent: after.spent, reserved: after.reserved - amount })
  }
  const given = new Map<string, readonly LedgerLine[]>()
  let used = false
  let ranOut = false

  /** Does something with what it has on the accounts of some lines; others are none of its business. */
  const change = (lines: readonly LedgerLine[], by: (purse: Purse, amount: number) => void): void => {
    for (const { account, amount } of lines) {
      const purse = purses.get(account)
      if (purse) by(purse, amount)
    }
  }

  /** Also when the limit has become another one meanwhile: whatever comes near to it looks at the accounts. */
  const fits = ({ account, amount, limit = Number.POSITIVE_INFINITY, careful }: LedgerClaim): boolean => {
    const purse = purses.get(account)
    if (!purse) return false
    if (purse.left < amount) {
      ranOut = true
      return false
    }
    return purse.spent + purse.reserved + amount <= (1 - (careful?.below ?? 0)) * limit
  }

  return {
    id,
    take(whose, claims) {
      if (given.has(whose)) return undefined
      for (const claim of claims) if (!fits(claim)) return undefined
      used = true
      const taken: LedgerLine[] = []
      for (const { account, amount } of claims) taken.push({ account, amount })
      change(taken, setAside)
      given.set(whose, taken)
      const balances: LedgerBalance[] = []
      for (const { account } of taken) {
        const purse = purses.get(account)
        balances.push({ account, spent: purse?.spent ?? 0, reserved: purse?.reserved ?? 0 })
      }
      return { lines: taken, balances }
    },
    back(whose, spent) {
      const taken = given.get(whose)
      if (!taken) return false
      given.delete(whose)
      change(taken, putBack)
      change(spent, spend)
      return true
    },
    reservedBeside(lines) {
      change(lines, (purse, amount) => {
        purse.reserved += amount
      })
    },
    settledBeside(lines, spent) {
      change(lines, (purse, amount) => {
        purse.reserved -= amount
      })
      change(spent, (purse, amount) => {
        purse.spent += amount
      })
    },
    written(spent) {
      change(spent, (purse, amount) => {
        purse.left += amount
      })
    },
    without: (balances) =>
      balances.map((each) => ({ ...each, reserved: each.reserved - (purses.get(each.account)?.left ?? 0) })),
    get ranOut() {
      return ranOut
    },
    outstanding: () => [...given].map(([whose, taken]) => ({ id: whose, lines: taken })),
    wasUsed() {
      const was = used
      used = false
      return was
    },
  }
}
