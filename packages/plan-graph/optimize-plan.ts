import { type CatalogEntry, canonicalJson, failed, newId, type Plan, type PlanStep } from '@nimbus/kernel'
import { cycleIn, stagesOf } from './graph.ts'
import { groundOf, preconditionName } from './ground.ts'
import { type Reach, reachOf } from './reach.ts'
import { sealed } from './read-plan.ts'
import { redirected, referencesIn } from './references.ts'
import { conflict, type Touches, touchesOf, unknownTouches } from './touches.ts'
import type { Known } from './validate-plan.ts'

/** One thing that was done to a plan, in words. */
export interface PlanChange {
  did: 'merged' | 'dropped' | 'ordered'
  step: string
  /** The step that it is the same as, or stays after. */
  other?: string
  why: string
}

/** A plan that does the same with less, and how. */
export interface Optimized {
  /** The same plan where there was nothing to do. */
  plan: Plan
  changes: readonly PlanChange[]
  /** Steps that may run side by side, stage by stage. */
  stages: readonly (readonly string[])[]
}

interface Work {
  steps: readonly PlanStep[]
  touches: ReadonlyMap<string, Touches>
  catalog: Known
  /** What steps were put after to keep the order. It says nothing of whether anybody wants what comes before. */
  added: ReadonlyMap<string, readonly string[]>
}

const touchesIn = ({ touches }: Work, id: string): Touches => touches.get(id) ?? unknownTouches

/** Why a step stays after another one, on account of a resource or because nobody knows what they touch. */
const whyAfter = (work: Work, other: string, step: string, on: string): string => {
  const stays = `step ${step} stays after step ${other}`
  if (touchesIn(work, step).idle) return `${stays}, which may give it something to change; as things are it has nothing`
  return on === 'unknown'
    ? `${stays}: what they touch is not known before they run`
    : `${stays}: both may concern ${on}`
}

/** Dependencies for steps whose effects meet, in the order in which the plan runs them. */
const ordered = (work: Work): { work: Work; changes: PlanChange[] } => {
  const reach = reachOf(work.steps)
  const added = new Map<string, readonly string[]>()
  const changes: PlanChange[] = []
  const own = new Map(work.steps.map(({ id, dependsOn }) => [id, dependsOn]))
  reach.order.forEach((second, i) => {
    // What was put before them in the meantime counts as well.
    for (const each of own.get(second) ?? []) reach.put(each, second)
    // The nearest first: what comes before it comes along.
    for (let at = i - 1; at >= 0; at--) {
      const other = reach.order[at] ?? ''
      if (reach.isBefore(other, second)) continue
      const on = conflict(touchesIn(work, other), touchesIn(work, second))
      if (on === undefined) continue
      reach.put(other, second)
      added.set(second, [...(added.get(second) ?? []), other])
      changes.push({ did: 'ordered', step: second, other, why: whyAfter(work, other, second, on) })
    }
  })
  if (added.size === 0) return { work, changes }
  const of = (id: string) => added.get(id) ?? []
  const steps = work.steps.map((step) => ({ ...step, dependsOn: [...step.dependsOn, ...of(step.id)] }))
  const all = new Map(steps.map(({ id }) => [id, [...(work.added.get(id) ?? []), ...of(id)]]))
  return { work: { ...work, steps, added: all }, changes }
}

/** Whether a call may be made once instead of twice, as far as its operation says. */
const repeats = ({ idempotent, effect, openWorld }: CatalogEntry): boolean =>
  // The world outside moves by itself, so that a second look may tell something new.
  idempotent && !(effect === 'read' && openWorld)

/** Whether nothing that runs between two equal calls changes what the second touches. */
const undisturbed = (work: Work, reach: Reach, first: PlanStep, second: PlanStep): boolean => {
  const between = reach.order.slice(reach.order.indexOf(first.id) + 1, reach.order.indexOf(second.id))
  return between.every((id) => {
    const other = touchesIn(work, id)
    return other.effect === 'read' || conflict(other, touchesIn(work, second.id)) === undefined
  })
}

/** Steps that repeat an earlier one, each with that one. */
const duplicates = (work: Work): ReadonlyMap<string, string> => {
  const reach = reachOf(work.steps)
  const byId = new Map(work.steps.map((step) => [step.id, step]))
  const seen = new Map<string, PlanStep>()
  const turned = new Map<string, string>()
  for (const id of reach.order) {
    const step = byId.get(id)
    const entry = step && work.catalog.get(step.operation)
    // What was asked last is what the plan answers.
    const isAnswer = step?.effect === 'read' && id === work.steps.at(-1)?.id
    if (!step || !entry || isAnswer || !repeats(entry)) continue
    const { operation, input, expect, asserts, retry, timeoutMs } = step
    const key = canonicalJson([operation, redirected(input, turned), expect, asserts, retry, timeoutMs])
    const first = seen.get(key)
    const isEarly = (each: string) => each === first?.id || reach.isBefore(each, first?.id ?? '')
    const early = step.dependsOn.every((each) => isEarly(turned.get(each) ?? each))
    if (first && early && undisturbed(work, reach, first, step)) turned.set(id, first.id)
    else seen.set(key, step)
  }
  return turned
}

/** Whether the result of a step is to be something, so that the plan has it made for that alone. */
const isToBe = ({ expect, asserts = [] }: PlanStep): boolean => expect !== undefined || asserts.length > 0

/** Reads that say nothing of the plan's own work, that nobody uses or waits for, and that are not what was asked last. */
const unused = (work: Work): readonly string[] => {
  const { steps, catalog } = work
  const reads = ({ id, operation }: PlanStep) =>
    catalog.get(operation)?.effect === 'read' && touchesIn(work, id).effect === 'read'
  if (steps.every(reads)) return []
  const wanted = ({ id, dependsOn, input }: PlanStep) => [
    ...dependsOn.filter((each) => !work.added.get(id)?.includes(each)),
    ...referencesIn(input).map((reference) => reference.step),
  ]
  const needed = new Set(steps.flatMap(wanted))
  const reach = reachOf(steps)
  const effects = steps.filter((step) => !reads(step))
  const isIdle = (step: PlanStep): boolean =>
    step.id !== steps.at(-1)?.id &&
    !isToBe(step) &&
    !needed.has(step.id) &&
    !effects.some(({ id }) => reach.isBefore(id, step.id))
  return steps.filter((step) => reads(step) && isIdle(step)).map(({ id }) => id)
}

/**
 * Steps that were looked at and would change nothing, where nothing that comes before them may give them something to
 * change. One whose result is wanted, or is to be something, is made all the same; and so is the last step of all.
 */
const needless = ({ steps, ...work }: Work): readonly string[] => {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const used = new Set(steps.flatMap(({ input }) => referencesIn(input).map((reference) => reference.step)))
  const stays: string[] = []
  const gone = reachOf(steps).order.filter((id) => {
    const touches = work.touches.get(id) ?? unknownTouches
    const step = byId.get(id)
    const wanted = used.has(id) || (step !== undefined && isToBe(step))
    const met = stays.some((other) => {
      const before = work.touches.get(other) ?? unknownTouches
      return before.effect !== 'read' && conflict(before, touches) !== undefined
    })
    const goes = touches.idle === true && !wanted && !met
    if (!goes) stays.push(id)
    return goes
  })
  return stays.length === 0 ? gone.slice(0, -1) : gone
}

/** What is left without some steps, and what leaned on these turned to what stands for them. */
const without = (work: Work, gone: ReadonlySet<string>, turned: ReadonlyMap<string, string>): Work => {
  const byId = new Map(work.steps.map((step) => [step.id, step]))
  /** What has to come before whoever waited for a step: it, what stands for it, or what it waited for itself. */
  const left = (id: string): readonly string[] => {
    const other = turned.get(id)
    if (other !== undefined) return [other]
    if (!gone.has(id)) return [id]
    const added = work.added.get(id) ?? []
    return (byId.get(id)?.dependsOn ?? []).filter((each) => !added.includes(each)).flatMap(left)
  }
  const redirect = (ids: readonly string[]) => [...new Set(ids.flatMap(left))]
  const kept = work.steps.filter(({ id }) => !gone.has(id))
  const steps = kept.map((step) => ({
    ...step,
    dependsOn: redirect(step.dependsOn),
    input: redirected(step.input, turned),
  }))
  return { ...work, steps, added: new Map([...work.added].map(([id, ids]) => [id, redirect(ids)])) }
}

/** The plan with these steps alone, and what is known of them. */
const smaller = (plan: Plan, steps: readonly PlanStep[]): Plan => {
  const left = new Set(steps.map(({ id }) => id))
  const shape = { steps }
  const kept = steps.flatMap(({ id }) =>
    Object.entries(groundOf(plan, id)).map(([name, value]) => [preconditionName(shape, id, name), value] as const),
  )
  return sealed({
    ...plan,
    id: newId('p'),
    steps,
    decisions: plan.decisions.filter(({ step }) => left.has(step)),
    preconditions: Object.fromEntries(kept),
  })
}

const sameCall = (step: string, other: string): string =>
  `step ${step} is the same call as step ${other}, and nothing between them changes what it touches`

const noChange = (step: string): string =>
  `step ${step} would change nothing: what it asks for is there, and nothing before it changes that`

const idleRead = (step: string): string =>
  `step ${step} only reads, before anything is changed, and nobody uses what it gives`

/**
 * A plan that leaves the same world behind with fewer steps: equal calls that may be repeated are made once, reads that
 * nobody uses and effects that would change nothing are left out, and steps whose effects meet are kept in order so that all others may run side by side.
 *
 * What a step touches is taken from the plan's decisions; a step that could not be looked at keeps its place. Nothing
 * its author made a step depend on is taken away, and doing it twice changes nothing more. Raises `plan-cycle`.
 */
export const optimizePlan = (plan: Plan, catalog: Known): Optimized => {
  const cycle = cycleIn(plan.steps)
  if (cycle) throw failed('plan-cycle', `Steps depend on each other: ${cycle.join(' → ')}`)
  const touches = touchesOf(plan)
  const changes: PlanChange[] = []
  let work: Work = { steps: plan.steps, touches, catalog, added: new Map() }
  for (let more = true; more; ) {
    const next = ordered(work)
    changes.push(...next.changes)
    work = next.work
    const turned = duplicates(work)
    const still = turned.size > 0 ? [] : needless(work)
    const idle = turned.size + still.length > 0 ? [] : unused(work)
    for (const [step, other] of turned) changes.push({ did: 'merged', step, other, why: sameCall(step, other) })
    for (const step of still) changes.push({ did: 'dropped', step, why: noChange(step) })
    for (const step of idle) changes.push({ did: 'dropped', step, why: idleRead(step) })
    work = without(work, new Set([...turned.keys(), ...still, ...idle]), turned)
    more = turned.size + still.length + idle.length > 0
  }
  const left = new Set(work.steps.map(({ id }) => id))
  // Why two steps stay in order is of no interest once one of them is gone.
  const said = changes.filter(
    ({ did, step, other }) => did !== 'ordered' || (left.has(step) && left.has(other ?? step)),
  )
  const stages = stagesOf(work.steps)
  return changes.length === 0
    ? { plan, changes: [], stages }
    : { plan: smaller(plan, work.steps), changes: said, stages }
}
