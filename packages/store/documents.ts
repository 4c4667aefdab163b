import { type Clock, type Document, type Documents, failed } from '@nimbus/kernel'
import { change, row, rows, type Sql } from './sql.ts'

/** How many documents a list gives when the caller names no limit. */
const usualLimit = 1_000

interface DocumentRow {
  collection: string
  id: string
  version: number
  body: string
  created_at: string
  updated_at: string
}

const columns = 'collection, id, version, body, created_at, updated_at'

const parsed = ({ collection, id, version, body, created_at, updated_at }: DocumentRow): Document => ({
  collection,
  id,
  version,
  body: JSON.parse(body),
  createdAt: created_at,
  updatedAt: updated_at,
})

const conflict = (at: string, wanted: number, found: number) =>
  failed('conflict', `${at} was changed by somebody else`, {
    at,
    why: `it is at version ${found}, not ${wanted}${found === 0 ? ': it does not exist' : ''}`,
    next: 'read it again and repeat the change',
  })

/**
 * The documents of one service and tenant, in order of their ids.
 *
 * Versions only grow, also when a document is deleted and stored again, so that `ifVersion` never takes one life of a
 * document for another.
 */
export const createDocuments = (sql: Sql, clock: Clock, service: string, tenant: string): Documents => {
  const own = 'tenant = ? AND service = ? AND collection = ?'

  return {
    async get(collection, id) {
      const found = await sql.read(() =>
        row<DocumentRow>(
          `SELECT ${columns} FROM documents WHERE ${own} AND id = ? AND body IS NOT NULL`,
          tenant,
          service,
          collection,
          id,
        ),
      )
      return found && parsed(found)
    },

    put: (collection, id, body, { ifVersion } = {}) =>
      sql.write(function* () {
        const now = clock.now().toISOString()
        const lock = sql.dialect === 'postgres' ? ' FOR UPDATE' : ''
        const found = yield* row<{ version: number; body: string | null; created_at: string }>(
          `SELECT version, body, created_at FROM documents WHERE ${own} AND id = ?${lock}`,
          tenant,
          service,
          collection,
          id,
        )
        const alive = found && found.body !== null ? found : undefined
        const at = `${collection}/${id}`
        if (ifVersion !== undefined && ifVersion !== (alive?.version ?? 0))
          throw conflict(at, ifVersion, alive?.version ?? 0)
        const version = (found?.version ?? 0) + 1
        const text = JSON.stringify(body) ?? 'null'
        const stored = yield* row<{ version: number }>(
          `INSERT INTO documents (tenant, principal, service, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (tenant, service, collection, id) DO UPDATE
           SET version = documents.version + 1, body = excluded.body, created_at = excluded.created_at,
               updated_at = excluded.updated_at
           ${ifVersion === undefined ? '' : 'WHERE documents.version = excluded.version - 1'}
           RETURNING version`,
          tenant,
          service,
          service,
          collection,
          id,
          version,
          text,
          alive?.created_at ?? now,
          now,
        )
        // On PostgreSQL another transaction may have inserted the document since it was not found.
        if (!stored) throw conflict(at, ifVersion ?? 0, version)
        return stored.version
      }),

    async delete(collection, id) {
      const deleted = await sql.write(() =>
        change(
          `UPDATE documents SET body = NULL, version = version + 1, updated_at = ?
           WHERE ${own} AND id = ? AND body IS NOT NULL`,
          clock.now().toISOString(),
          tenant,
          service,
          collection,
          id,
        ),
      )
      return deleted > 0
    },

    async list(collection, { prefix = '', limit = usualLimit } = {}) {
      const found = await sql.read(() =>
        rows<DocumentRow>(
          `SELECT ${columns} FROM documents
           WHERE ${own} AND id >= ? AND substr(id, 1, ?) = ? AND body IS NOT NULL ORDER BY id LIMIT ?`,
          tenant,
          service,
          collection,
          prefix,
          Array.from(prefix).length,
          prefix,
          limit,
        ),
      )
      return found.map(parsed)
    },
  }
}
