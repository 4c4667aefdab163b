import { failed, type LedgerLine } from '@nimbus/kernel'
import { type Holder, type Posting, post } from './ledger-accounts.ts'
import { change, marks, rows, type Work } from './sql.ts'

/** What a reservation holds, as it is stored: a row for each, whatever the number of its accounts. */
interface ClaimRow extends Holder {
  id: string
  lines: string
}

const givenBack = ({ tenant, service, lines }: Omit<ClaimRow, 'id'>): Posting[] =>
  (JSON.parse(lines) as LedgerLine[]).map(({ account, amount }) => ({
    tenant,
    service,
    account,
    spent: 0,
    reserved: -amount,
  }))

/** What a reservation holds. */
export interface Claimed {
  id: string
  lines: readonly LedgerLine[]
}

/** So many at once: statements are compiled once for each number of them. */
const mostAtOnce = 50

const exists = (id: string) =>
  failed('reservation-exists', `There is already a reservation ${id}`, { at: id, why: 'an id is used once' })

/** Writes reservations down; part of a write transaction. Raises `reservation-exists` when an id was used before. */
export function* insertClaims(holder: Holder, claims: readonly Claimed[], owner: string): Work<void> {
  for (let from = 0; from < claims.length; from += mostAtOnce) {
    const some = claims.slice(from, from + mostAtOnce)
    const inserted = yield* change(
      `INSERT INTO ledger_claims (tenant, principal, service, id, owner, lines)
       VALUES ${some.map(() => '(?, ?, ?, ?, ?, ?)').join(', ')} ON CONFLICT DO NOTHING`,
      ...some.flatMap(({ id, lines }) => [
        holder.tenant,
        holder.service,
        holder.service,
        id,
        owner,
        JSON.stringify(lines),
      ]),
    )
    // Of several, whoever does each alone finds out which one it is.
    if (inserted < some.length) throw exists(some.map(({ id }) => id).join(', '))
  }
}

/** Takes reservations away, where there are such; gives what their accounts get back. */
export function* takeClaims({ tenant, service }: Holder, ids: readonly string[]): Work<Posting[]> {
  const postings: Posting[] = []
  for (let from = 0; from < ids.length; from += mostAtOnce) {
    const some = ids.slice(from, from + mostAtOnce)
    const found = yield* rows<{ lines: string }>(
      `DELETE FROM ledger_claims WHERE tenant = ? AND service = ? AND id IN (${marks(some)}) RETURNING lines`,
      tenant,
      service,
      ...some,
    )
    for (const { lines } of found) postings.push(...givenBack({ tenant, service, lines }))
  }
  return postings
}

/** Gives back what processes that have ended had set aside, of every service; gives how many reservations. */
export function* giveBackClaims(owners: readonly string[], now: string): Work<number> {
  if (owners.length === 0) return 0
  const claims = yield* rows<ClaimRow>(
    `DELETE FROM ledger_claims WHERE owner IN (${marks(owners)}) RETURNING tenant, service, id, lines`,
    ...owners,
  )
  yield* post(claims.flatMap(givenBack), now)
  return claims.length
}
