import { type Change, type Effect, type Plan, type PlanStep, rank } from '@nimbus/kernel'

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
}

const touched = ({ resource, effect }: Change): Touched => {
  const colon = resource.indexOf(':')
  const [path = ''] = resource
    .slice(colon + 1)
    .toLowerCase()
    .split('#')
  return { resource, effect, scheme: resource.slice(0, Math.max(colon, 0)), path: path.replace(/^(\.\/)+|\/+$/g, '') }
}

/** What every step of a plan touches. */
export const touchesOf = ({ steps, decisions }: Plan): ReadonlyMap<string, Touches> => {
  const foreseen = Map.groupBy(decisions, ({ step }) => step)
  return new Map(
    steps.map(({ id, effect }: PlanStep) => {
      const changes = foreseen.get(id)?.flatMap((each) => each.changes) ?? []
      return [id, { effect, resources: changes.length > 0 ? changes.map(touched) : 'unknown' }]
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
