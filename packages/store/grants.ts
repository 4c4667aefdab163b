import type { Clock, Grant, Grants } from '@nimbus/kernel'
import { change, rows, type Sql } from './sql.ts'

/** Standing permissions, oldest first; those that have expired are still listed. */
export const createGrants = (sql: Sql, clock: Clock): Grants => ({
  async list(tenant) {
    const found = await sql.read(() =>
      rows<{ body: string }>('SELECT body FROM grants WHERE tenant = ? ORDER BY created_at, id', tenant),
    )
    return found.map(({ body }) => JSON.parse(body) as Grant)
  },

  async add(grant) {
    const { id, tenant, principal } = grant
    await sql.write(() =>
      change(
        'INSERT INTO grants (id, tenant, principal, body, created_at) VALUES (?, ?, ?, ?, ?)',
        id,
        tenant,
        principal,
        JSON.stringify(grant),
        clock.now().toISOString(),
      ),
    )
  },

  async remove(id, tenant) {
    return (await sql.write(() => change('DELETE FROM grants WHERE id = ? AND tenant = ?', id, tenant))) > 0
  },
})
