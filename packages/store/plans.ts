import { type Approval, type Clock, failed, missing, type Plan, type Plans, type StoredPlan } from '@nimbus/kernel'
import { appendEntries } from './chain.ts'
import type { Checkpoint } from './checkpoint.ts'
import { openable, type Seal } from './seal.ts'
import { afterPrefix, change, row, rows, type Sql, type Work } from './sql.ts'

interface PlanRow {
  id: string
  tenant: string
  principal: string
  on_behalf_of: string | null
  digest: string
  status: StoredPlan['status']
  sealed: Uint8Array
  approval: string | null
  created_at: string
}

const columns = 'id, tenant, principal, on_behalf_of, digest, status, sealed, approval, created_at'

const place = (id: string, tenant: string): string => `plan ${tenant} ${id}`

/** Takes an approved plan for its single use, with its audit entry; false when it is not, or no longer, approved. */
export function* usePlan(dialect: Sql['dialect'], clock: Clock, id: string): Work<boolean> {
  const used = yield* row<PlanRow>(
    `UPDATE plans SET status = 'used' WHERE id = ? AND status = 'approved' RETURNING ${columns}`,
    id,
  )
  if (!used) return false
  const { tenant, principal, digest } = used
  yield* appendEntries(dialect, clock, [{ tenant, principal, action: 'plan.claim', subject: id, detail: { digest } }])
  return true
}

/**
 * Saved plans, sealed as a whole. Approval and use are written to the audit chain in their own transaction.
 *
 * A plan that has expired is still found: whether it may be used is for the caller to say.
 */
export const createPlans = (sql: Sql, clock: Clock, seal: Seal, checkpoint: Checkpoint): Plans => {
  const opened = (found: PlanRow): StoredPlan => ({
    id: found.id,
    plan: JSON.parse(seal.open(found.sealed, place(found.id, found.tenant))) as Plan,
    tenant: found.tenant,
    requester: found.principal,
    ...(found.on_behalf_of === null ? {} : { onBehalfOf: found.on_behalf_of }),
    status: found.status,
    ...(found.approval === null ? {} : { approval: JSON.parse(found.approval) as Approval }),
    createdAt: found.created_at,
  })

  return {
    async save(plan, { tenant, requester, onBehalfOf = null }) {
      const sealed = seal.close(JSON.stringify(plan), place(plan.id, tenant))
      const at = clock.now().toISOString()
      await sql.write(() =>
        change(
          `INSERT INTO plans (id, tenant, principal, on_behalf_of, digest, status, sealed, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          plan.id,
          tenant,
          requester,
          onBehalfOf,
          plan.digest,
          'waiting',
          sealed,
          at,
        ),
      )
    },

    async find(prefix, tenant) {
      const found = await sql.read(() =>
        rows<PlanRow>(
          `SELECT ${columns} FROM plans WHERE id >= ? AND id < ? AND tenant = ? ORDER BY id LIMIT 10`,
          prefix,
          afterPrefix(prefix),
          tenant,
        ),
      )
      return found.map(opened)
    },

    async list(tenant, limit, status, closed) {
      const which = status ? ` AND status IN (${status.map(() => '?').join(', ')})` : ''
      const found = await sql.read(() =>
        rows<PlanRow>(
          `SELECT ${columns} FROM plans WHERE tenant = ?${which} ORDER BY created_at DESC, id LIMIT ?`,
          tenant,
          ...(status ?? []),
          limit,
        ),
      )
      return openable(found, opened, closed)
    },

    async approve(id, approval) {
      await sql.write(function* () {
        const approved = yield* row<PlanRow>(
          `UPDATE plans SET status = 'approved', approval = ?
           WHERE id = ? AND digest = ? AND status IN ('waiting', 'approved') RETURNING ${columns}`,
          JSON.stringify(approval),
          id,
          approval.digest,
        )
        if (!approved) throw notApprovable(id, yield* row<PlanRow>(`SELECT ${columns} FROM plans WHERE id = ?`, id))
        const { tenant } = approved
        const detail = { digest: approval.digest, requester: approved.principal }
        const entry = { tenant, principal: approval.by, action: 'plan.approve', subject: id, detail }
        yield* appendEntries(sql.dialect, clock, [entry])
      })
      checkpoint.touch()
    },

    async claim(id) {
      const claimed = await sql.write(() => usePlan(sql.dialect, clock, id))
      if (claimed) checkpoint.touch()
      return claimed
    },
  }
}

const notApprovable = (id: string, found: PlanRow | undefined) => {
  if (!found) return missing('not-found', `There is no plan ${id}`, { at: id, why: 'no saved plan has this id' })
  if (found.status === 'used' || found.status === 'refused')
    return failed('plan-closed', `Plan ${id} can no longer be approved`, {
      at: id,
      why: `it was ${found.status}; a plan is for a single use`,
      next: 'run the command again for a new plan',
    })
  return failed('plan-changed', `Plan ${id} is not the one that was shown`, {
    at: id,
    why: 'the approval names another digest',
    next: 'look at the plan again before you approve it',
  })
}
