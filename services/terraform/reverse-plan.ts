import { rm } from 'node:fs/promises'
import { type Context, denied, failed, type NimbusError, quoted } from '@nimbus/kernel/define'
import type { Ready } from './apply-plan.ts'
import type { ApplyProgress } from './apply-progress.ts'
import { holdsData } from './holds-data.ts'
import { type Pins, requireSame } from './pins.ts'
import { planAsMade, valuesOf } from './plan-as-made.ts'
import { type PlannedChange, plannedChanges } from './plan-changes.ts'
import { planJustMade } from './plan-just-made.ts'
import { type Drifted, driftedFrom, leftOpen } from './refreshed.ts'
import { environmentOf, inCommand, openRootAgain, type Root } from './root.ts'
import { loadPlan } from './saved-plan.ts'
import { pullState } from './state.ts'

/** Which apply is to be taken back, and the version of the state that it left, where somebody saw it end. */
export interface Applied {
  plan: string
  lineage: string | null
  serial: number | null
}

/** Why an apply cannot be taken back by a reverse plan, or undefined. */
export const irreversible = (changes: readonly Pick<PlannedChange, 'action' | 'address'>[]): string | undefined => {
  const [other, ...more] = changes.filter(({ action }) => action !== 'create')
  if (!other) return changes.length === 0 ? 'it created nothing' : undefined
  const rest = more.length > 0 ? ` and ${more.length} more` : ''
  return `${other.address}${rest} was not created by it: bring the configuration back to what it was, and plan that`
}

const drift = (root: Root, { address, attribute }: Drifted): NimbusError =>
  denied('drifted', `${address} is no longer what the apply made`, {
    at: root.shown,
    why: attribute === undefined ? 'it has vanished' : `its ${attribute} was changed outside of Terraform`,
    next: `see how with: nimbus terraform plan ${inCommand(root)} --drift`,
  })

const refuseOthers = (root: Root, changes: readonly PlannedChange[], created: ReadonlySet<string>): void => {
  const [first] = changes.filter(({ address, action }) => action !== 'delete' || !created.has(address))
  if (first)
    throw denied('others-lean-on-it', `${first.address} would go as well, and the apply did not make it`, {
      at: root.shown,
      why: 'it was added since, or it was there before, and depends on what would be destroyed',
      next: `look at all of it with: nimbus terraform plan ${inCommand(root)} --destroy`,
    })
}

/**
 * Makes the plan that takes an apply back, does work with it, and removes its file.
 *
 * Only what the apply created is destroyed, by address. Refused (exit 4) when the state has moved since or lies elsewhere,
 * when something drifted that the apply had decided, when anything else would go along, and where data would be lost with it.
 */
export const withReversePlan = async <T>(
  applied: Applied,
  ctx: Context<ApplyProgress>,
  work: (ready: Ready) => Promise<T>,
): Promise<T> => {
  const { saved, bytes } = await loadPlan(ctx, { plan: applied.plan })
  const why = irreversible(saved.changes)
  if (why)
    throw failed('irreversible', `${saved.id} cannot be taken back`, {
      at: saved.directory,
      why,
      next: `look at what there is with: nimbus terraform plan ${inCommand({ shown: saved.directory, workspace: saved.workspace })} --destroy`,
    })
  const opened = openRootAgain(saved, ctx)
  const created = new Set(saved.changes.map(({ address }) => address))
  const targets = [...created].map((address) => `-target=${address}`)
  const { file, plan, pins } = await planJustMade(ctx, opened, 'destroy', targets, {
    plan: saved.id,
    read: async () => valuesOf(await planAsMade(ctx, opened, bytes)),
  })
  try {
    const lineage = applied.lineage ?? (saved.pins.lineage || pins.lineage)
    const then: Pins = { ...saved.pins, lineage, serial: applied.serial ?? pins.serial }
    const byName = `destroy what is to go by its address: nimbus terraform destroy ${inCommand(opened)} --target ADDRESS`
    requireSame(then, pins, byName)
    const { resources } = await pullState(ctx, opened)
    // Reading what was applied takes seconds with a large provider, and mostly nothing differs at all.
    if (driftedFrom(resources, plan, created)) {
      const open = leftOpen(await planAsMade(ctx, opened, bytes))
      const drifted = driftedFrom(resources, plan, created, open)
      if (drifted) throw drift(opened, drifted)
    }
    const changes = plannedChanges(plan)
    refuseOthers(opened, changes, created)
    const holding = changes.find(({ address, type }) => {
      const entry = resources.get(address)
      return entry !== undefined && holdsData(type, entry)
    })
    if (holding)
      throw denied('data-loss', `${holding.address} may hold data, which would be lost with it`, {
        at: opened.shown,
        why: 'what was stored in it since cannot be brought back',
        next: `save the data, then destroy it by name: nimbus terraform destroy ${inCommand(opened)} --target ${quoted(holding.address)}`,
      })
    const environment = environmentOf(opened.directory, pins.workspace)
    const root = { ...opened, ...(environment ? { environment } : {}) }
    // As an apply: every resource is a deletion of its own, confirmed by its address.
    return await work({ root, mode: 'apply', file, pins, changes, outputs: [] })
  } finally {
    await rm(file, { force: true })
  }
}
