import { denied, invalid, mayApprove, type Ports, planDigest, type Request, type StoredPlan } from '@nimbus/kernel'

const again = 'run the command again for a fresh plan'

/** Refuses a plan of another workspace. */
export const mustBeHere = ({ plan }: Pick<StoredPlan, 'plan'>, request: Request): void => {
  if (plan.workspace !== request.workspace)
    throw invalid('other-workspace', `${plan.id} was made for ${plan.workspace}`, {
      next: 'run it from there, or with --directory',
    })
}

/** Refuses a plan that has expired, is not what was approved, or is somebody else's or of another workspace. */
export const mustBeAsApproved = ({ plan, ...stored }: StoredPlan, request: Request, ports: Ports): void => {
  if (!stored.approval)
    throw denied('plan-not-approved', `${plan.id} is not approved`, { next: `nimbus approve ${plan.id}` })
  if (plan.expires <= ports.clock.now().toISOString())
    throw denied('plan-expired', `${plan.id} expired at ${plan.expires}`, { next: again })
  if (planDigest(plan) !== plan.digest || stored.approval.digest !== plan.digest)
    throw denied('plan-changed', `${plan.id} is not what was approved`, {
      why: 'its digest differs from the approved one',
      next: again,
    })
  if (stored.requester !== request.principal.id && !mayApprove(request.principal))
    throw denied('not-requester', `${plan.id} was approved for ${stored.requester}`, {
      why: 'only its requester, or a person who may approve, applies a plan',
      next: 'make a plan of your own',
    })
  mustBeHere({ plan }, request)
}

/** Who comes too late: the plan has been used up, and the task that did it goes on elsewhere or has ended. */
export const usedUp = async ({ id, tenant }: Pick<StoredPlan, 'id' | 'tenant'>, why: string, ports: Ports) => {
  const [task] = await ports.tasks.list({ tenant, plan: id, limit: 1 })
  const open = task && !['done', 'rolled-back'].includes(task.status)
  return denied('plan-used', `${id} has been applied already`, {
    why: task ? `${why}: ${task.id} is ${task.status}` : why,
    next: open ? `see it with: nimbus task show ${task.id}, or go on with: nimbus task resume ${task.id}` : again,
  })
}

/** Refuses a plan that may not be applied now, for a first time. */
export const mustBeApplicable = async (stored: StoredPlan, request: Request, ports: Ports): Promise<void> => {
  const { id } = stored.plan
  if (stored.status === 'used') throw await usedUp(stored, 'a plan is for a single use', ports)
  if (stored.status === 'refused') throw denied('plan-refused', `${id} was refused`, { next: again })
  if (stored.status === 'waiting')
    throw denied('plan-not-approved', `${id} is not approved`, { next: `nimbus approve ${id}` })
  mustBeAsApproved(stored, request, ports)
}
