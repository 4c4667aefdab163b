import { sql } from 'kysely'
import type { Migration } from '../migration.ts'

/**
 * Runs, their events, the processes that own them, and the audit chain.
 *
 * `processes` and `audit_head` are bookkeeping that belongs to no tenant; every other row names tenant and principal.
 */
export const journal: Migration = {
  name: '001-journal',
  async up(db, { dialect, text, integer, counter }) {
    await db.schema
      .createTable('processes')
      .addColumn('id', text, (column) => column.primaryKey())
      .addColumn('host', text, (column) => column.notNull())
      .addColumn('boot_id', text, (column) => column.notNull())
      .addColumn('pid', integer, (column) => column.notNull())
      .addColumn('start_time', text, (column) => column.notNull())
      .addColumn('lease_until', text, (column) => column.notNull())
      .execute()

    await db.schema
      .createTable('runs')
      .addColumn('n', counter)
      .addColumn('id', text, (column) => column.notNull().unique())
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('operation', text, (column) => column.notNull())
      .addColumn('effect', text, (column) => column.notNull())
      .addColumn('input', text, (column) => column.notNull())
      .addColumn('surface', text, (column) => column.notNull())
      .addColumn('workspace', text, (column) => column.notNull())
      .addColumn('root', text, (column) => column.notNull())
      .addColumn('parent', text)
      .addColumn('task', text)
      .addColumn('step', text)
      .addColumn('session', text)
      .addColumn('plan', text)
      .addColumn('decision', text)
      .addColumn('started_at', text, (column) => column.notNull())
      .addColumn('owner', text, (column) => column.references('processes.id'))
      .addColumn('outcome', text)
      .addColumn('ended_at', text)
      .addColumn('envelope', text)
      .addColumn('kept', text)
      // 1 until the words of the run, as it stands, are in the index for searching.
      .addColumn('words_due', integer, (column) => column.notNull().defaultTo(1))
      .execute()
    await sql`CREATE INDEX runs_unindexed ON runs (n) WHERE words_due = 1`.execute(db)
    await sql`CREATE INDEX runs_newest ON runs (tenant, started_at DESC, n DESC)`.execute(db)
    await sql`CREATE INDEX runs_root ON runs (root)`.execute(db)
    await sql`CREATE INDEX runs_open ON runs (owner) WHERE outcome IS NULL`.execute(db)

    await db.schema
      .createTable('events')
      .addColumn('run', text, (column) => column.notNull().references('runs.id').onDelete('cascade'))
      .addColumn('n', integer, (column) => column.notNull())
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('type', text, (column) => column.notNull())
      .addColumn('data', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('events_key', ['run', 'n'])
      .execute()

    await db.schema
      .createTable('audit')
      .addColumn('seq', integer, (column) => column.primaryKey())
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('action', text, (column) => column.notNull())
      .addColumn('subject', text, (column) => column.notNull())
      .addColumn('detail', text, (column) => column.notNull())
      .addColumn('hash', text, (column) => column.notNull())
      .execute()
    await sql`CREATE INDEX audit_tenant ON audit (tenant, seq DESC)`.execute(db)

    await db.schema
      .createTable('audit_head')
      .addColumn('id', integer, (column) => column.primaryKey())
      .addColumn('seq', integer, (column) => column.notNull())
      .addColumn('hash', text, (column) => column.notNull())
      .execute()
    await sql`INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '')`.execute(db)

    if (dialect === 'sqlite') {
      // The words arrive cut and folded, so the plainest tokenizer is the right one; its rowid is `runs.n`.
      await sql`CREATE VIRTUAL TABLE runs_words
        USING fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii', detail = none)`.execute(db)
    } else {
      await sql`ALTER TABLE runs ADD COLUMN words tsvector`.execute(db)
      await sql`CREATE INDEX runs_words ON runs USING gin (words)`.execute(db)
    }
  },
}
