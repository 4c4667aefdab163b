import type { HostContext, RunRecord } from '@nimbus/kernel/define'

/** As many runs of one operation as may end between a call and the look for it. */
const most = 100

/** The run of the call that a run made to an operation; undefined where none has been written. */
export const callMade = async (
  operation: string,
  { run, principal: { tenant }, records: { journal } }: HostContext,
): Promise<RunRecord | undefined> => {
  // A run may itself be called, as in a conversation; a read is not written yet, and what it belongs to is not known.
  const own = await journal.get(run, tenant)
  const query = { tenant, operation, limit: most, ...(own ? { root: own.root } : {}) }
  return (await journal.list(query)).find(({ parent }) => parent === run)
}
