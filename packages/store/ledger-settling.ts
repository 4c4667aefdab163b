import type { LedgerLine } from '@nimbus/kernel'
import { type Holder, type Posting, post } from './ledger-accounts.ts'
import { type Claimed, insertClaims, takeClaims } from './ledger-claims.ts'
import { type EntryRow, entryKey, insertEntries } from './ledger-entries.ts'
import type { Work } from './sql.ts'

/** A reservation that is to be replaced by what was spent, if anything was. */
export interface Settlement {
  id: string
  lines: readonly LedgerLine[]
  entry?: EntryRow
  /** It was given out of what its process had set aside ahead, and has no reservation of its own. */
  advanced?: true
}

/** Settlements for the thread that writes, with whose they are and when. */
export interface SettlementBatch {
  holder: Holder
  at: string
  settlements: readonly Settlement[]
}

/** What is added to an account, or taken from it. */
export const posting = (holder: Holder, { account, amount }: LedgerLine, kind: 'spent' | 'reserved'): Posting => ({
  ...holder,
  account,
  spent: kind === 'spent' ? amount : 0,
  reserved: kind === 'reserved' ? amount : 0,
})

/**
 * Takes reservations away and writes their entries; gives what is to be posted on the accounts. An entry that is there
 * already was settled before, and posts nothing.
 */
export function* takeAway(holder: Holder, settlements: readonly Settlement[]): Work<Posting[]> {
  const ids = settlements.flatMap(({ id, advanced }) => (advanced ? [] : [id]))
  const postings = yield* takeClaims(holder, ids)
  const entries = settlements.flatMap(({ entry }) => (entry ? [entry] : []))
  const fresh = yield* insertEntries(holder, entries)
  // They are on the same few accounts.
  const spent = new Map<string, number>()
  for (const { lines, entry } of settlements)
    if (!entry || fresh.delete(entryKey(entry)))
      for (const { account, amount } of lines) spent.set(account, (spent.get(account) ?? 0) + amount)
  for (const [account, amount] of spent) postings.push(posting(holder, { account, amount }, 'spent'))
  return postings
}

/** Settles, all of it or nothing. */
export function* settleAll({ holder, at, settlements }: SettlementBatch): Work<void> {
  yield* post(yield* takeAway(holder, settlements), at)
}

/** Puts reservations in the place of others, whatever there is room for; gives what is to be posted. */
export function* putInstead(holder: Holder, claims: readonly Claimed[], owner: string): Work<Posting[]> {
  yield* insertClaims(holder, claims, owner)
  return claims.flatMap(({ lines }) => lines.map((line) => posting(holder, line, 'reserved')))
}
