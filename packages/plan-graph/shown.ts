import type { Change, Plan, PlanStep } from '@nimbus/kernel'
import { comesAfter } from './graph.ts'
import { groundOf } from './ground.ts'

/** The changes that were shown of a step when its plan was made. */
export const shownOf = ({ decisions }: Plan, step: PlanStep): readonly Change[] =>
  decisions.filter((decision) => decision.step === step.id).flatMap(({ changes }) => changes)

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

/** Whether a step has an effect of which nothing could be shown when its plan was made; one that changes nothing was shown to. */
export const isUnseen = (plan: Plan, step: PlanStep): boolean =>
  step.effect !== 'read' &&
  shownOf(plan, step).length === 0 &&
  (Object.keys(groundOf(plan, step.id)).length === 0 ||
    !plan.decisions.some((decision) => decision.step === step.id && decision.decide === 'allow'))

/** Whether policy allowed every step; an effect that nobody could look at yet was allowed by nobody. */
export const allowedAsItIs = (plan: Plan): boolean =>
  plan.decisions.every(({ decide }) => decide === 'allow') &&
  plan.steps.every((step) => plan.decisions.some((decision) => decision.step === step.id) && !isUnseen(plan, step))
