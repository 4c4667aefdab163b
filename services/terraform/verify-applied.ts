import type { Finding } from '@nimbus/kernel/define'
import { sensitiveMark, unknownMark } from './attribute-diff.ts'
import { forces, type PlannedChange } from './plan-changes.ts'
import type { StateEntry, StateView } from './state.ts'

const finding = (status: Finding['status'], address: string, message: string): Finding => ({
  status,
  code: 'in-state',
  message: `${address} ${message}`,
  resource: address,
})

/** The value at a path such as `ingress[0].port`; undefined where there is none. */
const valueAt = (attributes: StateEntry['attributes'], path: string): unknown =>
  (path.match(/[^.[\]]+/g) ?? []).reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)]
    if (typeof value !== 'object' || value === null) return undefined
    return Object.entries(value).find(([name]) => name === key)?.[1]
  }, attributes)

/**
 * Whether a resource is a new one. A new id says so. Where ids are names, as with buckets and roles, the attributes
 * that forced the replacement have to have their new values.
 */
const replaced = ({ address, id, attributes, replacePaths }: PlannedChange, now: StateEntry): Finding => {
  if (now.id !== id) return finding('pass', address, 'is another one now')
  const forcing = attributes.filter(
    ({ path, after }) => forces(path, replacePaths) && after !== unknownMark && after !== sensitiveMark,
  )
  if (forcing.length === 0)
    return finding('unknown', address, 'has the id it had: nothing tells the new one from the old')
  const old = forcing.find(
    ({ path, after }) => JSON.stringify(valueAt(now.attributes, path) ?? null) !== JSON.stringify(after ?? null),
  )
  if (old) return finding('fail', address, `is still the one it was: ${old.path} has its old value`)
  return finding('pass', address, `has its new ${forcing.map(({ path }) => path).join(', ')}`)
}

/** Whether the state, read anew from its backend, shows what the plan promised. */
export const verifyApplied = (changes: readonly PlannedChange[], after: StateView): Finding[] =>
  changes
    .filter(({ address }) => !address.includes(' (deposed '))
    .map((change) => {
      const { address, action } = change
      const now = after.resources.get(address)
      if (action === 'delete' || action === 'forget')
        return now ? finding('fail', address, 'is still in the state') : finding('pass', address, 'is gone')
      if (!now) return finding('fail', address, 'is not in the state')
      return action === 'replace' ? replaced(change, now) : finding('pass', address, 'is in the state')
    })
