import type { Migration } from '../migration.ts'

/** The person whom a model or service asked for a plan for: in a protected environment that one is no second person. */
export const planPerson: Migration = {
  name: '007-plan-person',
  async up(db, { text }) {
    await db.schema.alterTable('plans').addColumn('on_behalf_of', text).execute()
  },
}
