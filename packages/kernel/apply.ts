import { mustStand } from './approve.ts'
import type { Envelope } from './envelope.ts'
import { denied, failed, invalid } from './errors.ts'
import { onlyOne } from './ids.ts'
import { invoke } from './pipeline.ts'
import { type Covering, comesAfter, groundOf, type Plan, type PlanStep, planDigest } from './plan.ts'
import type { StoredPlan } from './ports/plans.ts'
import type { Ports } from './ports/ports.ts'
import { mayApprove } from './principal.ts'
import type { Request } from './request.ts'

const mustHold = async (stored: StoredPlan, request: Request, ports: Ports): Promise<void> => {
  const { plan } = stored
  const again = 'run the command again for a fresh plan'
  if (stored.status === 'used')
    throw denied('plan-used', `${plan.id} has been applied already`, { why: 'a plan is for a single use', next: again })
  if (stored.status === 'refused') throw denied('plan-refused', `${plan.id} was refused`, { next: again })
  if (stored.status === 'waiting' || !stored.approval)
    throw denied('plan-not-approved', `${plan.id} is not approved`, { next: `nimbus approve ${plan.id}` })
  if (plan.expires <= ports.clock.now().toISOString())
    throw denied('plan-expired', `${plan.id} expired at ${plan.expires}`, { next: again })
  if (planDigest(plan) !== plan.digest || stored.approval.digest !== plan.digest)
    throw denied('plan-changed', `${plan.id} is not what was approved`, {
      why: 'its digest differs from the approved one',
      next: again,
    })
  if (plan.onFailure && plan.onFailure !== 'stop')
    throw failed('unsupported-plan', `${plan.id} is to ${plan.onFailure} when a step fails`, {
      next: 'make a plan that stops there',
    })
  if (stored.requester !== request.principal.id && !mayApprove(request.principal))
    throw denied('not-requester', `${plan.id} was approved for ${stored.requester}`, {
      why: 'only its requester, or a person who may approve, applies a plan',
      next: 'make a plan of your own',
    })
  if (plan.workspace !== request.workspace)
    throw invalid('other-workspace', `${plan.id} was made for ${plan.workspace}`, {
      next: 'run it from there, or with --directory',
    })
}

/** The part of a value that a JSON pointer names (RFC 6901), or undefined. */
const atPointer = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (at, key) => (at && typeof at === 'object' ? Object.getOwnPropertyDescriptor(at, key)?.value : undefined),
      value,
    )

/** A value with every `{ $from: { step, pointer } }` replaced by that part of an earlier step's data. Raises `no-reference`. */
export const resolveReferences = (value: unknown, results: ReadonlyMap<string, unknown>): unknown => {
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, results))
  if (value === null || typeof value !== 'object') return value
  const from: unknown = Object.getOwnPropertyDescriptor(value, '$from')?.value
  if (from && typeof from === 'object' && 'step' in from && 'pointer' in from) {
    const found = atPointer(results.get(String(from.step)), String(from.pointer))
    if (found !== undefined) return found
    throw failed('no-reference', `step ${String(from.step)} gave nothing at ${String(from.pointer)}`, {
      why: 'a later step takes its input from there',
      next: 'make a new plan',
    })
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveReferences(inner, results)]))
}

/** Whether some part of an input is only known once another step has run. */
export const hasReference = (value: unknown): boolean => JSON.stringify(value ?? null).includes('"$from":')

const ready = (stored: StoredPlan, done: ReadonlySet<string>) =>
  stored.plan.steps.find((step) => !done.has(step.id) && step.dependsOn.every((id) => done.has(id)))

/** Whether the plan itself may move the ground under a step: it comes after an effect, or touches what one changes. */
const stirred = (plan: Plan, step: PlanStep): boolean => {
  const earlier = comesAfter(plan, step)
  const touched = (id: string) =>
    plan.decisions.flatMap((each) => (each.step === id ? each.changes.map(({ resource }) => resource) : []))
  const own = touched(step.id)
  const others = plan.steps.filter(({ id, effect }) => id !== step.id && effect !== 'read')
  return others.some(({ id }) => earlier.has(id) || touched(id).some((resource) => own.includes(resource)))
}

/**
 * Applies an approved plan once: checks status, digest, expiry and workspace, dry-runs every step whose input is
 * known and compares its preconditions, claims the plan, then runs the steps in dependency order and stops at the
 * first that fails. Right before a later step its preconditions are compared again, unless an earlier step of the same
 * plan may have moved them.
 *
 * Gives the last envelope. Raises `plan-used`, `plan-not-approved`, `plan-expired`, `plan-changed` and
 * `precondition-changed` (exit 4) before the first effect.
 */
export const applyPlan = async (prefix: string, request: Request, ports: Ports): Promise<Envelope> => {
  const stored = onlyOne(prefix, await ports.plans.find(prefix, request.principal.tenant), 'plan')
  await mustHold(stored, request, ports)
  const { plan } = stored
  const coveringOf = (step: PlanStep): Covering => ({
    plan: plan.id,
    by: stored.approval?.by ?? '',
    requester: stored.requester,
    changes: plan.decisions.filter((decision) => decision.step === step.id).flatMap(({ changes }) => changes),
  })
  const start = (step: PlanStep, more: Partial<Request>) =>
    invoke({ ...request, operation: step.operation, covering: coveringOf(step), step: step.id, ...more }, ports)

  const blocked = async (step: PlanStep): Promise<Envelope | undefined> => {
    if (hasReference(step.input)) return undefined
    const look = await start(step, { input: step.input, dryRun: true })
    if (look.error) return stirred(plan, step) ? undefined : look
    mustStand(groundOf(plan, step.id), look.preview?.preconditions)
    return undefined
  }
  const faster = denied('plan-used', `${plan.id} has been applied already`, { why: 'somebody else was faster' })
  for (const step of plan.steps) {
    const no = await blocked(step).catch(async (moved: unknown) => {
      // Who was faster has moved the ground: it is not that somebody else did.
      const [found] = await ports.plans.find(plan.id, stored.tenant)
      throw found?.status === 'used' ? faster : moved
    })
    if (no) return no
  }
  if (!(await ports.plans.claim(plan.id))) throw faster

  const results = new Map<string, unknown>()
  const done = new Set<string>()
  let last: Envelope | undefined
  for (let step = ready(stored, done); step; step = ready(stored, done)) {
    const no = done.size > 0 && !stirred(plan, step) ? await blocked(step) : undefined
    if (no) return no
    last = await start(step, { input: resolveReferences(step.input, results) })
    if (!last.ok) return last
    results.set(step.id, last.data)
    done.add(step.id)
  }
  if (!last || done.size < plan.steps.length)
    throw failed('plan-stuck', `${plan.id} has steps that depend on each other`, { next: 'make a new plan' })
  return last
}
