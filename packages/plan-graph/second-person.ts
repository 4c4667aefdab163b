import { isProtected, type Plan, type PolicyLayer, type StoredPlan } from '@nimbus/kernel'

/** Whether policy wants a second person to approve a plan: it changes something in a protected environment. */
export const needsSecondPerson = (
  { environment, steps }: Pick<Plan, 'environment' | 'steps'>,
  policy: readonly PolicyLayer[],
): boolean => steps.some(({ effect }) => effect !== 'read') && isProtected(policy, environment)

/** For whom a plan was made, who is no second person: the one who asked, or on whose behalf a model did. */
export const madeFor = ({ requester, onBehalfOf }: Pick<StoredPlan, 'requester' | 'onBehalfOf'>): string =>
  onBehalfOf ?? requester
