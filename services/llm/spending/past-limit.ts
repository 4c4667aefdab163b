import type { Change, Context, Finding } from '@nimbus/kernel/define'

/** The records that spending past a limit changes. */
export const budgetRecords = 'nimbus:records/llm/budget'

/** What a call that goes past a hard budget changes: an effect, so that it is written ahead and audited. */
export const pastLimit = (justification: string | undefined): Change => ({
  resource: budgetRecords,
  effect: 'update',
  summary: `goes past a hard budget: ${justification ?? 'no reason was given'}`,
})

/** How long before its end a call may have been recorded, in milliseconds beyond its own time. */
const slackMs = 60_000

/** Whether a call of this run that went past a budget is on record, by reading the records. */
export const recordFindings = async (
  latencyMs: number,
  { ledger, now, run }: Pick<Context, 'ledger' | 'now' | 'run'>,
): Promise<Finding[]> => {
  const since = new Date(now().getTime() - latencyMs - slackMs).toISOString()
  const entries = await ledger.entries({ since, detail: true })
  const ours = entries.some(
    ({ detail }) => typeof detail === 'object' && detail !== null && 'run' in detail && detail.run === run,
  )
  return [
    ours
      ? { status: 'pass', code: 'call-recorded', message: 'the call is on record', resource: budgetRecords }
      : { status: 'fail', code: 'call-recorded', message: 'the call is not on record', resource: budgetRecords },
  ]
}
