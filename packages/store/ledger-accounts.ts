import type { LedgerBalance } from '@nimbus/kernel'
import { change, marks, rows, type Work } from './sql.ts'

/** Whose account it is. */
export interface Holder {
  tenant: string
  service: string
}

/** What is to be added to one account; either may be negative. */
export interface Posting extends Holder {
  account: string
  spent: number
  reserved: number
}

const nameOf = ({ tenant, service, account }: Posting): string => `${tenant}\n${service}\n${account}`

/** One posting for each account, in the order of their names: everybody locks them alike, so nobody waits in a ring. */
const inOrder = (postings: readonly Posting[]): Posting[] => {
  const sums = new Map<string, Posting>()
  for (const posting of postings) {
    const name = nameOf(posting)
    const sum = sums.get(name)
    sums.set(
      name,
      sum ? { ...sum, spent: sum.spent + posting.spent, reserved: sum.reserved + posting.reserved } : posting,
    )
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, posting]) => posting)
}

/** The statement for so many accounts; the same text each time, so that it is compiled once. */
const upsert = (count: number): string =>
  `INSERT INTO ledger_accounts (tenant, principal, service, account, spent, reserved, updated_at)
   VALUES ${Array.from({ length: count }, () => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}
   ON CONFLICT (tenant, service, account) DO UPDATE
   SET spent = ledger_accounts.spent + excluded.spent, reserved = ledger_accounts.reserved + excluded.reserved,
       updated_at = excluded.updated_at
   RETURNING account, spent, reserved`

/** Databases limit the parameters of a statement; https://www.sqlite.org/limits.html allows 32,766. */
const mostAtOnce = 200

/** Adds to accounts, in one write transaction with what calls it; gives them as they stand afterwards, in no order. */
export function* post(postings: readonly Posting[], now: string): Work<LedgerBalance[]> {
  const sorted = inOrder(postings)
  const after: LedgerBalance[] = []
  for (let from = 0; from < sorted.length; from += mostAtOnce) {
    const some = sorted.slice(from, from + mostAtOnce)
    const params = some.flatMap(({ tenant, service, account, spent, reserved }) => [
      tenant,
      service,
      service,
      account,
      spent,
      reserved,
      now,
    ])
    after.push(...(yield* rows<LedgerBalance>(upsert(some.length), ...params)))
  }
  return after
}

/** Accounts as they stand, in no order; those that nothing was ever put on are left out. */
export const balancesOf = ({ tenant, service }: Holder, accounts: readonly string[]): Work<readonly LedgerBalance[]> =>
  rows<LedgerBalance>(
    `SELECT account, spent, reserved FROM ledger_accounts
     WHERE tenant = ? AND service = ? AND account IN (${marks(accounts)})`,
    tenant,
    service,
    ...accounts,
  )

/** Deletes accounts of a prefix that nothing was put on since a time and nothing is set aside on; gives how many. */
export function* forget({ tenant, service }: Holder, prefix: string, before: string): Work<number> {
  return yield* change(
    `DELETE FROM ledger_accounts
     WHERE tenant = ? AND service = ? AND account >= ? AND substr(account, 1, ?) = ? AND updated_at < ? AND reserved = 0`,
    tenant,
    service,
    prefix,
    Array.from(prefix).length,
    prefix,
    before,
  )
}
