import { type Catalog, type Plans, redacted, type StoredPlan, withoutSecrets } from '@nimbus/kernel'

const masked = (stored: StoredPlan, catalog: Catalog): StoredPlan => ({
  ...stored,
  plan: {
    ...stored.plan,
    steps: stored.plan.steps.map((step) => {
      const schema = catalog.get(step.operation)?.input
      // An operation that is no longer there cannot say which of its fields were secret.
      if (!schema) return { ...step, input: redacted }
      return { ...step, input: withoutSecrets(schema, step.input) }
    }),
  },
})

/**
 * Saved plans as they may be shown: secrets in the inputs of their steps are replaced.
 *
 * Plans are sealed at rest because those inputs are in clear, and applying needs them so; showing does not, and what
 * is shown is also recorded.
 */
export const maskedPlans = (plans: Plans, catalog: Catalog): Plans => ({
  ...plans,
  find: async (prefix, tenant) => (await plans.find(prefix, tenant)).map((each) => masked(each, catalog)),
  list: async (...which) => (await plans.list(...which)).map((each) => masked(each, catalog)),
})
