import { effects, type HostContext, idPrefix, rank, type StoredPlan, unkept, z } from '@nimbus/kernel/define'
import {
  allowedAsItIs,
  documentOf,
  effectMarks,
  madeFor,
  needsSecondPerson,
  noWayBack,
  PlanDocument,
  treeOf,
} from '@nimbus/plan-graph'

/** The id of a plan, or at least four characters of it after `p_`. */
export const PlanId = idPrefix('p').describe('The plan, as printed; a unique start of at least 4 characters will do')

/** A plan as it is shown: what it would do, and what has become of it. */
export const PlanView = z.object({
  id: z.string(),
  status: z.enum(['waiting', 'approved', 'used', 'refused', 'expired']),
  requester: z.string(),
  approvedBy: z.string().optional(),
  environment: z.string().optional(),
  created: z.string(),
  expires: z.string(),
  digest: z.string(),
  steps: z.array(
    z.object({
      id: z.string(),
      operation: z.string(),
      effect: z.string(),
      reason: z.string(),
      // The plan itself has it, sealed; what looks at the plan need not keep it once more.
      input: unkept(z.unknown()).optional(),
    }),
  ),
  changes: z.array(z.object({ effect: z.enum(effects), resource: z.string(), summary: z.string().optional() })),
  irreversible: z
    .array(z.object({ step: z.string(), why: z.string() }))
    .describe('Steps that nothing will take back, as far as that is known before they are done'),
  preconditions: z.record(z.string(), z.string()),
})

/** A plan as it is shown, with its document. */
export const ShownPlan = PlanView.extend({
  plan: PlanDocument,
  secondPerson: z.literal(true).optional().describe('You asked for it, and somebody else has to approve it'),
  // They hold what is in files, which the record of having looked need not keep.
  diffs: unkept(z.record(z.string(), z.string()))
    .optional()
    .describe('What would be changed in each resource, line by line, as things are now'),
})

type View = z.infer<typeof PlanView>

/** A stored plan as it is shown to whoever asks, with its document. */
export const shownPlan = async (stored: StoredPlan, ctx: HostContext): Promise<z.infer<typeof ShownPlan>> => {
  const { plan } = stored
  const isTheirs = madeFor(stored) === ctx.principal.id
  const waitsForAnother = isTheirs && needsSecondPerson(plan, await ctx.records.policy(plan.workspace))
  return {
    ...viewOf(stored, ctx.now()),
    plan: documentOf(plan),
    ...(waitsForAnother ? { secondPerson: true } : {}),
  }
}

/** A stored plan as it is shown at a moment. */
export const viewOf = (stored: StoredPlan, now: Date): View => {
  const { plan, status, requester, approval, createdAt } = stored
  const expired = (status === 'waiting' || status === 'approved') && plan.expires <= now.toISOString()
  return {
    id: plan.id,
    status: expired ? 'expired' : status,
    requester,
    ...(approval ? { approvedBy: approval.by } : {}),
    ...(plan.environment ? { environment: plan.environment } : {}),
    created: createdAt,
    expires: plan.expires,
    digest: plan.digest,
    steps: plan.steps.map(({ id, operation, effect, reason, input }) => ({ id, operation, effect, reason, input })),
    changes: plan.decisions.flatMap(({ changes }) =>
      changes.map(({ effect, resource, summary }) => ({ effect, resource, ...(summary ? { summary } : {}) })),
    ),
    irreversible: plan.decisions.flatMap(({ step, irreversible: why }) => (why === undefined ? [] : [{ step, why }])),
    preconditions: { ...plan.preconditions },
  }
}

/** How a plan is applied that can be, with the approval that it still lacks. */
export const howToApply = ({ id, status, plan, secondPerson }: z.infer<typeof ShownPlan>): string => {
  if (status !== 'waiting' && status !== 'approved') return ''
  if (status === 'waiting' && secondPerson)
    return `it needs a second person: have somebody else run: nimbus approve ${id} — then: nimbus apply ${id}`
  const isFree = status === 'approved' || allowedAsItIs(plan as StoredPlan['plan'])
  if (isFree) return `apply it with: nimbus apply ${id}`
  return `approve and apply it with: nimbus approve ${id} && nimbus apply ${id}`
}

const expiry = ({ expires, status }: View): string => {
  const when = `${expires.slice(0, 16).replace('T', ' ')} UTC`
  return status === 'expired' ? `expired ${when}` : `expires ${when}`
}

const headOf = (view: View): string =>
  `${view.id}  ${view.status}${view.approvedBy ? `${view.status === 'approved' ? '' : ' · approved'} by ${view.approvedBy}` : ''} · requested by ${view.requester} · ${expiry(view)}`

const diffLines = (diff: string | undefined): string[] =>
  diff === undefined
    ? []
    : diff
        .trimEnd()
        .split('\n')
        .map((line) => `         ${line}`)

const changeLines = ({ changes }: Pick<View, 'changes'>, diffs: Readonly<Record<string, string>> = {}): string[] =>
  [...changes]
    .sort((a, b) => rank(b.effect) - rank(a.effect))
    .flatMap(({ effect, resource, summary }) => [
      `     ${effectMarks[effect] ?? '?'} ${effect.padEnd(6)} ${resource}${summary ? `  ${summary}` : ''}`,
      ...diffLines(diffs[resource]),
    ])

const irreversibleLines = ({ irreversible }: Pick<View, 'irreversible'>): string[] =>
  irreversible.map(({ step, why }) => `     ! ${noWayBack(step, why)}`)

/** Lines of which each stays one: a name with a line break in it could go on as a line of ours. */
const linesOf = (lines: readonly string[]): string => lines.map((line) => line.replaceAll('\n', '⏎')).join('\n')

/** A plan for a terminal: its steps, then what they change, what is deleted first. */
export const planText = (view: View): string =>
  linesOf([
    headOf(view),
    ...view.steps.map((step) => `${step.id.padStart(3)}  ${step.effect.padEnd(6)}  ${step.operation}  ${step.reason}`),
    ...changeLines(view),
    ...irreversibleLines(view),
  ])

const seconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`)

/** What is known of time, cost and programs, and what is not. */
const foretoldLine = ({ estimates, toolVersions = {} }: z.infer<typeof PlanDocument>): string => {
  const { durationMs, runs, costUsd } = estimates
  return [
    durationMs === undefined ? 'time unknown' : `about ${seconds(durationMs)}, by ${runs} run${runs === 1 ? '' : 's'}`,
    costUsd === undefined ? 'cost unknown (no price table)' : `cost $${costUsd}`,
    ...Object.entries(toolVersions).map(([name, version]) => `${name} ${version}`),
  ].join(' · ')
}

/** The same, its steps as a tree of what comes after what, with what is known of it beforehand. */
export const planTree = (view: z.infer<typeof ShownPlan>): string => {
  const { steps, decisions, risks } = view.plan
  const warned = risks ? risks.map((risk) => `     ! ${risk}`) : irreversibleLines(view)
  const later = decisions.filter(({ step, changes }) => changes.length === 0 && steps.some(({ id }) => id === step))
  const asks = later.filter(({ decide }) => decide !== 'allow').map(({ step, rule }) => `     ? step ${step}: ${rule}`)
  const effects = new Set(steps.filter(({ effect }) => effect !== 'read').map(({ id }) => id))
  const idle = later
    .filter(({ step, decide }) => decide === 'allow' && effects.has(step))
    .map(({ step, rule }) => `     ✓ step ${step}: ${rule}`)
  return linesOf([
    headOf(view),
    foretoldLine(view.plan),
    ...treeOf({ steps }),
    ...changeLines(view, view.diffs),
    ...warned,
    ...idle,
    ...asks,
  ])
}
