import type { LedgerBalance } from '@nimbus/kernel'
import { change, marks, rows, type Value, type Work } from './sql.ts'

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

const order = (a: Posting, b: Posting): number => {
  if (a.account !== b.account) return a.account < b.account ? -1 : 1
  if (a.service !== b.service) return a.service < b.service ? -1 : 1
  return a.tenant === b.tenant ? 0 : a.tenant < b.tenant ? -1 : 1
}

/** One posting for each account, in the order of their names: everybody locks them alike, so nobody waits in a ring. */
const inOrder = (postings: readonly Posting[]): readonly Posting[] => {
  if (postings.length < 2) return postings
  const sums = new Map<string, Posting>()
  for (const posting of postings) {
    const key = `${posting.account}\n${posting.service}\n${posting.tenant}`
    const sum = sums.get(key)
    if (sum) {
      sum.spent += posting.spent
      sum.reserved += posting.reserved
    } else sums.set(key, { ...posting })
  }
  return [...sums.values()].sort(order)
}

const texts = new Map<number, string>()

/** The statement for so many accounts; made once, as it is compiled once. */
const upsert = (count: number): string => {
  const known = texts.get(count)
  if (known !== undefined) return known
  const made = `INSERT INTO ledger_accounts (tenant, principal, service, account, spent, reserved, updated_at)
   VALUES ${Array.from({ length: count }, () => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}
   ON CONFLICT (tenant, service, account) DO UPDATE
   SET spent = ledger_accounts.spent + excluded.spent, reserved = ledger_accounts.reserved + excluded.reserved,
       updated_at = excluded.updated_at`
  texts.set(count, made)
  return made
}

/** Databases limit the parameters of a statement; https://www.sqlite.org/limits.html allows 32,766. */
const mostAtOnce = 200

function* inParts(postings: readonly Posting[], now: string): Generator<{ count: number; params: Value[] }> {
  const sorted = inOrder(postings)
  for (let from = 0; from < sorted.length; from += mostAtOnce) {
    const params: Value[] = []
    const some = sorted.slice(from, from + mostAtOnce)
    for (const { tenant, service, account, spent, reserved } of some)
      params.push(tenant, service, service, account, spent, reserved, now)
    yield { count: some.length, params }
  }
}

/** Adds to accounts; part of a write transaction. */
export function* post(postings: readonly Posting[], now: string): Work<void> {
  for (const { count, params } of inParts(postings, now)) yield* change(upsert(count), ...params)
}

/** The same, giving the accounts as they stand afterwards, in no order. */
export function* postAndLook(postings: readonly Posting[], now: string): Work<LedgerBalance[]> {
  const after: LedgerBalance[] = []
  for (const { count, params } of inParts(postings, now))
    after.push(...(yield* rows<LedgerBalance>(`${upsert(count)} RETURNING account, spent, reserved`, ...params)))
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
