import { builtIn as catalog } from '../../apps/nimbus/catalog.ts'
import type { Surroundings } from './entry.ts'
import { loadPart } from './load-set.ts'
import { offlinePlanner } from './offline-planner.ts'

/** An order of the open set, and where it was given. */
export interface Order {
  request: string
  surroundings: Surroundings
}

/** Orders of one line: what begins with a verb can be said in many other ways. */
export const openOrders: readonly Order[] = (await loadPart('open')).flatMap(({ entry, surroundings }) =>
  'request' in entry &&
  entry.expect.kind === 'plan' &&
  /^(?:add|apply|check|commit|create|delete|destroy|generate|list|make|plan|read|remove|run|search|show|stash|switch|undo|validate|write) [^\n]+$/i.test(
    entry.request,
  )
    ? [{ request: entry.request, surroundings }]
    : [],
)

const planner = offlinePlanner(catalog.list())

/** The steps that a request comes to, as one text; empty where it comes to no plan. */
export const stepsOf = async (request: string, surroundings: Surroundings): Promise<string> => {
  const outcome = await planner(request, { ...surroundings, earlier: [] })
  return outcome.kind === 'plan' ? JSON.stringify(outcome.steps.map(({ operation, input }) => [operation, input])) : ''
}
