import {
  type Change,
  type Covering,
  type Envelope,
  invoke,
  mustStand,
  type Plan,
  type PlanStep,
  type Ports,
  type Request,
  type StoredPlan,
} from '@nimbus/kernel'
import { comesAfter, groundOf, hasReference } from '@nimbus/plan-graph'

/** The changes that were shown of a step when its plan was made. */
export const shownOf = ({ decisions }: Plan, step: PlanStep): readonly Change[] =>
  decisions.filter((decision) => decision.step === step.id).flatMap(({ changes }) => changes)

/** What the approval of a plan covers in one of its steps: the changes that were shown of it. */
export const coveringOf = ({ plan, approval, requester, onBehalfOf }: StoredPlan, step: PlanStep): Covering =>
  approval?.needless
    ? { by: approval.by, changes: [] }
    : {
        plan: plan.id,
        by: approval?.by ?? '',
        requester: onBehalfOf ?? requester,
        changes: shownOf(plan, step),
      }

/** Which steps of a plan with an effect touch a resource; worked out once, since it is asked for every step. */
const writers = new WeakMap<Plan, ReadonlyMap<string, ReadonlySet<string>>>()

const writersOf = (plan: Plan): ReadonlyMap<string, ReadonlySet<string>> => {
  const known = writers.get(plan)
  if (known) return known
  const effects = new Set(plan.steps.filter(({ effect }) => effect !== 'read').map(({ id }) => id))
  const found = new Map<string, Set<string>>()
  for (const { step, changes } of plan.decisions.filter((each) => effects.has(each.step)))
    for (const { resource } of changes) found.set(resource, (found.get(resource) ?? new Set()).add(step))
  writers.set(plan, found)
  return found
}

/** Whether the plan itself may move the ground under a step: it comes after an effect, or touches what one changes. */
export const stirred = (plan: Plan, step: PlanStep): boolean => {
  const earlier = comesAfter(plan, step)
  if (plan.steps.some(({ id, effect }) => effect !== 'read' && earlier.has(id))) return true
  return shownOf(plan, step).some(({ resource }) =>
    [...(writersOf(plan).get(resource) ?? [])].some((id) => id !== step.id),
  )
}

/** What a look at a step shows: why it cannot be done, or what it would change; nothing while nobody can look. */
export interface Sight {
  no?: Envelope
  changes?: readonly Change[]
}

/** Looks at a step whose input is known and compares its ground with the plan's. Raises `precondition-changed`. */
export const lookAt = async (stored: StoredPlan, step: PlanStep, request: Request, ports: Ports): Promise<Sight> => {
  if (hasReference(step.input)) return {}
  const { operation, input, id } = step
  const look = await invoke(
    { ...request, operation, input, covering: coveringOf(stored, step), step: id, dryRun: true },
    ports,
  )
  if (look.error) return stirred(stored.plan, step) ? {} : { no: look }
  mustStand(groundOf(stored.plan, id), look.preview?.preconditions)
  return { changes: look.preview?.changes ?? [] }
}
