import { sql } from 'kysely'
import type { Migration } from '../migration.ts'

/**
 * The events of a read, in its row; those of a run with an effect stay in a table of their own, for they are written
 * while it goes on. And only nested runs are in the index of roots, since every other run is its own root.
 *
 * Ids are random, so each index over them costs a read a page of its own: three less is two thirds of what recording
 * one took.
 */
export const readEvents: Migration = {
  name: '004-read-events',
  async up(db, { text }) {
    await db.schema.alterTable('runs').addColumn('events', text).execute()
    await sql`DROP INDEX runs_root`.execute(db)
    await sql`CREATE INDEX runs_root ON runs (root) WHERE root <> id`.execute(db)
  },
}
