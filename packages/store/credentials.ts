import type { Clock, Credentials } from '@nimbus/kernel'
import type { Seal } from './seal.ts'
import { change, row, rows, type Sql } from './sql.ts'

const place = (tenant: string, name: string): string => `credential ${tenant} ${name}`

/** Named secrets of a tenant, sealed; `length` counts characters. */
export const createCredentials = (sql: Sql, clock: Clock, seal: Seal, tenant: string): Credentials => ({
  async get(name) {
    const found = await sql.read(() =>
      row<{ sealed: Uint8Array }>('SELECT sealed FROM credentials WHERE tenant = ? AND name = ?', tenant, name),
    )
    return found && seal.open(found.sealed, place(tenant, name))
  },

  async set(name, value) {
    const sealed = seal.close(value, place(tenant, name))
    await sql.write(() =>
      change(
        `INSERT INTO credentials (tenant, principal, name, sealed, length, updated_at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, name) DO UPDATE
         SET sealed = excluded.sealed, length = excluded.length, updated_at = excluded.updated_at`,
        tenant,
        'nimbus',
        name,
        sealed,
        value.length,
        clock.now().toISOString(),
      ),
    )
  },

  async delete(name) {
    return (await sql.write(() => change('DELETE FROM credentials WHERE tenant = ? AND name = ?', tenant, name))) > 0
  },

  async list() {
    const found = await sql.read(() =>
      rows<{ name: string; updated_at: string; length: number }>(
        'SELECT name, updated_at, length FROM credentials WHERE tenant = ? ORDER BY name',
        tenant,
      ),
    )
    return found.map(({ name, updated_at, length }) => ({ name, updatedAt: updated_at, length }))
  },
})
