import type { LedgerEntry, LedgerQuery } from '@nimbus/kernel'
import { change, rows, type Value, type Work } from './sql.ts'

/** An entry as it is stored. */
export interface EntryRow {
  id: string
  at: string
  labels: string
  amounts: string
  detail: string | null
}

/** Writes an entry; part of a write transaction. */
export function* insertEntry(tenant: string, service: string, entry: LedgerEntry): Work<void> {
  yield* change(
    `INSERT INTO ledger_entries (tenant, principal, service, at, id, labels, amounts, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    tenant,
    service,
    service,
    entry.at,
    entry.id,
    JSON.stringify(entry.labels),
    JSON.stringify(entry.amounts),
    entry.detail === undefined ? null : JSON.stringify(entry.detail),
  )
}

/** The entries of a time, oldest first. */
export function* selectEntries(
  tenant: string,
  service: string,
  { since, until, where = {}, limit }: LedgerQuery,
): Work<readonly EntryRow[]> {
  const conditions: string[] = ['tenant = ?', 'service = ?']
  const params: Value[] = [tenant, service]
  const add = (condition: string, ...values: Value[]) => {
    conditions.push(condition)
    params.push(...values)
  }
  if (since !== undefined) add('at >= ?', since)
  if (until !== undefined) add('at < ?', until)
  const newest = `SELECT id, at, labels, amounts, detail FROM ledger_entries WHERE ${conditions.join(' AND ')}
     ORDER BY at DESC, id DESC`
  const wanted = Object.entries(where)
  const found = yield* rows<EntryRow>(
    limit !== undefined && wanted.length === 0 ? `${newest} LIMIT ${Math.trunc(limit)}` : newest,
    ...params,
  )
  const matching =
    wanted.length === 0
      ? found
      : found.filter(({ labels }) => {
          const known = JSON.parse(labels) as Record<string, string>
          return wanted.every(([label, value]) => known[label] === value)
        })
  return (limit === undefined ? matching : matching.slice(0, limit)).toReversed()
}

/** A stored entry as its reader gets it. */
export const entryOf = ({ id, at, labels, amounts, detail }: EntryRow): LedgerEntry => ({
  id,
  at,
  labels: JSON.parse(labels),
  amounts: JSON.parse(amounts),
  ...(detail === null ? {} : { detail: JSON.parse(detail) }),
})
