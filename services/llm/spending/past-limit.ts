import type { Change, Context, Finding } from '@nimbus/kernel/define'

/** The records that spending past a limit changes. */
const budgetRecords = 'nimbus:records/llm/budget'

/** What somebody asks about who is not a person at their own shell: no rule allows it unasked. */
const budgetLimit = 'nimbus:limits/llm/budget'

/**
 * What a call that goes past a hard budget changes: an effect, so that it is written ahead and audited.
 *
 * A person at their own shell lifts their own limit by saying so. For everybody else, a model with tools above all, it
 * is a question.
 */
export const pastLimit = (justification: string | undefined, { direct }: Pick<Context, 'direct'>): Change => ({
  resource: direct ? budgetRecords : budgetLimit,
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
