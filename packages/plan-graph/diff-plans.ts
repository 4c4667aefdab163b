import { canonicalJson, type Plan, type PlanStep } from '@nimbus/kernel'
import { redirected } from './references.ts'

/** A part of a step or plan that is not the same in both. */
export interface PlanPartChange {
  /** `input`, `dependsOn`, `effect` and so on. */
  part: string
  before?: unknown
  after?: unknown
}

/** How two plans differ. */
export interface PlanDifference {
  same: boolean
  /** Parts of the plan as a whole. */
  plan: readonly PlanPartChange[]
  /** Steps only the second has, by id there. */
  added: readonly { id: string; operation: string; effect: string }[]
  /** Steps only the first has, by id there. */
  removed: readonly { id: string; operation: string; effect: string }[]
  /** Steps of both that are not alike; `was` is its id in the first where that is another. */
  changed: readonly { id: string; was?: string; operation: string; parts: readonly PlanPartChange[] }[]
}

const parts = <Whole extends object>(a: Whole, b: Whole, names: readonly (keyof Whole & string)[]): PlanPartChange[] =>
  names.flatMap((part) => {
    const [before, after] = [a[part], b[part]]
    if (canonicalJson(before) === canonicalJson(after)) return []
    return [{ part, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }]
  })

/** Which step of the first plan a step of the second is: the same call, else the same id, else the same operation. */
const pairsOf = (a: readonly PlanStep[], b: readonly PlanStep[]): ReadonlyMap<string, string> => {
  const pairs = new Map<string, string>()
  const taken = new Set<string>()
  const match = (keyOf: (step: PlanStep) => string) => {
    const open = Map.groupBy(
      a.filter(({ id }) => !taken.has(id)),
      keyOf,
    )
    for (const step of b) {
      const found = pairs.has(step.id) ? undefined : open.get(keyOf(step))?.shift()
      if (!found) continue
      pairs.set(step.id, found.id)
      taken.add(found.id)
    }
  }
  match(({ id, operation, input }) => canonicalJson([id, operation, input]))
  match(({ operation, input }) => canonicalJson([operation, input]))
  match(({ id, operation }) => canonicalJson([id, operation]))
  match(({ operation }) => operation)
  return pairs
}

const briefly = ({ id, operation, effect }: PlanStep) => ({ id, operation, effect })

/** What the second plan has that the first has not, and the other way round. Ids of steps do not matter, calls do. */
export const diffPlans = (a: Plan, b: Plan): PlanDifference => {
  const pairs = pairsOf(a.steps, b.steps)
  const ofA = new Map(a.steps.map((step) => [step.id, step]))
  const kept = new Set(pairs.values())
  const changed = b.steps.flatMap((after) => {
    const before = ofA.get(pairs.get(after.id) ?? '')
    if (!before) return []
    const dependsOn = after.dependsOn.map((id) => pairs.get(id) ?? id).sort()
    const told = { ...after, dependsOn, input: redirected(after.input, pairs) }
    const found = parts({ ...before, dependsOn: [...before.dependsOn].sort() }, told, [
      'input',
      'dependsOn',
      'effect',
      'reason',
      'expect',
      'retry',
      'timeoutMs',
      'asserts',
    ])
    const was = before.id === after.id ? {} : { was: before.id }
    return found.length === 0 ? [] : [{ id: after.id, ...was, operation: after.operation, parts: found }]
  })
  const added = b.steps.filter(({ id }) => !pairs.has(id)).map(briefly)
  const removed = a.steps.filter(({ id }) => !kept.has(id)).map(briefly)
  const plan = parts(a, b, [
    'request',
    'intent',
    'plannedBy',
    'workspace',
    'environment',
    'preconditions',
    'estimates',
    'risks',
    'toolVersions',
    'onFailure',
  ])
  return { same: plan.length + added.length + removed.length + changed.length === 0, plan, added, removed, changed }
}
