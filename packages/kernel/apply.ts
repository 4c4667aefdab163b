import type { Call } from './call.ts'
import type { Envelope } from './envelope.ts'
import { denied, failed, invalid } from './errors.ts'
import { onlyOne } from './ids.ts'
import { invoke } from './pipeline.ts'
import { type Covering, planDigest } from './plan.ts'
import type { Ports, StoredPlan } from './ports.ts'
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
  if (plan.workspace !== request.workspace)
    throw invalid('other-workspace', `${plan.id} was made for ${plan.workspace}`, {
      next: 'run it from there, or with --directory',
    })
}

/** A value with every `{ $from: { step, pointer } }` replaced by that part of an earlier step's data. */
export const resolveReferences = (value: unknown, results: ReadonlyMap<string, unknown>): unknown => {
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, results))
  if (value === null || typeof value !== 'object') return value
  const from: unknown = Object.getOwnPropertyDescriptor(value, '$from')?.value
  if (from && typeof from === 'object' && 'step' in from && 'pointer' in from) {
    const parts = String(from.pointer).split('/').slice(1)
    return parts.reduce<unknown>(
      (current, part) => {
        const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
        return current && typeof current === 'object' ? Object.getOwnPropertyDescriptor(current, key)?.value : undefined
      },
      results.get(String(from.step)),
    )
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveReferences(inner, results)]))
}

const ready = (stored: StoredPlan, done: ReadonlySet<string>) =>
  stored.plan.steps.find((step) => !done.has(step.id) && step.dependsOn.every((id) => done.has(id)))

/**
 * Applies an approved plan once: checks status, digest, expiry and workspace, dry-runs every step whose input is
 * known and compares its preconditions, claims the plan, then runs the steps in dependency order and stops at the
 * first that fails.
 *
 * Gives the last envelope. Raises `plan-used`, `plan-not-approved`, `plan-expired`, `plan-changed` and
 * `precondition-changed` (exit 4) before the first effect.
 */
export const applyPlan = async (prefix: string, request: Request, ports: Ports): Promise<Envelope> => {
  const stored = onlyOne(prefix, await ports.plans.find(prefix, request.principal.tenant), 'plan')
  await mustHold(stored, request, ports)
  const { plan } = stored
  const covering: Covering = {
    plan: plan.id,
    by: stored.approval?.by ?? '',
    changes: plan.decisions.flatMap(({ changes }) => changes),
  }
  const start = (call: Call, step: string, more: Partial<Request>) =>
    invoke({ ...request, ...call, covering, step, ...more }, ports)

  const [only] = plan.steps
  if (only && plan.steps.length === 1) {
    const look = await start(only, only.id, { dryRun: true })
    if (look.error) return look
    const now = look.preview?.preconditions ?? {}
    const moved = Object.keys(plan.preconditions).find((name) => plan.preconditions[name] !== now[name])
    if (moved !== undefined)
      throw denied('precondition-changed', `${moved} is no longer what it was when this was approved`, {
        why: `then ${plan.preconditions[moved]}, now ${now[moved] ?? 'unknown'}`,
        next: 'run the command again for a fresh plan',
      })
  }
  if (!(await ports.plans.claim(plan.id)))
    throw denied('plan-used', `${plan.id} has been applied already`, { why: 'somebody else was faster' })

  const results = new Map<string, unknown>()
  const done = new Set<string>()
  let last: Envelope | undefined
  for (let step = ready(stored, done); step; step = ready(stored, done)) {
    last = await start({ operation: step.operation, input: resolveReferences(step.input, results) }, step.id, {})
    if (!last.ok) return last
    results.set(step.id, last.data)
    done.add(step.id)
  }
  if (!last || done.size < plan.steps.length)
    throw failed('plan-stuck', `${plan.id} has steps that depend on each other`, { next: 'make a new plan' })
  return last
}
