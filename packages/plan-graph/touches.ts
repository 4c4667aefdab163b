import { type Change, type Effect, type Plan, type PlanStep, rank } from '@nimbus/kernel'
import { groundOf } from './ground.ts'

/** A resource that a step touches, and how. */
interface Touched {
  resource: string
  effect: Effect
  scheme: string
  path: string
}

/** What a step does to which resources, as its plan foresaw it; `unknown` when nobody could look yet. */
export interface Touches {
  effect: Effect
  resources: readonly Touched[] | 'unknown'
  /** It has an effect, was looked at, and would change nothing as things were then. */
  idle?: true
}

/** What is to be assumed of a step of which nothing is known. */
export const unknownTouches: Touches = { effect: 'delete', resources: 'unknown' }

const touched = ({ resource, effect }: Pick<Change, 'resource' | 'effect'>): Touched => {
  const colon = resource.indexOf(':')
  const [path = ''] = resource
    .slice(colon + 1)
    .toLowerCase()
    .split('#')
  return { resource, effect, scheme: resource.slice(0, Math.max(colon, 0)), path: path.replace(/^(\.\/)+|\/+$/g, '') }
}

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : []
}

/**
 * What a step touches of which no change was foreseen. One that stands on something was looked at, and a look has no
 * more to say of it than that; where it stands on nothing but files that its input names, it touches these. Of any other
 * nobody knows.
 */
const unchanged = (plan: Plan, { id, effect, input }: PlanStep): Touches => {
  const ground = Object.keys(groundOf(plan, id))
  if (effect === 'read' || ground.length === 0) return { effect, resources: 'unknown' }
  const named = new Set(textsIn(input))
  const files = ground.every((name) => named.has(name))
  const resources = files ? ground.map((name) => touched({ resource: `workspace:${name}`, effect })) : 'unknown'
  return { effect, resources, idle: true }
}

/** What every step of a plan touches. */
export const touchesOf = (plan: Plan): ReadonlyMap<string, Touches> => {
  const foreseen = Map.groupBy(plan.decisions, ({ step }) => step)
  return new Map(
    plan.steps.map((step: PlanStep) => {
      const { id, effect } = step
      const changes = foreseen.get(id)?.flatMap((each) => each.changes) ?? []
      return [id, changes.length > 0 ? { effect, resources: changes.map(touched) } : unchanged(plan, step)]
    }),
  )
}

const holds = (outer: string, inner: string): boolean =>
  outer === inner || outer === '' || outer === '.' || inner.startsWith(`${outer}/`)

/**
 * Whether two resources may be the same thing, or one part of the other.
 *
 * Resources of different kinds may be: a file and the Terraform module it belongs to have different URIs.
 */
const overlap = (one: Touched, other: Touched): boolean =>
  one.scheme !== other.scheme || holds(one.path, other.path) || holds(other.path, one.path)

/** A resource that keeps two steps in order, or `unknown`; undefined when they may run in any order. */
export const conflict = (a: Touches, b: Touches): string | undefined => {
  if (a.effect === 'read' && b.effect === 'read') return undefined
  if (a.resources === 'unknown' || b.resources === 'unknown') return 'unknown'
  const others = b.resources
  const found = a.resources.find((one) =>
    others.some((other) => rank(one.effect) + rank(other.effect) > 0 && overlap(one, other)),
  )
  return found?.resource
}
