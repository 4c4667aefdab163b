import { type Context, denied, type Finding, type NimbusError } from '@nimbus/kernel/define'
import { holderOf } from './lock-holder.ts'
import { type Pins, requireSame } from './pins.ts'
import type { PlanJson } from './plan-json.ts'
import { plannedInState } from './planned-in-state.ts'
import { inCommand, type Root } from './root.ts'
import { locked, runTerraform } from './run-terraform.ts'
import type { SavedPlan } from './saved-plan.ts'
import { parseRawState } from './state-json.ts'

/** How a plan that a run has taken before stands to the world. */
export interface UsedPlan {
  saved: SavedPlan
  /** The run that took it. */
  run: string
  plan: PlanJson
  pins: Pins
}

/** Where it was made, whatever the state has become since; a state that was not there yet has no lineage. */
const requirePlace = ({ saved, pins }: UsedPlan): void =>
  requireSame({ ...saved.pins, serial: pins.serial, lineage: saved.pins.lineage || pins.lineage }, pins)

const requireUnlocked = async (ctx: Pick<Context, 'exec'>, root: Root): Promise<void> => {
  const holder = await holderOf(ctx, root)
  if (holder) throw locked(holder, root)
}

const listed = (findings: readonly Finding[], status: Finding['status'], what: string): string[] => {
  const names = findings.filter((each) => each.status === status).map(({ resource }) => resource)
  return names.length > 0 ? [`${what}: ${names.join(', ')}`] : []
}

const inPart = ({ saved, run }: UsedPlan, root: Root, findings: readonly Finding[]): NimbusError =>
  denied('plan-used', `${saved.id} has been applied before, and not all that it planned is there`, {
    at: run,
    why: [
      ...listed(findings, 'pass', 'there'),
      ...listed(findings, 'fail', 'not there'),
      ...listed(findings, 'unknown', 'nobody can tell'),
    ].join('; '),
    next: `make a new plan of what is left with: nimbus terraform plan ${inCommand(root)} — and apply that`,
  })

const whole = ({ saved, run }: UsedPlan, root: Root): NimbusError =>
  denied('plan-used', `${saved.id} has been applied before`, {
    at: run,
    why: 'all that it planned is in the state',
    next: `there is nothing left to do; see it with: nimbus terraform show ${inCommand(root)}`,
    already: true,
  })

/**
 * Lets a plan pass that was taken and of which nothing came, because its state is the one it was made for. Of any other
 * the state tells how far it was applied.
 *
 * Raises `plan-used` (exit 4), with `already` when everything is there and else with what is and what is not;
 * `state-locked` while Terraform may still be at work; and what `requireSame` raises when it is another place.
 */
export const requireNothingCameOf = async (
  ctx: Pick<Context, 'exec'>,
  root: Root,
  used: UsedPlan,
  made: (findings: readonly Finding[]) => NonNullable<NimbusError['data']['made']>,
): Promise<void> => {
  const { saved, plan, pins } = used
  requirePlace(used)
  if (saved.pins.serial === pins.serial && saved.pins.lineage === pins.lineage) {
    await requireUnlocked(ctx, root)
    return
  }
  const { stdout } = await runTerraform(ctx, root, ['show', '-json', '-no-color'])
  const findings = plannedInState(plan, parseRawState(stdout))
  const isWhole = findings.every(({ status }) => status === 'pass')
  if (!isWhole) await requireUnlocked(ctx, root)
  const error = isWhole ? whole(used, root) : inPart(used, root, findings)
  error.data.made = made(findings)
  throw error
}
