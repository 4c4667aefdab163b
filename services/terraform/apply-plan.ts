import type { Change, Context, Preview } from '@nimbus/kernel/define'
import { type ApplyProgress, parseApplyLine } from './apply-progress.ts'
import type { PlanMode } from './make-plan.ts'
import { headline, type Pins, preconditions } from './pins.ts'
import type { PlannedChange } from './plan-changes.ts'
import { changeSummary, summaryOf } from './plan-summary.ts'
import { type Root, resourceOf } from './root.ts'
import { runTerraform } from './run-terraform.ts'

/** A plan that is about to be applied. */
export interface Ready {
  root: Root
  mode: PlanMode
  /** The plan file. */
  file: string
  pins: Pins
  changes: readonly PlannedChange[]
  outputs: readonly string[]
}

/**
 * Each change as policy sees it. Destroying a whole root is one change, confirmed by the name of its directory:
 * dozens of confirmations, one a resource, would only teach people to paste them.
 */
const changesOf = ({ root, mode, changes, outputs }: Ready): Change[] => {
  if (mode === 'destroy')
    return changes.length === 0 ? [] : [{ resource: resourceOf(root), effect: 'delete', summary: summaryOf(changes) }]
  return [
    ...changes.map((change) => ({
      resource: resourceOf(root, change.address),
      effect: change.effect,
      summary: changeSummary(change),
    })),
    ...(changes.length === 0 && outputs.length > 0
      ? [{ resource: resourceOf(root, 'outputs'), effect: 'update' as const, summary: outputs.join(', ') }]
      : []),
  ]
}

/** What applying would do, with where it would do it first. */
export const previewOf = (ready: Ready): Preview => {
  const { pins, changes, mode, root } = ready
  const list = mode === 'destroy' ? changes.map(({ address }) => `  - ${address}`) : []
  return {
    changes: changesOf(ready),
    context: [headline(pins), summaryOf(changes), ...list],
    preconditions: preconditions(pins),
    ...(root.environment ? { environment: root.environment } : {}),
  }
}

/** Applies the plan file, with one chunk a step of a resource. Raises what {@link runTerraform} raises. */
export const applyReady = async (
  ctx: Pick<Context<ApplyProgress>, 'exec' | 'emit'>,
  { root, file }: Ready,
): Promise<void> => {
  await runTerraform(ctx, root, ['apply', '-json', '-input=false', '-no-color', file], {
    onLine(line) {
      const step = parseApplyLine(line)
      if (step) ctx.emit(step)
    },
  })
}
