import { type HostContext, onlyOne, type StoredPlan } from '@nimbus/kernel'

/** The one plan that a prefix names. Raises `not-found` and `ambiguous-id` (exit 5). */
export const findPlan = async (
  prefix: string,
  { records, principal }: Pick<HostContext, 'records' | 'principal'>,
): Promise<StoredPlan> =>
  onlyOne(prefix, await records.plans.find(prefix, principal.tenant), 'plan', 'nimbus plan list')
