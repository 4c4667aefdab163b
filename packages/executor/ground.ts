import {
  type Change,
  type Covering,
  digestOf,
  type Envelope,
  invoke,
  mustStand,
  type PlanStep,
  type Ports,
  type Request,
  type StoredPlan,
} from '@nimbus/kernel'
import { groundOf, hasReference, madeFor, shownOf, stirred } from '@nimbus/plan-graph'

/** What the approval of a plan covers in one of its steps: the changes that were shown of it. */
export const coveringOf = (stored: StoredPlan, step: PlanStep): Covering => {
  const { plan, approval } = stored
  return approval?.needless
    ? { by: approval.by, changes: [] }
    : { plan: plan.id, by: approval?.by ?? '', requester: madeFor(stored), changes: shownOf(plan, step) }
}

/** What a look shows, as a digest that tells whether the world is as it was. */
export const digestOfLook = ({ preview }: Envelope): string | undefined =>
  preview && digestOf({ changes: preview.changes, preconditions: preview.preconditions })

/** What a look at a step shows: why it cannot be done, or what it would change; nothing while nobody can look. */
export interface Sight {
  no?: Envelope
  changes?: readonly Change[]
}

/** Whether a look finds that there is nothing left to do. */
export const changesNothing = ({ preview }: Envelope): boolean =>
  preview !== undefined && preview.changes.every(({ effect }) => effect === 'read')

/**
 * Looks at a step whose input is known and compares its ground with the plan's. Raises `precondition-changed`; but not
 * where the step was begun before and nothing is left to do, since then it has moved the ground itself.
 */
export const lookAt = async (
  stored: StoredPlan,
  step: PlanStep,
  request: Request,
  ports: Ports,
  attempts = 0,
): Promise<Sight> => {
  if (hasReference(step.input)) return {}
  const { operation, input, id } = step
  const look = await invoke(
    { ...request, operation, input, covering: coveringOf(stored, step), step: id, dryRun: true },
    ports,
  )
  if (look.error) return stirred(stored.plan, step) ? {} : { no: look }
  if (attempts === 0 || !changesNothing(look)) mustStand(groundOf(stored.plan, id), look.preview?.preconditions)
  return { changes: look.preview?.changes ?? [] }
}
