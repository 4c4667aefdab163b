import {
  type Approval,
  type Consent,
  consented,
  type Decision,
  mayApprove,
  type NimbusError,
  needsApproval,
  onlyOne,
  type Plan,
  type Ports,
  type Request,
  refusedBy,
  type StoredPlan,
} from '@nimbus/kernel'
import { allowedAsItIs, isUnseen, madeFor, needsSecondPerson, noWayBack } from '@nimbus/plan-graph'

/** What says that a plan waits for somebody to approve it (exit 3), and why flags did not. */
export const notApproved = ({ id }: Plan, why?: string): NimbusError => {
  const next = `nimbus approve ${id}`
  const error = needsApproval(
    'plan-not-approved',
    `${id} is not approved`,
    why === undefined ? { next } : { why, next },
  )
  error.data.plan = id
  return error
}

const secondPerson = 'in a protected environment a second person approves'

/** The same, where whoever asked for the plan may not approve it. */
const needsSomebodyElse = (plan: Plan): NimbusError => {
  const error = notApproved(plan, secondPerson)
  error.data.next = `have somebody else run: ${error.data.next} — then: nimbus apply ${plan.id}`
  return error
}

/** What is asked about: what the steps would change, and of those that nobody could look at yet the most they may do. */
const decisionOf = (plan: Plan): Decision => {
  const known = plan.decisions.flatMap(({ changes, decide, rule }) =>
    changes.map((change) => ({ change, decide, rule })),
  )
  const unseen = plan.steps
    .filter((step) => isUnseen(plan, step))
    .map(({ id, operation, effect }) => ({
      change: { resource: `step:${id}#${operation}`, effect },
      decide: 'ask' as const,
      rule: 'what it changes is not known yet',
    }))
  const changes = [...known, ...unseen]
  const open = changes.filter(({ decide }) => decide !== 'allow')
  const worst = open.find(({ decide }) => decide === 'plan') ?? open[0]
  return {
    decide: worst?.decide ?? 'ask',
    rule: worst?.rule ?? 'a plan is approved before it is applied',
    changes,
    protected: false,
  }
}

/** What of a question the flags of the command line leave open; undefined when nothing. */
const leftOpen = ({ changes }: Decision, consent: Consent): string | undefined => {
  const open = changes.filter(
    ({ decide, change }) => decide === 'plan' || (decide !== 'allow' && !consented(consent, change)),
  )
  const first = open.find(({ decide }) => decide === 'plan') ?? open[0]
  if (!first) return undefined
  const { effect, resource } = first.change
  if (first.decide === 'plan') return `${first.rule}: no flag approves ${effect} ${resource}`
  return effect === 'delete'
    ? `--yes covers no deletion: ${effect} ${resource}`
    : `${effect} ${resource} is not covered`
}

const give = async (
  { plan, tenant }: StoredPlan,
  approval: Pick<Approval, 'by' | 'needless'>,
  ports: Ports,
): Promise<StoredPlan> => {
  const at = ports.clock.now().toISOString()
  await ports.plans.approve(plan.id, { ...approval, digest: plan.digest, at })
  return onlyOne(plan.id, await ports.plans.find(plan.id, tenant), 'plan')
}

/** A waiting plan as flags of the command line approve it; as it is where they leave anything of it open. */
export const approvedByFlags = async (
  stored: StoredPlan,
  { principal, consent }: Pick<Request, 'principal' | 'consent'>,
  ports: Ports,
): Promise<StoredPlan> => {
  const { plan } = stored
  const isOpen =
    !consent ||
    !mayApprove(principal) ||
    needsSecondPerson(plan, await ports.policy(plan.workspace, 'delete')) ||
    leftOpen(decisionOf(plan), consent) !== undefined
  return isOpen ? stored : give(stored, { by: principal.id }, ports)
}

/**
 * Gives a waiting plan as it is once it is approved: by policy, where that allows every step, else by what the person
 * said with flags, or by the person at the terminal. Raises `plan-not-approved` (exit 3) where there is nobody to ask,
 * and `refused` when the answer is no.
 */
export const approved = async (stored: StoredPlan, request: Request, ports: Ports): Promise<StoredPlan> => {
  const { plan } = stored
  const isGuarded = needsSecondPerson(plan, await ports.policy(plan.workspace, 'delete'))
  // What policy allows anywhere is not allowed to one person alone where it wants two.
  if (!isGuarded && allowedAsItIs(plan)) return give(stored, { by: 'policy', needless: true }, ports)
  const asked = request.approver ?? request.principal
  const { consent } = request
  if (isGuarded)
    throw madeFor(stored) === asked.id
      ? needsSomebodyElse(plan)
      : notApproved(plan, consent?.yes ? secondPerson : undefined)
  const given = await approvedByFlags(stored, request, ports)
  if (given.status === 'approved') return given
  const decision = decisionOf(plan)
  const open = consent && leftOpen(decision, consent)
  if (!request.ask || !mayApprove(asked)) throw notApproved(plan, consent?.yes ? open : undefined)
  // What nothing will take back is said before the question.
  const context = plan.decisions.flatMap(({ step, irreversible: why }) =>
    why === undefined ? [] : [noWayBack(step, why)],
  )
  const preview = { changes: decision.changes.map(({ change }) => change), context }
  const summary = plan.request ?? plan.intent ?? `Apply ${plan.id}`
  if (!(await request.ask(ports.redactor.value({ plan, preview, decision, summary }))))
    throw refusedBy(request, { next: `nimbus apply ${plan.id}` })
  return give(stored, { by: asked.id }, ports)
}
