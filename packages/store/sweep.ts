import type { Clock } from '@nimbus/kernel'
import { appendEntries } from './chain.ts'
import { giveBackClaims } from './ledger-claims.ts'
import type { Processes } from './processes.ts'
import { marks, rows, type Sql } from './sql.ts'

interface Abandoned {
  id: string
  tenant: string
  principal: string
  owner: string
}

/**
 * Records as interrupted the open runs whose owner has ended, each exactly once and with an audit entry; gives how many.
 * What they had set aside in ledgers is given back.
 */
export const sweep = async (sql: Sql, clock: Clock, processes: Processes): Promise<number> => {
  const dead = [...(await processes.dead())]
  if (dead.length === 0) return 0
  return sql.write(function* () {
    yield* giveBackClaims(dead, clock.now().toISOString())
    const abandoned = yield* rows<Abandoned>(
      `UPDATE runs SET outcome = 'interrupted' WHERE outcome IS NULL AND owner IN (${marks(dead)})
       RETURNING id, tenant, principal, owner`,
      ...dead,
    )
    const entries = abandoned.map(({ id, tenant, principal, owner }) => ({
      tenant,
      principal,
      action: 'run.interrupted',
      subject: id,
      detail: { owner },
    }))
    yield* appendEntries(sql.dialect, clock, entries)
    return abandoned.length
  })
}
