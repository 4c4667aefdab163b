import type { LedgerBalance, LedgerClaim, LedgerLine, LedgerReservation } from '@nimbus/kernel'
import { type Holder, type Posting, post, postAndLook } from './ledger-accounts.ts'
import { type Claimed, insertClaims } from './ledger-claims.ts'
import { posting, putInstead, type Settlement, takeAway } from './ledger-settling.ts'
import type { Processes } from './processes.ts'
import type { Work } from './sql.ts'

/** A settlement as it is done with other work on the accounts. */
export interface Giving extends Settlement {
  kind: 'give'
  /**
   * Reservations that come in its place, whatever there is room for: what they hold was a part of it. Asked for when it
   * is done, because they may end before.
   */
  instead?: () => readonly Claimed[]
}

/** A reservation that is to be made. */
export interface Taking {
  kind: 'take'
  id: string
  claims: readonly LedgerClaim[]
}

/** What is done in a ledger in one transaction. */
export type LedgerJob = Giving | Taking

/** The amount that a claim takes when so much was left before. */
const amountOf = ({ amount, limit, careful }: LedgerClaim, left: number): number =>
  careful && limit !== undefined && left < careful.below * limit ? Math.max(amount, careful.amount) : amount

/** Decides a reservation on accounts as they stand without it, and takes it from them where all of it fits. */
const decide = (claims: readonly LedgerClaim[], accounts: Map<string, LedgerBalance>): LedgerReservation => {
  const lines: LedgerLine[] = []
  const balances: LedgerBalance[] = []
  for (const each of claims) {
    const { account, limit } = each
    const { spent, reserved } = accounts.get(account) ?? { spent: 0, reserved: 0 }
    const amount = amountOf(each, (limit ?? 0) - spent - reserved)
    if (limit !== undefined && spent + reserved + amount > limit) {
      for (const line of lines) {
        const taken = accounts.get(line.account)
        if (taken) accounts.set(line.account, { ...taken, reserved: taken.reserved - line.amount })
      }
      return { refusal: { account, spent, reserved, asked: amount, limit }, lines: [], balances: [] }
    }
    const balance = { account, spent, reserved: reserved + amount }
    accounts.set(account, balance)
    lines.push({ account, amount })
    balances.push(balance)
  }
  return { lines, balances }
}

/** What the work on a ledger needs beside the jobs. */
export interface LedgerSetting {
  holder: Holder
  processes: Processes
  time: () => string
}

/**
 * Does jobs in their order, what is given first: reservations look at accounts as those before them left them.
 *
 * Everything is added to the accounts first, which locks them, and looked at then; what does not fit is taken off again
 * in the same transaction. So there is no moment between looking and taking. Raises `reservation-exists` when an id was
 * used before.
 */
export function* workOn(
  jobs: readonly LedgerJob[],
  { holder, processes, time }: LedgerSetting,
): Work<(LedgerReservation | undefined)[]> {
  const now = time()
  const gives = jobs.filter((job) => job.kind === 'give')
  const takes = jobs.filter((job) => job.kind === 'take')
  const postings: Posting[] = []

  if (gives.length > 0) {
    postings.push(...(yield* takeAway(holder, gives)))
    const instead = gives.flatMap((give) => give.instead?.() ?? [])
    postings.push(...(yield* putInstead(holder, instead, processes.id)))
  }
  if (takes.length === 0) {
    yield* post(postings, now)
    return jobs.map(() => undefined)
  }

  yield* processes.register()
  for (const { claims } of takes) for (const claim of claims) postings.push(posting(holder, claim, 'reserved'))
  const accounts = new Map((yield* postAndLook(postings, now)).map((each) => [each.account, { ...each }]))
  for (const { claims } of takes)
    for (const { account, amount } of claims) {
      const found = accounts.get(account)
      if (found) found.reserved -= amount
    }
  const corrections: Posting[] = []
  const claimed: Claimed[] = []
  const results = jobs.map((job) => {
    if (job.kind === 'give') return undefined
    const reservation = decide(job.claims, accounts)
    for (const [n, { account, amount }] of job.claims.entries()) {
      const difference = (reservation.lines[n]?.amount ?? 0) - amount
      if (difference !== 0) corrections.push(posting(holder, { account, amount: difference }, 'reserved'))
    }
    if (!reservation.refusal) claimed.push({ id: job.id, lines: reservation.lines })
    return reservation
  })
  yield* post(corrections, now)
  yield* insertClaims(holder, claimed, processes.id)
  return results
}
