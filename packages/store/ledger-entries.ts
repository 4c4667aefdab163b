import type { LedgerEntry, LedgerQuery } from '@nimbus/kernel'
import type { Holder } from './ledger-accounts.ts'
import { change, rows, type Value, type Work } from './sql.ts'

/** An entry as it is stored. */
export interface EntryRow {
  id: string
  at: string
  labels: string
  amounts: string
  detail?: string | null
}

/** An entry as it is stored, made once for whoever writes it. */
export const entryRow = ({ id, at, labels, amounts, detail }: LedgerEntry): EntryRow => ({
  id,
  at,
  labels: JSON.stringify(labels),
  amounts: JSON.stringify(amounts),
  detail: detail === undefined ? null : JSON.stringify(detail),
})

/** What tells an entry from all others of its holder. */
export const entryKey = ({ at, id }: Pick<LedgerEntry, 'at' | 'id'>): string => `${at} ${id}`

/** So many at once: statements are compiled once for each number of them. */
const mostAtOnce = 50

/** Writes entries, part of a write transaction; gives the keys of those that were not there already. */
export function* insertEntries({ tenant, service }: Holder, entries: readonly EntryRow[]): Work<Set<string>> {
  const fresh = new Set<string>()
  for (let from = 0; from < entries.length; from += mostAtOnce) {
    const some = entries.slice(from, from + mostAtOnce)
    const inserted = yield* rows<Pick<EntryRow, 'at' | 'id'>>(
      `INSERT INTO ledger_entries (tenant, principal, service, at, id, labels, amounts, detail)
       VALUES ${some.map(() => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ')} ON CONFLICT DO NOTHING RETURNING at, id`,
      ...some.flatMap(({ at, id, labels, amounts, detail }) => [
        tenant,
        service,
        service,
        at,
        id,
        labels,
        amounts,
        detail ?? null,
      ]),
    )
    for (const each of inserted) fresh.add(entryKey(each))
  }
  return fresh
}

/** The entries of a time, newest first; labels are looked at by `entriesOf`. */
export const selectEntries = (
  { tenant, service }: Holder,
  { since, until, where = {}, limit, detail }: LedgerQuery,
): Work<readonly EntryRow[]> => {
  const conditions: string[] = ['tenant = ?', 'service = ?']
  const params: Value[] = [tenant, service]
  const add = (condition: string, value: Value) => {
    conditions.push(condition)
    params.push(value)
  }
  if (since !== undefined) add('at >= ?', since)
  if (until !== undefined) add('at < ?', until)
  const few = limit !== undefined && Object.keys(where).length === 0
  if (few) params.push(Math.trunc(limit))
  return rows<EntryRow>(
    `SELECT id, at, labels, amounts${detail ? ', detail' : ''} FROM ledger_entries
     WHERE ${conditions.join(' AND ')} ORDER BY at DESC, id DESC${few ? ' LIMIT ?' : ''}`,
    ...params,
  )
}

/** Stored entries as their reader gets them: oldest first, only those whose labels are as wanted. */
export const entriesOf = (found: readonly EntryRow[], { where = {}, limit }: LedgerQuery): LedgerEntry[] => {
  const wanted = Object.entries(where)
  // There are few different labels, and reading them is most of the work.
  const known = new Map<string, Readonly<Record<string, string>>>()
  const labelsOf = (text: string) => {
    const labels = known.get(text) ?? (JSON.parse(text) as Record<string, string>)
    known.set(text, labels)
    return labels
  }
  const entries: LedgerEntry[] = []
  for (const { id, at, labels: text, amounts, detail } of found) {
    if (limit !== undefined && entries.length >= limit) break
    const labels = labelsOf(text)
    if (!wanted.every(([label, value]) => labels[label] === value)) continue
    entries.push({
      id,
      at,
      labels,
      amounts: JSON.parse(amounts),
      ...(detail === null || detail === undefined ? {} : { detail: JSON.parse(detail) }),
    })
  }
  return entries.reverse()
}

/** Deletes the entries that are older than a time; gives how many. */
export const deleteEntries = ({ tenant, service }: Holder, before: string): Work<number> =>
  change('DELETE FROM ledger_entries WHERE tenant = ? AND service = ? AND at < ?', tenant, service, before)
