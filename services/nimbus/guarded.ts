import { globMatches, type HostContext } from '@nimbus/kernel/define'
import type { Plan } from '@nimbus/plan-graph'

/** Whether a plan is for an environment that needs a second person. */
export const isGuarded = async (
  { environment, workspace }: Pick<Plan, 'environment' | 'workspace'>,
  { records }: HostContext,
): Promise<boolean> =>
  environment !== undefined &&
  (await records.policy(workspace)).some((layer) =>
    layer.protected?.some((pattern) => globMatches(pattern, environment)),
  )
