import type { Resource, Resources } from '@nimbus/kernel'
import { change, row, rows, type Sql, type Value } from './sql.ts'

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

/** The values of `columns`. What was read and is written again gives the same text. */
const valuesOf = ({ uri, kind, owner, state, address, detail, updatedAt }: Resource): Value[] => [
  uri,
  kind,
  owner,
  state,
  address ?? null,
  JSON.stringify(detail) ?? 'null',
  updatedAt,
]

/** The row of a tenant that still holds given values. */
const unchanged = `tenant = ? AND uri = ? AND kind = ? AND principal = ? AND state = ?
  AND address IS NOT DISTINCT FROM ? AND detail = ? AND updated_at = ?`

/** What exists because of Nimbus, in order of its URIs. */
export const createResources = (sql: Sql, tenant: string): Resources => ({
  async put(resource) {
    await sql.write(() =>
      change(
        `INSERT INTO resources (tenant, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, uri) DO UPDATE
         SET kind = excluded.kind, principal = excluded.principal, state = excluded.state, address = excluded.address,
             detail = excluded.detail, updated_at = excluded.updated_at`,
        tenant,
        ...valuesOf(resource),
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

  async replace(from, to) {
    const changed = await sql.write(() =>
      from === undefined
        ? change(
            `INSERT INTO resources (tenant, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (tenant, uri) DO NOTHING`,
            tenant,
            ...valuesOf(to),
          )
        : change(
            `UPDATE resources
             SET uri = ?, kind = ?, principal = ?, state = ?, address = ?, detail = ?, updated_at = ? WHERE ${unchanged}`,
            ...valuesOf(to),
            tenant,
            ...valuesOf({ ...from, uri: to.uri }),
          ),
    )
    return changed > 0
  },

  async delete(uri, from) {
    const deleted = await sql.write(() =>
      from === undefined
        ? change('DELETE FROM resources WHERE tenant = ? AND uri = ?', tenant, uri)
        : change(`DELETE FROM resources WHERE ${unchanged}`, tenant, ...valuesOf({ ...from, uri })),
    )
    return deleted > 0
  },
})
