import type { Resource, Resources } from '@nimbus/kernel'
import { change, row, rows, type Sql } from './sql.ts'

interface ResourceRow {
  uri: string
  kind: string
  principal: string
  state: string
  address: string | null
  detail: string
  updated_at: string
}

const columns = 'uri, kind, principal, state, address, detail, updated_at'

const parsed = ({ uri, kind, principal, state, address, detail, updated_at }: ResourceRow): Resource => ({
  uri,
  kind,
  owner: principal,
  state,
  ...(address === null ? {} : { address }),
  detail: JSON.parse(detail),
  updatedAt: updated_at,
})

/** What exists because of Nimbus, in order of its URIs. */
export const createResources = (sql: Sql, tenant: string): Resources => ({
  async put({ uri, kind, owner, state, address, detail, updatedAt }) {
    await sql.write(() =>
      change(
        `INSERT INTO resources (tenant, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, uri) DO UPDATE
         SET kind = excluded.kind, principal = excluded.principal, state = excluded.state, address = excluded.address,
             detail = excluded.detail, updated_at = excluded.updated_at`,
        tenant,
        uri,
        kind,
        owner,
        state,
        address ?? null,
        JSON.stringify(detail) ?? 'null',
        updatedAt,
      ),
    )
  },

  async get(uri) {
    const found = await sql.read(() =>
      row<ResourceRow>(`SELECT ${columns} FROM resources WHERE tenant = ? AND uri = ?`, tenant, uri),
    )
    return found && parsed(found)
  },

  async list(kind) {
    const found = await sql.read(() =>
      kind === undefined
        ? rows<ResourceRow>(`SELECT ${columns} FROM resources WHERE tenant = ? ORDER BY uri`, tenant)
        : rows<ResourceRow>(
            `SELECT ${columns} FROM resources WHERE tenant = ? AND kind = ? ORDER BY uri`,
            tenant,
            kind,
          ),
    )
    return found.map(parsed)
  },

  async delete(uri) {
    return (await sql.write(() => change('DELETE FROM resources WHERE tenant = ? AND uri = ?', tenant, uri))) > 0
  },
})
