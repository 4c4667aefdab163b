import { type Finding, type HostContext, newId, ownerOf } from '@nimbus/kernel/define'
import type { Plan } from '@nimbus/plan-graph'

/** Saves a decided plan under an id of its own, for whoever calls; gives the id. */
export const savePlan = async (plan: Plan, ctx: HostContext): Promise<string> => {
  const id = newId('p')
  await ctx.records.plans.save({ ...plan, id }, ownerOf(ctx.principal))
  return id
}

/** Whether a plan is saved with its digest, for whoever called, and nobody's approval on it. */
export const savedAsMade = async (id: string, digest: string, ctx: HostContext): Promise<Finding> => {
  const { tenant, id: requester } = ctx.principal
  const [found] = await ctx.records.plans.find(id, tenant)
  const holds = found?.plan.digest === digest && found.requester === requester && found.status === 'waiting'
  return {
    status: holds ? 'pass' : 'fail',
    code: 'plan-saved',
    message: holds ? 'the plan is saved and waits for approval' : `${id} is not among the saved plans as it was made`,
  }
}
