import {
  denied,
  invalid,
  mayApprove,
  type Plan,
  type Ports,
  planDigest,
  type Request,
  type StoredPlan,
  type Task,
} from '@nimbus/kernel'
import { approved, notApproved } from './approval.ts'

const again = 'run the command again for a fresh plan'

/** Refuses a plan of another workspace. */
export const mustBeHere = ({ plan }: Pick<StoredPlan, 'plan'>, request: Request): void => {
  if (plan.workspace !== request.workspace)
    throw invalid('other-workspace', `${plan.id} was made for ${plan.workspace}`, {
      next: 'run it from there, or with --directory',
    })
}

/** Refuses a plan that has expired, is not what was saved, or is somebody else's or of another workspace. */
const mustHold = ({ plan, requester }: StoredPlan, request: Request, ports: Ports): void => {
  if (plan.expires <= ports.clock.now().toISOString())
    throw denied('plan-expired', `${plan.id} expired at ${plan.expires}`, { next: again })
  if (planDigest(plan) !== plan.digest) throw changed(plan)
  if (requester !== request.principal.id && !mayApprove(request.principal))
    throw denied('not-requester', `${plan.id} was made for ${requester}`, {
      why: 'only its requester, or a person who may approve, applies a plan',
      next: 'make a plan of your own',
    })
  mustBeHere({ plan }, request)
}

const changed = ({ id }: Plan) =>
  denied('plan-changed', `${id} is not what was approved`, {
    why: 'its digest differs from the approved one',
    next: again,
  })

/** Refuses the same, and a plan that nobody approved as it is. */
export const mustBeAsApproved = (stored: StoredPlan, request: Request, ports: Ports): void => {
  const { plan, approval } = stored
  if (!approval) throw notApproved(plan)
  mustHold(stored, request, ports)
  if (approval.digest !== plan.digest) throw changed(plan)
}

const wayOn = ({ id, status }: Task): string => {
  if (status === 'done' || status === 'rolled-back') return again
  const isAtWork = status === 'running' || status === 'rolling-back'
  return isAtWork
    ? `follow it with: nimbus task events ${id} --follow`
    : `see it with: nimbus task show ${id}, or go on with: nimbus task resume ${id}`
}

/** Who comes too late: the plan has been used up, and the task that did it goes on elsewhere or has ended. */
export const usedUp = async ({ id, tenant }: Pick<StoredPlan, 'id' | 'tenant'>, why: string, ports: Ports) => {
  const [task] = await ports.tasks.list({ tenant, plan: id, limit: 1 })
  return denied('plan-used', `${id} has been applied already`, {
    why: task ? `${why}: ${task.id} ${task.status === 'asks' ? '' : 'is '}${task.status}` : why,
    next: task ? wayOn(task) : again,
  })
}

/** Gives a plan as it may be applied now, for a first time, and refuses any other. */
export const applicable = async (found: StoredPlan, request: Request, ports: Ports): Promise<StoredPlan> => {
  const { id } = found.plan
  if (found.status === 'used') throw await usedUp(found, 'a plan is for a single use', ports)
  if (found.status === 'refused') throw denied('plan-refused', `${id} was refused`, { next: again })
  if (found.status === 'approved') {
    mustBeAsApproved(found, request, ports)
    return found
  }
  // Nobody is asked about a plan that could not be applied.
  mustHold(found, request, ports)
  return approved(found, request, ports)
}
