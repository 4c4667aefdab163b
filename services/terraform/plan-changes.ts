import { member, z } from '@nimbus/kernel/define'
import { attributeChanges, pathText, unknownMark } from './attribute-diff.ts'
import type { PlanJson, ResourceChange } from './plan-json.ts'
import { secretsOf, withoutSecrets } from './secret-values.ts'

/** One resource that a plan changes, without any secret value. */
export const PlannedChange = z.object({
  address: z.string(),
  type: z.string(),
  id: z.string().optional().describe('The id it has now'),
  action: z.enum(['create', 'update', 'replace', 'delete', 'forget', 'move', 'import']),
  effect: z.enum(['create', 'update', 'delete']).describe('A replacement is a delete'),
  reason: z.string().optional().describe('Why it is replaced or deleted'),
  replacePaths: z.array(z.string()).describe('The attributes that cannot change in place'),
  previousAddress: z.string().optional(),
  attributes: z.array(z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })),
})
export type PlannedChange = z.output<typeof PlannedChange>

/** Terraform's reasons in words (https://developer.hashicorp.com/terraform/internals/json-format#change-representation). */
const reasons: Readonly<Record<string, string>> = {
  replace_because_tainted: 'it is tainted',
  replace_by_request: 'asked for with -replace',
  replace_by_triggers: 'replace_triggered_by',
  replace_because_cannot_update: 'it cannot be changed in place',
  delete_because_no_resource_config: 'no longer in the configuration',
  delete_because_no_module: 'its module is no longer in the configuration',
  delete_because_wrong_repetition: 'count or for_each came or went',
  delete_because_count_index: 'its index is beyond count',
  delete_because_each_key: 'its key is no longer in for_each',
  delete_because_no_move_target: 'it was moved to an address that is not configured',
}

type Action = PlannedChange['action']

const effectOf: Readonly<Record<Action, PlannedChange['effect']>> = {
  create: 'create',
  import: 'create',
  update: 'update',
  move: 'update',
  forget: 'update',
  replace: 'delete',
  delete: 'delete',
}

/** What a plan does to one resource; undefined where that is nothing. */
export const actionOf = ({ change, previous_address }: ResourceChange): Action | undefined => {
  const { actions, importing } = change
  if (actions.includes('delete') && actions.includes('create')) return 'replace'
  if (actions.includes('delete')) return 'delete'
  if (actions.includes('create') && actions.includes('forget')) return 'create'
  if (actions.includes('forget')) return 'forget'
  if (actions.includes('create')) return 'create'
  if (importing) return 'import'
  if (actions.includes('update')) return 'update'
  return previous_address ? 'move' : undefined
}

const currentId = (before: unknown, sensitive: unknown): string | undefined => {
  const id = sensitive === true || member(sensitive, 'id') === true ? undefined : member(before, 'id')
  return typeof id === 'string' ? id : undefined
}

/** Whether an attribute is one that forces a replacement, or lies in one. */
export const forces = (path: string, replacePaths: readonly string[]): boolean =>
  replacePaths.some((forcing) => path === forcing || path.startsWith(`${forcing}.`) || path.startsWith(`${forcing}[`))

const attributesOf = (
  action: Action,
  change: ResourceChange['change'],
  replacePaths: readonly string[],
): PlannedChange['attributes'] => {
  if (action === 'update') return attributeChanges(change)
  if (action !== 'replace') return []
  // Ids and the like only change because everything is new; they would hide what matters.
  return attributeChanges(change).filter(({ path, after }) => after !== unknownMark || forces(path, replacePaths))
}

const toPlanned = (resource: ResourceChange): PlannedChange | undefined => {
  const action = actionOf(resource)
  // Reading a data source changes nothing.
  if (!action || resource.mode === 'data') return undefined
  const { change, action_reason: code } = resource
  const replacePaths = (change.replace_paths ?? []).map(pathText)
  const reason = replacePaths.length > 0 ? replacePaths.join(', ') : code && (reasons[code] ?? code)
  const id = currentId(change.before, change.before_sensitive)
  const dying = action === 'replace' || action === 'delete'
  return {
    address: resource.deposed ? `${resource.address} (deposed ${resource.deposed})` : resource.address,
    type: resource.type,
    ...(id === undefined ? {} : { id }),
    action,
    effect: effectOf[action],
    ...(reason && dying ? { reason } : {}),
    replacePaths,
    ...(resource.previous_address ? { previousAddress: resource.previous_address } : {}),
    attributes: attributesOf(action, change, replacePaths),
  }
}

/** Destroyed and replaced first: that is what a reader must not miss. */
const order: readonly Action[] = ['delete', 'replace', 'forget', 'update', 'move', 'import', 'create']

const sorted = (changes: readonly PlannedChange[]): PlannedChange[] =>
  changes.toSorted((a, b) => order.indexOf(a.action) - order.indexOf(b.action) || (a.address < b.address ? -1 : 1))

const planned = (resources: readonly ResourceChange[], plan: PlanJson): PlannedChange[] => {
  const secrets = secretsOf(plan)
  const changes = sorted(resources.map(toPlanned).filter((each) => each !== undefined))
  return changes.map((change) => ({ ...change, attributes: withoutSecrets(change.attributes, secrets) }))
}

/** What a plan would do, destroyed and replaced resources first. */
export const plannedChanges = (plan: PlanJson): PlannedChange[] => planned(plan.resource_changes, plan)

/** What differs between the state and the world. Something that vanished is a `delete`. */
export const driftedResources = (plan: PlanJson): PlannedChange[] =>
  planned(plan.resource_drift, plan).filter(({ action }) => action !== 'move')

/** Whether a target names a resource, or a module, that a plan has looked at; Terraform passes over one that does not. */
export const isNamed = (plan: PlanJson, target: string): boolean =>
  [...plan.resource_changes, ...plan.resource_drift].some(
    ({ address }) => address === target || address.startsWith(`${target}.`) || address.startsWith(`${target}[`),
  )

/** The names of the outputs that a plan changes. */
export const changedOutputs = (plan: PlanJson): string[] =>
  Object.entries(plan.output_changes)
    .filter(([, { actions }]) => !actions.every((action) => action === 'no-op'))
    .map(([name]) => name)
    .toSorted()
