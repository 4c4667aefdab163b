import { operation, z } from '@nimbus/kernel/define'
import { ApplyProgress } from '../apply-progress.ts'
import { destroyAsShown, showDestruction } from '../destroy-as-shown.ts'
import { Pins } from '../pins.ts'
import { PlannedChange } from '../plan-changes.ts'
import { countedResources } from '../plan-summary.ts'
import { withReversePlan } from '../reverse-plan.ts'
import { openRootAgain } from '../root.ts'
import { loadPlan } from '../saved-plan.ts'
import { pullState } from '../state.ts'
import { verifyApplied } from '../verify-applied.ts'

/**
 * Takes an apply back: destroys what it created, and nothing else, by a reverse plan that is shown and approved like any
 * other.
 *
 * Refused (exit 4) when the state has moved since, when something was changed outside of Terraform, when anything that the
 * apply did not make would go along, and where data would be lost. An apply that changed or replaced something is taken
 * back by its configuration instead.
 */
export default operation({
  id: 'terraform.apply-undo',
  summary: 'Take an apply back by a reverse plan',
  effect: 'delete',
  openWorld: true,
  untrusted: true,
  input: z.object({
    plan: z.string().min(1).describe('The Terraform plan that was applied, by its id'),
    lineage: z.string().nullable().describe('Of the state after it; null where nobody saw it end'),
    serial: z.number().int().nullable().describe('Of the state after it; null where nobody saw it end'),
  }),
  chunk: ApplyProgress,
  output: z.object({ directory: z.string(), pins: Pins, summary: z.string(), changes: z.array(PlannedChange) }),
  positional: ['plan'],
  needs: { programs: ['terraform'] },
  examples: [{ title: 'Take back what an apply created', input: { plan: 't_abcd', lineage: '4f0c', serial: 3 } }],
  phrases: ['take back the terraform apply of {plan}', 'undo the terraform apply {plan}'],
  target: ({ plan }) => ({ resources: [`terraform:${plan}`] }),

  preview: (input, ctx) => withReversePlan(input, ctx, async (ready) => showDestruction(ctx, ready)),

  run: (input, ctx) => withReversePlan(input, ctx, (ready) => destroyAsShown(ctx, ready)),

  async verify({ plan }, { changes }, ctx) {
    const { saved } = await loadPlan(ctx, { plan })
    return verifyApplied(changes, await pullState(ctx, openRootAgain(saved, ctx)))
  },

  undo: { irreversible: 'what was destroyed is gone; an apply makes it anew' },
  text: ({ directory, changes }) => `✓ took back ${countedResources(changes.length)} of ${directory}`,
})
