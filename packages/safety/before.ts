import type { CatalogEntry, Change, Decide, Finding, Plan } from '@nimbus/kernel'
import { blastOf } from './blast-radius.ts'
import { type Checked, checked } from './checked.ts'
import { mayCost, type Spent, withinCost } from './cost.ts'
import type { Limits } from './limits.ts'
import { type Taken, takenBy, withinQuotas } from './quotas.ts'
import { ofSaved, type Saved } from './saved.ts'

/** What is known of a plan before its first effect. */
export interface Before {
  plan: Pick<Plan, 'steps' | 'estimates' | 'environment'>
  /** What the steps would do, as far as it was looked at. */
  changes: readonly Pick<Change, 'resource' | 'effect'>[]
  /** Steps that could not be looked at yet. */
  unseen: readonly string[]
  /** What policy says of each step. */
  decisions: readonly { step: string; decide: Decide; rule: string }[]
  entries: (operation: string) => Pick<CatalogEntry, 'openWorld' | 'effect' | 'output'> | undefined
  /** Programs and credentials that the steps need; undefined where nobody has looked. */
  needs: readonly { kind: 'program' | 'credential'; name: string; there: boolean | undefined; install?: string }[]
  /** A protected environment that the plan is for, and whether somebody else than its requester has approved it yet. */
  protection?: { environment: string; approved: 'by-another' | 'by-requester' | 'not-yet' }
  /** What has become of the plan since it was saved; absent where whoever asks refuses by itself what no longer holds. */
  saved?: Saved
  limits: Limits
  /** What all tasks have taken today; needed where something is limited by the day. */
  today?: Taken
}

const ofProtection = ({ protection }: Before): Finding[] => {
  if (!protection) return []
  const { environment, approved } = protection
  const status = { 'by-another': 'pass', 'by-requester': 'fail', 'not-yet': 'unknown' } as const
  const said = {
    'by-another': 'a second person has approved this',
    'by-requester': 'it needs a second person, and its requester approved it',
    'not-yet': 'it needs a second person, who has not approved it yet',
  }
  return [{ status: status[approved], code: 'protected', message: `${environment} is protected: ${said[approved]}` }]
}

const ofPolicy = ({ decisions }: Before): Finding[] => {
  const denied = decisions.filter(({ decide }) => decide === 'deny')
  if (denied.length > 0)
    return denied.map(({ step, rule }) => ({
      status: 'fail',
      code: 'policy-denied',
      message: `policy forbids step ${step}: ${rule}`,
    }))
  const asked = decisions.filter(({ decide }) => decide !== 'allow').map(({ step }) => step)
  const message =
    asked.length === 0 ? 'policy allows every step' : `policy forbids no step, and asks about step ${asked.join(', ')}`
  return decisions.length === 0 ? [] : [{ status: 'pass', code: 'policy', message }]
}

const withinCount = (limit: number | undefined, count: number, what: string, code: string): Finding[] => {
  if (limit === undefined) return []
  const message = `${count === 1 ? '1 resource is' : `${count} resources are`} ${what}, and at most ${limit} ${limit === 1 ? 'is' : 'are'} allowed`
  return [{ status: count > limit ? 'fail' : 'pass', code, message }]
}

const ofBlast = ({ changes, limits, unseen }: Before): Finding[] => {
  const { create, update, delete: deleted } = blastOf(changes)
  const limited = limits.changes !== undefined || limits.deletions !== undefined
  return [
    ...withinCount(limits.changes, create + update + deleted, 'changed', 'blast-radius'),
    ...withinCount(limits.deletions, deleted, 'deleted or replaced', 'deletions'),
    ...(unseen.length > 0 && limited
      ? [
          {
            status: 'unknown' as const,
            code: 'not-seen',
            message: `what step ${unseen.join(', ')} changes is seen when its turn comes`,
          },
        ]
      : []),
  ]
}

/** What a plan costs as far as it says; nothing when no step of it costs anything. */
const estimated = ({ plan, entries }: Before): Spent => {
  if (plan.estimates.costUsd !== undefined) return plan.estimates.costUsd
  const costing = plan.steps.some(({ operation }) => {
    const entry = entries(operation)
    // An operation that nobody knows may cost anything.
    return entry === undefined || mayCost(entry)
  })
  return costing ? 'unknown' : 0
}

const ofQuotas = (before: Before): Finding[] => {
  const { limits, today, changes } = before
  return today ? withinQuotas(limits.perDay, today, { ...takenBy(changes), costUsd: estimated(before) }) : []
}

const ofNeeds = ({ needs }: Before): Finding[] =>
  needs.map(({ kind, name, there, install }) =>
    there === undefined
      ? {
          status: 'unknown',
          code: `${kind}-unknown`,
          message: `nobody has looked whether the ${kind} ${name} is there`,
        }
      : {
          status: there ? 'pass' : 'fail',
          code: there ? kind : `${kind}-missing`,
          message: there
            ? `the ${kind} ${name} is there`
            : `the ${kind} ${name} is missing${install ? `: ${install}` : ''}`,
        },
  )

/** Whether a plan may begin: that it still can, policy, how much it touches, what it costs, and what it needs. */
export const preCheck = (before: Before): Checked =>
  checked([
    ...(before.saved ? ofSaved(before.saved) : []),
    ...ofPolicy(before),
    ...ofProtection(before),
    ...ofBlast(before),
    ...withinCost(before.limits.costUsd, estimated(before), 'what the plan costs'),
    ...ofQuotas(before),
    ...ofNeeds(before),
  ])
