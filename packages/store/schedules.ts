import type { Schedule, Schedules } from '@nimbus/kernel'
import { change, rows, type Sql } from './sql.ts'

/** What is due and when, the longest overdue first. */
export const createSchedules = (sql: Sql, tenant: string): Schedules => ({
  async put({ id, call, dueAt }) {
    await sql.write(() =>
      change(
        `INSERT INTO schedules (tenant, principal, id, call, due_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (tenant, id) DO UPDATE SET call = excluded.call, due_at = excluded.due_at`,
        tenant,
        'nimbus',
        id,
        JSON.stringify(call),
        dueAt,
      ),
    )
  },

  async due(now, limit) {
    const found = await sql.read(() =>
      rows<{ id: string; call: string; due_at: string }>(
        'SELECT id, call, due_at FROM schedules WHERE tenant = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?',
        tenant,
        now,
        limit,
      ),
    )
    return found.map(({ id, call, due_at }): Schedule => ({ id, call: JSON.parse(call), dueAt: due_at }))
  },

  async delete(id) {
    return (await sql.write(() => change('DELETE FROM schedules WHERE tenant = ? AND id = ?', tenant, id))) > 0
  },
})
