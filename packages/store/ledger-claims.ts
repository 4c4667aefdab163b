import { failed, type LedgerLine } from '@nimbus/kernel'
import { type Holder, type Posting, post } from './ledger-accounts.ts'
import { change, marks, row, rows, type Work } from './sql.ts'

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

/** Writes a reservation down; part of a write transaction. Raises `reservation-exists` when its id was used before. */
export function* insertClaim(holder: Holder, id: string, lines: readonly LedgerLine[], owner: string): Work<void> {
  const inserted = yield* change(
    `INSERT INTO ledger_claims (tenant, principal, service, id, owner, lines) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    holder.tenant,
    holder.service,
    holder.service,
    id,
    owner,
    JSON.stringify(lines),
  )
  if (inserted === 0)
    throw failed('reservation-exists', `There is already a reservation ${id}`, { at: id, why: 'an id is used once' })
}

/** Takes a reservation away; gives what its accounts get back. */
export function* takeClaim({ tenant, service }: Holder, id: string): Work<Posting[]> {
  const claim = yield* row<{ lines: string }>(
    'DELETE FROM ledger_claims WHERE tenant = ? AND service = ? AND id = ? RETURNING lines',
    tenant,
    service,
    id,
  )
  return claim ? givenBack({ tenant, service, lines: claim.lines }) : []
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
