import { isDeepStrictEqual } from 'node:util'
import type { Finding } from '@nimbus/kernel/define'
import { actionOf } from './plan-changes.ts'
import type { PlanJson, ResourceChange } from './plan-json.ts'
import type { RawResource, RawState } from './state-json.ts'

type Status = Finding['status']
type Verdict = readonly [Status, string]

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined

const keysOf = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : [])

/** Whether a value, or a part of it, is not known before the apply. */
const isUnknown = (mark: unknown): boolean =>
  mark === true || (typeof mark === 'object' && mark !== null && Object.values(mark).some(isUnknown))

/** Absent and null are the same to Terraform. */
const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(a ?? null, b ?? null)

type Sides = ResourceChange['change']

/**
 * Whether a value that was to change did. One that has still its old value did not; a new one counts also where it is not
 * the planned one to the letter, because providers write values in their own way.
 */
const moved = ({ before, after, after_unknown: unknown }: Sides, now: unknown): Status => {
  if (!same(now, before)) return 'pass'
  return isUnknown(unknown) ? 'unknown' : same(before, after) ? 'pass' : 'fail'
}

const updated = (change: Sides, now: RawResource): Status => {
  const { before, after, after_unknown: unknown } = change
  const keys = [...new Set([...keysOf(before), ...keysOf(after), ...keysOf(unknown)])]
  const changing = keys
    .map((key) => ({
      before: member(before, key),
      after: member(after, key),
      after_unknown: member(unknown, key),
      key,
    }))
    .filter((each) => isUnknown(each.after_unknown) || !same(each.before, each.after))
  const each = changing.map((sides) => moved({ actions: [], ...sides }, member(now.values, sides.key)))
  // What only may change tells nothing where it is as it was.
  if (each.includes('fail')) return 'fail'
  return each.includes('pass') ? 'pass' : 'unknown'
}

const renewed = (change: Sides, now: RawResource): Status => {
  const [then, id] = [member(change.before, 'id'), member(now.values, 'id')]
  return typeof then === 'string' && typeof id === 'string' && then !== id ? 'pass' : updated(change, now)
}

const said: Readonly<Record<Status, string>> = {
  pass: 'is in the state as planned',
  fail: 'is in the state as it was before',
  unknown: 'is in the state, and nothing tells whether it is the one it was before',
}

const resourceIs = (planned: ResourceChange, { resources }: RawState): Verdict | undefined => {
  const action = actionOf(planned)
  if (!action || planned.mode === 'data') return undefined
  const { address, deposed, change, previous_address: previous } = planned
  const own = resources.filter((each) => each.address === address && each.mode === 'managed')
  if (deposed !== undefined)
    return own.some(({ deposed_key: key }) => key === deposed) ? ['fail', 'is still there'] : ['pass', 'is gone']
  const now = own.find(({ deposed_key: key }) => key === undefined)
  const gone = action === 'delete' || action === 'forget'
  if (gone) return own.length > 0 ? ['fail', 'is still in the state'] : ['pass', 'is gone']
  if (!now) return ['fail', 'is not in the state']
  if (now.tainted === true) return ['fail', 'is in the state and tainted: its creation did not end well']
  if (previous !== undefined && resources.some((each) => each.address === previous))
    return ['fail', `is not moved: ${previous} is still in the state`]
  if (action === 'replace' && own.length > 1) return ['fail', 'is replaced, and its old one is still there']
  const status =
    action === 'replace' ? renewed(change, now) : change.actions.includes('update') ? updated(change, now) : 'pass'
  return [status, said[status]]
}

const outputIs = (name: string, change: Sides, { outputs }: RawState): Verdict => {
  if (change.actions.includes('delete'))
    return outputs.has(name) ? ['fail', 'is still in the state'] : ['pass', 'is gone']
  if (!outputs.has(name)) return ['fail', 'is not in the state']
  const status = change.actions.includes('create') ? 'pass' : moved(change, outputs.get(name))
  return [status, said[status]]
}

const finding = (resource: string, [status, what]: Verdict): Finding => ({
  status,
  code: 'in-state',
  message: `${resource} ${what}`,
  resource,
})

/**
 * Whether a state shows what a plan wanted, one finding a resource and output that it changes. Everything there: the plan
 * has been applied, by whomever. No value is told, so that none that is secret is.
 */
export const plannedInState = (plan: PlanJson, state: RawState): Finding[] => [
  ...plan.resource_changes.flatMap((planned) => {
    const verdict = resourceIs(planned, state)
    const { address, deposed } = planned
    return verdict ? [finding(deposed ? `${address} (deposed ${deposed})` : address, verdict)] : []
  }),
  ...Object.entries(plan.output_changes)
    .filter(([, { actions }]) => !actions.every((action) => action === 'no-op'))
    .map(([name, change]) => finding(`output.${name}`, outputIs(name, change, state))),
]
