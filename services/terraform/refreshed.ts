import type { PlanJson, StateModule } from './plan-json.ts'
import type { StateEntry } from './state.ts'

/** The managed resources of a module and of those in it, by address. */
const resourcesIn = ({ resources, child_modules }: StateModule): [string, Readonly<Record<string, unknown>>][] => [
  ...resources
    .filter(({ mode, deposed_key }) => mode === 'managed' && deposed_key === undefined)
    .map(({ address, values }): [string, Readonly<Record<string, unknown>>] => [address, values]),
  ...child_modules.flatMap(resourcesIn),
]

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

/** Whether two values say the same: providers read back nothing as an empty map, and the reverse. */
export const saysTheSame = (one: unknown, other: unknown): boolean => {
  if (isEmpty(one) || isEmpty(other)) return isEmpty(one) && isEmpty(other)
  if (typeof one !== 'object' || typeof other !== 'object' || Array.isArray(one) !== Array.isArray(other))
    return one === other
  const before = new Map(Object.entries(one as object))
  const after = new Map(Object.entries(other as object))
  if (Array.isArray(one) && before.size !== after.size) return false
  return [...new Set([...before.keys(), ...after.keys()])].every((key) => saysTheSame(before.get(key), after.get(key)))
}

/** A value of any type, as a state has it: with its type beside it. A plan gives it as it is. */
const isTyped = (value: unknown): value is { value: unknown } =>
  typeof value === 'object' && value !== null && Object.keys(value).toSorted().join() === 'type,value'

const isAsStored = (stored: unknown, now: unknown): boolean =>
  saysTheSame(stored, now) || (isTyped(stored) && saysTheSame(stored.value, now))

const areAsStored = (stored: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): boolean =>
  [...new Set([...Object.keys(stored), ...Object.keys(now)])].every((key) => isAsStored(stored[key], now[key]))

/**
 * The first of some resources that is no longer as the state has it: a plan looks at the world before anything else, and
 * says what it found as its prior state. Terraform lists what drifted only in plans that are not to destroy.
 */
export const driftedFrom = (
  state: ReadonlyMap<string, StateEntry>,
  { prior_state }: Pick<PlanJson, 'prior_state'>,
  addresses: Iterable<string>,
): { address: string; what: 'vanished' | 'changed' } | undefined => {
  const found = new Map(prior_state?.values ? resourcesIn(prior_state.values.root_module) : [])
  for (const address of addresses) {
    const before = state.get(address)
    if (!before) continue
    const now = found.get(address)
    if (!now) return { address, what: 'vanished' }
    if (!areAsStored(before.attributes, now)) return { address, what: 'changed' }
  }
  return undefined
}
