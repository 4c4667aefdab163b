import { type AuditEntry, type Clock, canonicalJson } from '@nimbus/kernel'
import { change, row, type Sql, type Work } from './sql.ts'

/** What a caller says of an audit entry; number, time and hash are added here. */
export type NewEntry = Omit<AuditEntry, 'seq' | 'hash' | 'at'>

/** The newest link of the chain. */
export interface Head {
  seq: number
  hash: string
}

/** A row of the audit table. */
export interface AuditRow extends Omit<AuditEntry, 'detail'> {
  detail: string
}

/** The hash of an entry: SHA-256 over the hash before it and everything the entry says. */
export const linkHash = (
  before: string,
  { hash: _hash, ...entry }: Omit<AuditRow, 'hash'> & { hash?: string },
): string => new Bun.CryptoHasher('sha256').update(`${before}\n${canonicalJson(entry)}`).digest('hex')

/** The newest link, held until the transaction ends so that two entries never follow the same one. */
export function* lockedHead(dialect: Sql['dialect']): Work<Head> {
  const lock = dialect === 'postgres' ? ' FOR UPDATE' : ''
  const head = yield* row<Head>(`SELECT seq, hash FROM audit_head WHERE id = 1${lock}`)
  return head ?? { seq: 0, hash: '' }
}

/** Appends entries to the chain, inside the transaction of what they tell of. */
export function* appendEntries(dialect: Sql['dialect'], clock: Clock, entries: readonly NewEntry[]): Work<void> {
  if (entries.length === 0) return
  let { seq, hash } = yield* lockedHead(dialect)
  for (const { tenant, principal, action, subject, detail } of entries) {
    seq += 1
    const at = clock.now().toISOString()
    const entry = { seq, at, tenant, principal, action, subject, detail: canonicalJson(detail) }
    hash = linkHash(hash, entry)
    yield* change(
      'INSERT INTO audit (seq, at, tenant, principal, action, subject, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      seq,
      at,
      tenant,
      principal,
      action,
      subject,
      entry.detail,
      hash,
    )
  }
  yield* change('UPDATE audit_head SET seq = ?, hash = ? WHERE id = 1', seq, hash)
}
