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
  balance: LedgerBalance
}

/** An advance as it was reserved: its balances are those of its accounts afterwards. */
export const createAdvance = (id: string, { lines, balances }: LedgerReservation): Advance => {
  const purses = new Map<string, Purse>()
  for (const [n, { account, amount }] of lines.entries()) {
    const after = balances[n]
    if (after) purses.set(account, { left: amount, balance: { ...after, reserved: after.reserved - amount } })
  }
  const given = new Map<string, readonly LedgerLine[]>()
  let used = false
  let ranOut = false

  const add = (account: string, { left = 0, spent = 0, reserved = 0 }): void => {
    const purse = purses.get(account)
    if (!purse) return
    purse.left += left
    purse.balance = { account, spent: purse.balance.spent + spent, reserved: purse.balance.reserved + reserved }
  }

  /** Also when the limit has become another one meanwhile: whatever comes near to it looks at the accounts. */
  const fits = ({ account, amount, limit = Number.POSITIVE_INFINITY, careful }: LedgerClaim): boolean => {
    const purse = purses.get(account)
    if (!purse) return false
    if (purse.left < amount) {
      ranOut = true
      return false
    }
    const { spent, reserved } = purse.balance
    return spent + reserved + amount <= (1 - (careful?.below ?? 0)) * limit
  }

  return {
    id,
    take(whose, claims) {
      if (given.has(whose) || !claims.every(fits)) return undefined
      used = true
      const taken = claims.map(({ account, amount }) => ({ account, amount }))
      for (const { account, amount } of taken) add(account, { left: -amount, reserved: amount })
      given.set(whose, taken)
      return {
        lines: taken,
        balances: taken.map(({ account }) => purses.get(account)?.balance ?? { account, spent: 0, reserved: 0 }),
      }
    },
    back(whose, spent) {
      const taken = given.get(whose)
      if (!taken) return false
      given.delete(whose)
      for (const { account, amount } of taken) add(account, { left: amount, reserved: -amount })
      for (const { account, amount } of spent) add(account, { left: -amount, spent: amount })
      return true
    },
    reservedBeside(lines) {
      for (const { account, amount } of lines) add(account, { reserved: amount })
    },
    settledBeside(lines, spent) {
      for (const { account, amount } of lines) add(account, { reserved: -amount })
      for (const { account, amount } of spent) add(account, { spent: amount })
    },
    written(spent) {
      for (const { account, amount } of spent) add(account, { left: amount })
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
