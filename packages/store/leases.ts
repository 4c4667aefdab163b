import type { Clock, Leases } from '@nimbus/kernel'
import { change, row, type Sql } from './sql.ts'

/**
 * Exclusive rights for a while.
 *
 * A row is never deleted, so that its fencing token only grows: whoever takes a lease over, also after it was released,
 * has a larger token than everyone before. Time is the given clock's; hosts that share a database need clocks that
 * agree to well within the shortest lease.
 */
export const createLeases = (sql: Sql, clock: Clock, tenant: string): Leases => {
  const until = (ttlMs: number) => new Date(clock.now().getTime() + ttlMs).toISOString()
  const now = () => clock.now().toISOString()

  return {
    acquire(name, owner, ttlMs) {
      const expires = until(ttlMs)
      return sql.write(function* () {
        const taken = yield* row<{ token: number }>(
          `INSERT INTO leases (tenant, principal, name, token, expires) VALUES (?, ?, ?, 1, ?)
           ON CONFLICT (tenant, name) DO UPDATE
           SET principal = excluded.principal, token = leases.token + 1, expires = excluded.expires
           WHERE leases.expires <= ? RETURNING token`,
          tenant,
          owner,
          name,
          expires,
          now(),
        )
        return taken && { name, owner, token: taken.token, expires }
      })
    },

    async renew(lease, ttlMs) {
      const expires = until(ttlMs)
      const renewed = await sql.write(() =>
        change(
          'UPDATE leases SET expires = ? WHERE tenant = ? AND name = ? AND principal = ? AND token = ? AND expires > ?',
          expires,
          tenant,
          lease.name,
          lease.owner,
          lease.token,
          now(),
        ),
      )
      return renewed > 0 ? { ...lease, expires } : undefined
    },

    async release(lease) {
      await sql.write(() =>
        change(
          `UPDATE leases SET expires = '' WHERE tenant = ? AND name = ? AND principal = ? AND token = ?`,
          tenant,
          lease.name,
          lease.owner,
          lease.token,
        ),
      )
    },
  }
}
