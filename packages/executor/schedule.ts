import type { Plan, PlanStep, TaskStep } from '@nimbus/kernel'
import { conflict, inOrder, touchesOf, unknownTouches } from '@nimbus/plan-graph'

/** What has to have ended before a step may begin: what it depends on, and earlier steps whose effects meet its own. */
export type Order = ReadonlyMap<string, readonly string[]>

/** The order of a plan: independent steps may run side by side, where effects meet the order of the plan is kept. */
export const orderOf = (plan: Plan): Order => {
  const touches = touchesOf(plan)
  const steps = inOrder(plan.steps)
  const of = (id: string) => touches.get(id) ?? unknownTouches
  return new Map(
    steps.map(({ id, dependsOn }, i) => [
      id,
      [
        ...dependsOn,
        ...steps.slice(0, i).flatMap((other) => (conflict(of(other.id), of(id)) === undefined ? [] : [other.id])),
      ],
    ]),
  )
}

const ended = new Set<TaskStep['status']>(['done', 'failed', 'skipped', 'asks', 'unclear', 'undone', 'kept'])

/** What to do next. */
export interface Next {
  start: readonly PlanStep[]
  /** Steps that will not be begun, because one that they depend on did not get done. */
  skip: readonly PlanStep[]
}

/** The steps to begin now, in the order of the plan, when so many more may run. */
export const nextSteps = (plan: Plan, order: Order, stands: (id: string) => TaskStep, room: number): Next => {
  const waiting = plan.steps.filter(({ id }) => stands(id).status === 'waiting')
  const troubled = plan.steps.some(({ id }) => ['failed', 'asks', 'unclear'].includes(stands(id).status))
  // Nothing more is begun after a failure, unless the plan wants its other branches to go on.
  if (troubled && plan.onFailure !== 'continue') return { start: [], skip: [] }
  const skip = waiting.filter(({ dependsOn }) =>
    dependsOn.some((id) => ['failed', 'skipped'].includes(stands(id).status)),
  )
  const ready = waiting.filter(
    ({ id, dependsOn }) =>
      dependsOn.every((each) => stands(each).status === 'done') &&
      (order.get(id) ?? []).every((each) => ended.has(stands(each).status)),
  )
  return { start: ready.slice(0, Math.max(0, room)), skip }
}
