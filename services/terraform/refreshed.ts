import { member } from '@nimbus/kernel/define'
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
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0)

/**
 * Whether two values say the same: providers read back nothing as an empty map or as `false`, and the reverse. What is
 * marked `true` in `open`, at the same place, may be anything.
 */
export const saysTheSame = (one: unknown, other: unknown, open?: unknown): boolean => {
  if (open === true) return true
  if (isEmpty(one) || isEmpty(other)) return isEmpty(one) && isEmpty(other)
  if (typeof one !== 'object' || typeof other !== 'object' || Array.isArray(one) !== Array.isArray(other))
    return one === other
  const before = new Map(Object.entries(one as object))
  const after = new Map(Object.entries(other as object))
  if (Array.isArray(one) && before.size !== after.size) return false
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  return keys.every((key) => saysTheSame(before.get(key), after.get(key), member(open, key)))
}

/** A value of any type, as a state has it: with its type beside it. A plan gives it as it is. */
const isTyped = (value: unknown): value is { value: unknown } =>
  typeof value === 'object' && value !== null && Object.keys(value).toSorted().join() === 'type,value'

const isAsStored = (stored: unknown, now: unknown, open: unknown): boolean =>
  saysTheSame(stored, now, open) || (isTyped(stored) && saysTheSame(stored.value, now, open))

type Attributes = Readonly<Record<string, unknown>>

/** The first attribute that is no longer as the state has it. */
const changedIn = (stored: Attributes, now: Attributes, open: unknown): string | undefined =>
  [...new Set([...Object.keys(stored), ...Object.keys(now)])].find(
    (key) => !isAsStored(stored[key], now[key], member(open, key)),
  )

/**
 * What a plan left to the provider, by address: `true` where a value was not known before the apply. Such a value may
 * change without anybody's doing, as when an address is given to a gateway or a bucket gets its versioning.
 */
export const leftOpen = ({ resource_changes }: Pick<PlanJson, 'resource_changes'>): ReadonlyMap<string, unknown> =>
  new Map(resource_changes.map(({ address, change }) => [address, change.after_unknown]))

/** A resource that is no longer as the state has it, and in which attribute where it is there. */
export interface Drifted {
  address: string
  attribute?: string
}

/**
 * The first of some resources that is no longer as the state has it: a plan looks at the world before anything else, and
 * says what it found as its prior state. Terraform lists what drifted only in plans that are not to destroy.
 */
export const driftedFrom = (
  state: ReadonlyMap<string, StateEntry>,
  { prior_state }: Pick<PlanJson, 'prior_state'>,
  addresses: Iterable<string>,
  open: ReadonlyMap<string, unknown> = new Map(),
): Drifted | undefined => {
  const found = new Map(prior_state?.values ? resourcesIn(prior_state.values.root_module) : [])
  for (const address of addresses) {
    const before = state.get(address)
    if (!before) continue
    const now = found.get(address)
    if (!now) return { address }
    const attribute = changedIn(before.attributes, now, open.get(address))
    if (attribute !== undefined) return { address, attribute }
  }
  return undefined
}
