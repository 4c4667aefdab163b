import { sql } from 'kysely'
import type { Migration } from '../migration.ts'

/**
 * Accounts on which nothing can be counted any more begin anew: what somebody else said a call took was once put on them
 * as it was, so that one absurd number took the place of all that was spent, or less than nothing was.
 */
export const soundAccounts: Migration = {
  name: '008-sound-accounts',
  async up(db) {
    const most = sql.lit(Number.MAX_SAFE_INTEGER)
    await sql`UPDATE ledger_accounts SET spent = 0 WHERE spent < 0 OR spent > ${most}`.execute(db)
  },
}
