import type { Change, Preview } from './call.ts'
import { rank } from './effect.ts'
import { cancelled, denied, needsApproval } from './errors.ts'
import type { Foreseen } from './foresee.ts'
import { globMatches } from './glob.ts'
import { type Covering, oneStepPlan, type Plan } from './plan.ts'
import type { ChangeDecision, Decide, Decision } from './policy.ts'
import type { Grant } from './ports/plans.ts'
import type { Ports } from './ports/ports.ts'
import { mayApprove, ownerOf } from './principal.ts'
import type { Consent, Request } from './request.ts'
import { quoted } from './shell-word.ts'
import type { Valid } from './validate.ts'

/** The name that `--confirm` takes for a resource: what follows `#`, else what follows the scheme. */
export const confirmName = (resource: string): string => {
  const hash = resource.indexOf('#')
  return hash >= 0 ? resource.slice(hash + 1) : resource.slice(resource.indexOf(':') + 1)
}

const coveredBy = (covering: Covering | undefined, change: Change): boolean =>
  covering?.changes.some(
    (approved) => approved.resource === change.resource && rank(approved.effect) >= rank(change.effect),
  ) ?? false

/** Whether a cover that shows a change is of the kind that is needed: a plan, and of two people where protected. */
const strongEnough = (covering: Covering | undefined, decide: Decide, isProtected: boolean): boolean => {
  if (isProtected) return covering?.requester !== undefined && covering.by !== covering.requester
  return decide !== 'plan' || covering?.plan !== undefined
}

const grantedBy = (
  grants: readonly Grant[],
  request: Request,
  change: Change,
  foreseen: Foreseen,
  now: Date,
): boolean =>
  grants.some(
    (grant) =>
      grant.principal === request.principal.id &&
      globMatches(grant.operation, request.operation) &&
      globMatches(grant.resource, change.resource) &&
      (grant.environment === undefined || grant.environment === foreseen.target.environment) &&
      rank(grant.effect) >= rank(change.effect) &&
      grant.expires > now.toISOString(),
  )

/** Whether flags of the command line cover a change: `--yes` all but deletions, `--confirm` what it names. */
export const consented = (consent: Consent | undefined, change: Change): boolean => {
  if (!consent) return false
  if (change.effect !== 'delete') return consent.yes || consent.confirm.includes(confirmName(change.resource))
  return consent.confirm.includes(confirmName(change.resource)) || consent.confirm.includes(change.resource)
}

/** Raises `policy-denied` (exit 4) where policy forbids a call. */
export const mustNotForbid = ({ decide, changes, rule }: Decision, operation: string): void => {
  if (decide !== 'deny') return
  const worst = changes.find((each) => each.decide === 'deny')
  throw denied(
    'policy-denied',
    `Policy forbids this${worst ? `: ${worst.change.effect} ${worst.change.resource}` : ''}`,
    { why: rule, next: `see every decision with: nimbus policy explain ${operation}` },
  )
}

/** More deletions than this are approved as a plan. */
const mostTyped = 5

const question = (plan: Plan, open: readonly ChangeDecision[], decision: Decision, request: Request) => {
  const names = [
    ...new Set(
      open.filter(({ change }) => change.effect === 'delete').map(({ change }) => confirmName(change.resource)),
    ),
  ]
  const first = open[0]
  const more = open.length > 1 ? ` and ${open.length - 1} more` : ''
  const confirms = names.map((name) => `--confirm ${quoted(name)}`)
  const flags = [...confirms, ...(names.length < open.length ? ['--yes'] : [])]
  // A page of names is for reading in the plan, not for typing.
  const byFlag =
    !request.consent || decision.protected || decision.decide === 'plan' || confirms.length > mostTyped
      ? ''
      : `; or repeat the command with ${flags.join(' ')}`
  return needsApproval(
    'approval-needed',
    `This needs approval: ${first?.change.effect} ${first?.change.resource}${more}`,
    {
      why: first?.rule ?? decision.rule,
      next: decision.protected
        ? `have somebody else run: nimbus approve ${plan.id} — then: nimbus apply ${plan.id}`
        : `nimbus approve ${plan.id} && nimbus apply ${plan.id}${byFlag}`,
    },
  )
}

const secondPerson = (environment: string | undefined, plan: Plan) =>
  denied('second-person', `${environment ?? 'this environment'} is protected: it needs a second person`, {
    why: 'in a protected environment the approver must not be the requester',
    next: `have somebody else run: nimbus approve ${plan.id}`,
  })

/** What comes of a question that got no yes: whoever was interrupted has not answered. */
export const refusedBy = ({ signal }: Pick<Request, 'signal'>, more: { next: string }) =>
  signal.aborted
    ? cancelled('cancelled', 'Nothing was done', { why: 'it was interrupted before anybody answered', ...more })
    : cancelled('refused', 'Nothing was done', { why: 'you answered no' })

/** What a call would do, and what policy says of it. */
export interface Outlook extends Foreseen {
  decision: Decision
}

const moved = (what: string, why: string) =>
  denied('precondition-changed', `${what} is no longer what it was when this was approved`, {
    why,
    next: 'run the command again for a fresh plan',
  })

/** Compares preconditions with those that were approved. Raises `precondition-changed` (exit 4). */
export const mustStand = (then: Preview['preconditions'] = {}, now: Preview['preconditions'] = {}): void => {
  const name = Object.keys(then).find((each) => then[each] !== now[each])
  if (name !== undefined) throw moved(name, `then ${then[name]}, now ${now[name] ?? 'unknown'}`)
}

const asShown = ({ resource, effect, diff }: Change): string => JSON.stringify([resource, effect, diff])

/**
 * Time passes while a question is open: what would be done now has to be what was shown.
 *
 * A resource that is no longer touched needs no consent; another one, a stronger effect or another diff does.
 */
const mustBeShown = (shown: Outlook, now: Outlook, operation: string): void => {
  mustNotForbid(now.decision, operation)
  mustStand(shown.preview.preconditions, now.preview.preconditions)
  const seen = new Set(shown.preview.changes.map(asShown))
  const other = now.preview.changes.find((each) => !seen.has(asShown(each)))
  if (other) throw moved(other.resource, `this would now ${other.effect} it in a way that was not shown`)
}

/**
 * Lets an allowed call pass, and otherwise looks for what satisfies the question: an approval that came with the
 * call, a grant, what the person said on the command line, or the person at the terminal.
 *
 * Raises `policy-denied`, `second-person`, `plan-used` and, when `look` shows something else after an answer,
 * `precondition-changed` (exit 4), and `approval-needed` (exit 3, with the saved plan). Gives what covers the calls that
 * this one makes.
 */
export const approve = (
  call: Valid,
  outlook: Outlook,
  look: () => Promise<Outlook>,
  request: Request,
  ports: Ports,
): Covering | Promise<Covering> => {
  const { preview, decision } = outlook
  mustNotForbid(decision, request.operation)
  const covers: Covering = request.covering ?? { by: 'policy', changes: [] }
  if (decision.decide !== 'allow') return answered(call, outlook, look, covers, request, ports)
  return { ...covers, changes: [...covers.changes, ...preview.changes] }
}

/** Looks for what satisfies a question. */
const answered = async (
  { operation, repeatable }: Valid,
  outlook: Outlook,
  look: () => Promise<Outlook>,
  covers: Covering,
  request: Request,
  ports: Ports,
): Promise<Covering> => {
  const { preview, target, decision } = outlook
  const now = ports.clock.now()
  const person = mayApprove(request.principal) && !decision.protected
  const grants = decision.protected ? [] : await ports.grants.list(request.principal.tenant)
  // What was granted before the session read what others wrote was not granted for what it read.
  const tainted = request.session !== undefined && ports.taints.marked(request.session)
  const granted = (change: Change) =>
    (change.effect === 'read' || !tainted) && grantedBy(grants, request, change, outlook, now)
  const open = decision.changes.filter(({ decide, change }) => {
    if (decide === 'allow') return false
    if (coveredBy(request.covering, change)) return !strongEnough(request.covering, decide, decision.protected)
    if (decide === 'plan' || granted(change)) return decide === 'plan'
    return !person || !consented(request.consent, change)
  })
  if (open.length === 0) return { ...covers, changes: [...covers.changes, ...preview.changes] }

  const plan = oneStepPlan(
    { operation: operation.id, input: repeatable, effect: operation.effect, summary: operation.summary },
    { preview, decision, workspace: request.workspace, environment: target.environment, now },
  )
  await ports.plans.save(plan, ownerOf(request.principal))
  const asked = request.approver ?? request.principal
  if (request.ask && mayApprove(asked) && !decision.protected) {
    if (!(await request.ask(ports.redactor.value({ plan, preview, decision, summary: operation.summary }))))
      throw refusedBy(request, { next: 'make the call again' })
    mustBeShown(outlook, await look(), request.operation)
    const approval = { by: asked.id, digest: plan.digest, at: ports.clock.now().toISOString() }
    await ports.plans.approve(plan.id, approval)
    // A plan is for a single use, and it may have been applied somewhere else between the two.
    if (!(await ports.plans.claim(plan.id)))
      throw denied('plan-used', `${plan.id} has been applied already`, { next: 'see what came of it: nimbus history' })
    return { plan: plan.id, by: approval.by, requester: approval.by, changes: preview.changes }
  }
  const error =
    decision.protected && request.ask ? secondPerson(target.environment, plan) : question(plan, open, decision, request)
  error.data.plan = plan.id
  throw error
}
