import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import type { RunEvent } from '@nimbus/kernel'
import type { TestWorkspace } from '@nimbus/testkit'

/** Does something in tests the moment a step of a run is done: after the effect, before it is verified. */
export const afterEffect = (work: () => void) => (event: RunEvent) => {
  const data = event.data
  if (event.type === 'step' && data && typeof data === 'object' && 'status' in data && data.status === 'done') work()
}

/** Changes the database of a test workspace behind Nimbus's back. */
export const behindTheBack = (ws: TestWorkspace, sql: string): void => {
  const database = new Database(join(ws.env.NIMBUS_HOME ?? '', 'nimbus.db'))
  try {
    database.run(sql)
  } finally {
    database.close()
  }
}
