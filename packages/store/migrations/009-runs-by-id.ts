import { sql } from 'kysely'
import type { Migration } from '../migration.ts'

/**
 * Runs are found by their ids through an index in parts, each over some thousand runs that were written one after another.
 *
 * Ids are random, so that one index over all of them was written all over: each read changed a page of its own, which was
 * most of what recording it took. Now the pages of the newest part are changed again and again, and all parts are looked
 * through to find a run, which takes a microsecond each. Runs with an effect are few, and named while they go on, so
 * they have an index of their own.
 *
 * SQLite lets go of the old index, which came with the table, only with the table. PostgreSQL keeps it.
 */
export const runsById: Migration = {
  name: '009-runs-by-id',
  async up(db, { dialect, text, integer, counter }) {
    if (dialect === 'postgres') {
      await sql`CREATE VIEW run_names AS SELECT n, id FROM runs`.execute(db)
      return
    }
    // First, or dropping the runs would take their events along.
    await db.schema
      .createTable('events_now')
      .addColumn('run', text, (column) => column.notNull())
      .addColumn('n', integer, (column) => column.notNull())
      .addColumn('tenant', text, (column) => column.notNull())
      .addColumn('principal', text, (column) => column.notNull())
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('type', text, (column) => column.notNull())
      .addColumn('data', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('events_key', ['run', 'n'])
      .execute()
    await sql`INSERT INTO events_now SELECT run, n, tenant, principal, at, type, data FROM events`.execute(db)
    await sql`DROP TABLE events`.execute(db)
    await sql`ALTER TABLE events_now RENAME TO events`.execute(db)

    await db.schema
      .createTable('runs_now')
      .addColumn('n', counter)
      .addColumn('id', text, (column) => column.notNull())
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
      .addColumn('words_due', integer, (column) => column.notNull().defaultTo(1))
      .addColumn('events', text)
      .execute()
    await sql`INSERT INTO runs_now
      SELECT n, id, tenant, principal, operation, effect, input, surface, workspace, root, parent, task, step, session,
        plan, decision, started_at, owner, outcome, ended_at, envelope, kept, words_due, events FROM runs`.execute(db)
    await sql`DROP TABLE runs`.execute(db)
    await sql`ALTER TABLE runs_now RENAME TO runs`.execute(db)

    await sql`CREATE INDEX runs_unindexed ON runs (n) WHERE words_due = 1`.execute(db)
    await sql`CREATE INDEX runs_newest ON runs (tenant, started_at DESC, n DESC)`.execute(db)
    await sql`CREATE INDEX runs_root ON runs (root) WHERE root <> id`.execute(db)
    await sql`CREATE INDEX runs_open ON runs (owner) WHERE outcome IS NULL`.execute(db)
    await sql`CREATE INDEX runs_task ON runs (tenant, task, started_at DESC, n DESC) WHERE task IS NOT NULL`.execute(db)
    await sql`CREATE UNIQUE INDEX runs_begun ON runs (id) WHERE owner IS NOT NULL`.execute(db)
    await sql`CREATE UNIQUE INDEX runs_names ON runs (n >> 12, id)`.execute(db)
    // The newest part first: most that is asked for was just done.
    await sql`CREATE VIEW run_names (n, id) AS
      WITH RECURSIVE part (at) AS (SELECT max(n) >> 12 FROM runs UNION ALL SELECT at - 1 FROM part WHERE at > 0)
      SELECT runs.n, runs.id FROM part CROSS JOIN runs ON runs.n >> 12 = part.at`.execute(db)
  },
}
