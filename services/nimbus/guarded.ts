import { type HostContext, isProtected } from '@nimbus/kernel/define'
import type { Plan } from '@nimbus/plan-graph'

/** Whether a plan is for an environment that needs a second person. */
export const isGuarded = async (
  { environment, workspace }: Pick<Plan, 'environment' | 'workspace'>,
  { records }: HostContext,
): Promise<boolean> => isProtected(await records.policy(workspace), environment)
