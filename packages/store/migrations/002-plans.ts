import { sql } from 'kysely'
import type { Migration } from '../migration.ts'

/** Saved plans, standing permissions and exclusive rights. */
export const plans: Migration = {
  name: '002-plans',
  async up(db, { text, integer, bytes }) {
    await db.schema
      .createTable('plans')
      .addColumn('id', text, (column) => column.primaryKey())
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('digest', text, (column) => column.notNull())
      .addColumn('status', text, (column) => column.notNull())
      .addColumn('sealed', bytes, (column) => column.notNull())
      .addColumn('approval', text)
      .addColumn('created_at', text, (column) => column.notNull())
      .execute()
    await sql`CREATE INDEX plans_newest ON plans (tenant, created_at DESC)`.execute(db)

    await db.schema
      .createTable('grants')
      .addColumn('id', text, (column) => column.notNull())
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('body', text, (column) => column.notNull())
      .addColumn('created_at', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('grants_key', ['tenant', 'id'])
      .execute()

    await db.schema
      .createTable('leases')
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('token', integer, (column) => column.notNull())
      .addColumn('expires', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('leases_key', ['tenant', 'name'])
      .execute()
  },
}
