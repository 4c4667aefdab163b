import { sql } from 'kysely'
import type { Migration } from '../migration.ts'

/**
 * Tasks, their steps as far as they were begun, and what happened to them.
 *
 * `token` only grows: whoever takes a task over from a dead process has a larger one than everybody before.
 */
export const tasks: Migration = {
  name: '006-tasks',
  async up(db, { text, integer, bytes }) {
    await db.schema
      .createTable('tasks')
      .addColumn('id', text, (column) => column.primaryKey())
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('plan', text, (column) => column.notNull())
      .addColumn('workspace', text, (column) => column.notNull())
      .addColumn('status', text, (column) => column.notNull())
      .addColumn('step_ids', text, (column) => column.notNull())
      .addColumn('owner', text)
      .addColumn('token', integer, (column) => column.notNull())
      .addColumn('cancelling', integer, (column) => column.notNull())
      .addColumn('events', integer, (column) => column.notNull())
      .addColumn('result', bytes)
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('ended_at', text)
      .execute()
    await sql`CREATE INDEX tasks_newest ON tasks (tenant, created_at DESC)`.execute(db)
    await sql`CREATE INDEX tasks_owner ON tasks (owner) WHERE owner IS NOT NULL`.execute(db)

    await db.schema
      .createTable('task_steps')
      .addColumn('task', text, (column) => column.notNull().references('tasks.id').onDelete('cascade'))
      .addColumn('step', text, (column) => column.notNull())
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('status', text, (column) => column.notNull())
      .addColumn('sealed', bytes, (column) => column.notNull())
      .addPrimaryKeyConstraint('task_steps_key', ['task', 'step'])
      .execute()

    await db.schema
      .createTable('task_events')
      .addColumn('task', text, (column) => column.notNull().references('tasks.id').onDelete('cascade'))
      .addColumn('n', integer, (column) => column.notNull())
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('body', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('task_events_key', ['task', 'n'])
      .execute()
    await sql`CREATE INDEX task_events_newest ON task_events (tenant, at DESC)`.execute(db)
    await sql`CREATE INDEX runs_task ON runs (tenant, task, started_at DESC, n DESC) WHERE task IS NOT NULL`.execute(db)
  },
}
