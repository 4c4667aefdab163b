import type { HostContext, StoredPlan } from '@nimbus/kernel/define'
import { hasReference } from '@nimbus/plan-graph'
import { callerOf } from './decide-plan.ts'

/**
 * The diffs of what a plan that waits would change, by resource, by another look: a saved plan keeps none, since they
 * hold what is in files.
 *
 * Nothing is said of a step that takes its input from another, of one that asks a system outside, which takes time, of
 * one that policy forbids, of a resource that several steps change, since the later ones start from what the earlier
 * ones leave, and of a plan for another workspace.
 */
export const diffsNow = async ({ plan, status }: StoredPlan, ctx: HostContext): Promise<Record<string, string>> => {
  if ((status !== 'waiting' && status !== 'approved') || plan.workspace !== ctx.workspace) return {}
  const diffs = new Map<string, string | undefined>()
  const caller = callerOf(plan, ctx)
  for (const step of plan.steps) {
    const isOutside = ctx.catalog.get(step.operation)?.openWorld === true
    if (step.effect === 'read' || hasReference(step.input) || isOutside) continue
    const { preview, decision } = await ctx.records.look(step, caller)
    const isForbidden = decision?.decide === 'deny'
    for (const { resource, diff } of preview?.changes ?? [])
      diffs.set(resource, diffs.has(resource) || isForbidden ? undefined : diff)
  }
  return Object.fromEntries([...diffs].flatMap(([resource, diff]) => (diff ? [[resource, diff]] : [])))
}
