import type { Finding, RunRecord, Verdict } from '@nimbus/kernel'
import { type Checked, checked } from './checked.ts'
import type { Amounts } from './limits.ts'
import { type Taken, takenBy, withinQuotas } from './quotas.ts'

/** What is known once a task has ended. */
export interface After {
  result: Verdict | undefined
  /** Every run that the task names, and its record where there is one. */
  runs: readonly { id: string; record: Pick<RunRecord, 'outcome'> | undefined }[]
  /** Whether the audit chain is whole; undefined when nobody has looked. */
  auditIntact: boolean | undefined
  /** What is limited by the day, and what all tasks have taken today. */
  quotas?: { perDay: Amounts | undefined; today: Taken }
}

const ofResult = ({ result }: After): Finding[] => {
  if (!result) return [{ status: 'unknown', code: 'no-result', message: 'nobody has judged what it came to' }]
  const { verdict, evidence } = result
  const status = verdict === 'achieved' ? 'pass' : verdict === 'unknown' ? 'unknown' : 'fail'
  const against = evidence.filter((each) => each.status !== 'pass')
  return [
    { status, code: 'result', message: verdict },
    ...against.map(({ status: own, code, message, resource }) => ({
      status: own,
      code,
      message,
      ...(resource ? { resource } : {}),
    })),
  ]
}

const ofRuns = ({ runs }: After): Finding[] => {
  const lost = runs.filter(({ record }) => record === undefined || ['running', 'interrupted'].includes(record.outcome))
  return [
    lost.length === 0
      ? {
          status: 'pass',
          code: 'runs-recorded',
          message: `${runs.length === 1 ? '1 run is' : `${runs.length} runs are`} on record with ${runs.length === 1 ? 'its' : 'their'} end`,
        }
      : {
          status: 'fail',
          code: 'runs-recorded',
          message: `no end is on record of ${lost.map(({ id }) => id).join(', ')}`,
        },
  ]
}

const ofAudit = ({ auditIntact }: After): Finding[] => {
  if (auditIntact === undefined)
    return [{ status: 'unknown', code: 'audit', message: 'nobody has looked at the audit chain' }]
  return [
    auditIntact
      ? { status: 'pass', code: 'audit', message: 'the audit chain is whole' }
      : { status: 'fail', code: 'audit', message: 'the audit chain is broken' },
  ]
}

const ofQuotas = ({ quotas }: After): Finding[] =>
  quotas ? withinQuotas(quotas.perDay, quotas.today, takenBy([])) : []

/** Whether what a task has done is verified and on record. */
export const postCheck = (after: After): Checked =>
  checked([...ofResult(after), ...ofRuns(after), ...ofAudit(after), ...ofQuotas(after)])
