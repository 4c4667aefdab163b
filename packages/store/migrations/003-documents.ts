import { sql } from 'kysely'
import type { Migration } from '../migration.ts'

/** Services' documents, credentials, blobs, resources and schedules. */
export const documents: Migration = {
  name: '003-documents',
  async up(db, { dialect, text, integer, bytes }) {
    await db.schema
      .createTable('documents')
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('service', text, (column) => column.notNull())
      .addColumn('collection', text, (column) => column.notNull())
      .addColumn('id', text, (column) => column.notNull())
      .addColumn('version', integer, (column) => column.notNull())
      // Null once deleted: the row stays, so that a version is never given twice.
      .addColumn('body', text)
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('updated_at', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('documents_key', ['tenant', 'service', 'collection', 'id'])
      .execute()

    await db.schema
      .createTable('credentials')
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('sealed', bytes, (column) => column.notNull())
      .addColumn('length', integer, (column) => column.notNull())
      .addColumn('updated_at', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('credentials_key', ['tenant', 'name'])
      .execute()

    await db.schema
      .createTable('resources')
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('uri', text, (column) => column.notNull())
      .addColumn('kind', text, (column) => column.notNull())
      .addColumn('state', text, (column) => column.notNull())
      .addColumn('address', text)
      .addColumn('detail', text, (column) => column.notNull())
      .addColumn('updated_at', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('resources_key', ['tenant', 'uri'])
      .execute()

    await db.schema
      .createTable('schedules')
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('id', text, (column) => column.notNull())
      .addColumn('call', text, (column) => column.notNull())
      .addColumn('due_at', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('schedules_key', ['tenant', 'id'])
      .execute()
    await sql`CREATE INDEX schedules_due ON schedules (tenant, due_at)`.execute(db)

    // Beside a SQLite file, blobs are files of their own.
    if (dialect === 'sqlite') return
    await db.schema
      .createTable('blobs')
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('hash', text, (column) => column.notNull())
      .addColumn('bytes', bytes, (column) => column.notNull())
      .addPrimaryKeyConstraint('blobs_key', ['tenant', 'hash'])
      .execute()
  },
}
