import type { Audit, AuditEntry, AuditReport, Clock } from '@nimbus/kernel'
import { type AuditRow, appendEntries, linkHash } from './chain.ts'
import type { Checkpoint } from './checkpoint.ts'
import { rows, type Sql, type Work } from './sql.ts'

/** How many entries a check reads at a time. */
const page = 2_000

const columns = 'seq, at, tenant, principal, action, subject, detail, hash'

const parsed = ({ detail, ...entry }: AuditRow): AuditEntry => ({ ...entry, detail: JSON.parse(detail) })

interface Walk {
  entries: number
  brokenAt?: number
  last: number
  /** The hash at the checkpoint's number. */
  atCheckpoint?: string
}

/** Follows the chain from its first entry. */
function* walk(checkpointAt: number | undefined): Work<Walk> {
  const seen: Walk = { entries: 0, last: 0 }
  let before = ''
  for (;;) {
    const chunk = yield* rows<AuditRow>(
      `SELECT ${columns} FROM audit WHERE seq > ? ORDER BY seq LIMIT ${page}`,
      seen.last,
    )
    for (const { hash, ...entry } of chunk) {
      if (seen.brokenAt === undefined && (entry.seq !== seen.last + 1 || linkHash(before, entry) !== hash))
        seen.brokenAt = entry.seq
      if (entry.seq === checkpointAt) seen.atCheckpoint = hash
      seen.entries += 1
      seen.last = entry.seq
      before = hash
    }
    if (chunk.length < page) return seen
  }
}

/**
 * The audit chain as the kernel sees it.
 *
 * `verify` finds entries that were edited, removed or moved, and an end cut off below the checkpoint.
 */
export const createAudit = (sql: Sql, clock: Clock, checkpoint: Checkpoint): Audit => ({
  async append(entry) {
    await sql.write(() => appendEntries(sql.dialect, clock, [entry]))
    checkpoint.touch()
  },

  async list(tenant, limit) {
    const found = await sql.read(() =>
      rows<AuditRow>(`SELECT ${columns} FROM audit WHERE tenant = ? ORDER BY seq DESC LIMIT ?`, tenant, limit),
    )
    return found.map(parsed)
  },

  async verify() {
    // Read first: the chain may grow meanwhile, but never below what was signed.
    const signed = checkpoint.read()
    const at = signed.state === 'signed' ? signed.head.seq : undefined
    const { entries, brokenAt, last, atCheckpoint } = await sql.read(() => walk(at))
    const report: AuditReport = {
      entries,
      intact: brokenAt === undefined,
      ...(brokenAt === undefined ? {} : { brokenAt }),
      checkpoint: signed.state === 'signed' ? 'matches' : signed.state,
    }
    if (signed.state !== 'signed' || signed.head.seq === 0 || atCheckpoint === signed.head.hash) return report
    const truncated =
      signed.head.seq > last
        ? `the chain ends at entry ${last}; the checkpoint was signed at entry ${signed.head.seq}`
        : `entry ${signed.head.seq} is not the one that the checkpoint was signed for`
    return { ...report, intact: false, truncated, checkpoint: 'differs' }
  },
})
