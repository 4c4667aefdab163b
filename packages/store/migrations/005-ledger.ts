import { sql } from 'kysely'
import type { Migration } from '../migration.ts'

/** What services spend: the state of accounts, what is set aside on them, and what it was spent on. */
export const ledger: Migration = {
  name: '005-ledger',
  async up(db, { dialect, text, integer }) {
    // SQLite would keep a table and its key apart, and write both: https://www.sqlite.org/withoutrowid.html
    const clustered = dialect === 'sqlite' ? sql`WITHOUT ROWID` : sql``
    await db.schema
      .createTable('ledger_accounts')
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('service', text, (column) => column.notNull())
      .addColumn('account', text, (column) => column.notNull())
      .addColumn('spent', integer, (column) => column.notNull())
      .addColumn('reserved', integer, (column) => column.notNull())
      .addColumn('updated_at', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('ledger_accounts_key', ['tenant', 'service', 'account'])
      .modifyEnd(clustered)
      .execute()

    await db.schema
      .createTable('ledger_claims')
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('service', text, (column) => column.notNull())
      .addColumn('id', text, (column) => column.notNull())
      .addColumn('owner', text, (column) => column.notNull())
      .addColumn('lines', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('ledger_claims_key', ['tenant', 'service', 'id'])
      .modifyEnd(clustered)
      .execute()

    await db.schema
      .createTable('ledger_entries')
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('service', text, (column) => column.notNull())
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('id', text, (column) => column.notNull())
      .addColumn('labels', text, (column) => column.notNull())
      .addColumn('amounts', text, (column) => column.notNull())
      .addColumn('detail', text)
      .addPrimaryKeyConstraint('ledger_entries_key', ['tenant', 'service', 'at', 'id'])
      .execute()
    await sql`CREATE INDEX ledger_claims_owner ON ledger_claims (owner)`.execute(db)
  },
}
