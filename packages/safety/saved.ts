import { type Finding, planDigest, type StoredPlan } from '@nimbus/kernel'

/** What has become of a saved plan, and of what it stands on, since it was made. */
export interface Saved {
  stored: Pick<StoredPlan, 'plan' | 'status' | 'approval'>
  /** Whether its secrets are left out, so that its digest cannot be told. */
  masked: boolean
  /** Whether policy allows every step, so that nobody has to approve it. */
  needless: boolean
  workspace: string
  now: Date
  /** Preconditions that are not what they were. */
  moved: readonly { step: string; name: string; was: string; is: string | undefined }[]
  /** Steps that a look refuses now. */
  refused: readonly { step: string; code: string; message: string }[]
}

const fail = (code: string, message: string): Finding => ({ status: 'fail', code, message })

const closed = ({ stored: { plan, status }, workspace, now }: Saved): Finding | undefined => {
  const { id, expires } = plan
  if (status === 'used') return fail('plan-used', `${id} has been applied already, and a plan is for a single use`)
  if (status === 'refused') return fail('plan-refused', `${id} was refused`)
  if (expires <= now.toISOString()) return fail('plan-expired', `${id} expired at ${expires}`)
  if (plan.workspace !== workspace) return fail('other-workspace', `${id} was made for ${plan.workspace}`)
  return undefined
}

const ofDigest = ({ stored: { plan, approval }, masked }: Saved): Finding[] => {
  if (approval && approval.digest !== plan.digest) return [fail('plan-changed', `${plan.id} is not what was approved`)]
  if (masked)
    return [{ status: 'unknown', code: 'digest-unseen', message: 'it holds secrets: applying it checks its digest' }]
  return planDigest(plan) === plan.digest ? [] : [fail('plan-changed', `${plan.id} is not what its digest says`)]
}

const ofGround = ({ moved, refused }: Saved): Finding[] => [
  ...moved.map(({ step, name, was, is }) =>
    fail(
      'precondition-changed',
      `step ${step}: ${name} is no longer what it was when the plan was made: then ${was}, now ${is ?? 'unknown'}`,
    ),
  ),
  ...refused.map(({ step, code, message }) => fail(code, `step ${step} cannot be done now: ${message}`)),
]

const approver = ({ plan, approval }: Saved['stored'], needless: boolean): Finding => {
  if (approval) return { status: 'pass', code: 'approved', message: `${approval.by} has approved it` }
  if (needless) return { status: 'pass', code: 'approved', message: 'policy allows every step' }
  return { status: 'unknown', code: notApprovedCode, message: `nobody has approved it yet: nimbus approve ${plan.id}` }
}

/** What says that a plan waits for somebody to approve it: no reason against it, and it is not begun before. */
export const notApprovedCode = 'not-approved'

/** Whether a saved plan can still be applied as it was made. Of one that never can again that alone is said. */
export const ofSaved = (saved: Saved): Finding[] => {
  const past = closed(saved)
  if (past) return [past]
  const found = [...ofDigest(saved), ...ofGround(saved)]
  const stands: Finding = { status: 'pass', code: 'ground', message: 'what it stands on is as it was' }
  const isMoved = found.some(({ status }) => status === 'fail')
  return [...found, ...(isMoved ? [] : [stands]), approver(saved.stored, saved.needless)]
}
