import { rm } from 'node:fs/promises'
import { type Context, operation, z } from '@nimbus/kernel/define'
import type { Ready } from '../apply-plan.ts'
import { ApplyProgress } from '../apply-progress.ts'
import { destroyAsShown, showDestruction } from '../destroy-as-shown.ts'
import {
  backendConfig,
  directory,
  extraArguments,
  passthrough,
  target,
  valueArguments,
  values,
  workspace,
} from '../inputs.ts'
import { Pins } from '../pins.ts'
import { PlannedChange, plannedChanges } from '../plan-changes.ts'
import { planJustMade } from '../plan-just-made.ts'
import { rootFlags } from '../plan-lines.ts'
import { countedResources } from '../plan-summary.ts'
import { environmentOf, inCommand, openRoot } from '../root.ts'
import { rootWords, variableWords } from '../root-words.ts'
import { pullState } from '../state.ts'
import { verifyApplied } from '../verify-applied.ts'

const Input = z.object({ directory, workspace, backendConfig, ...values, target, args: passthrough })
type Input = z.output<typeof Input>

/** Why nothing takes a destruction back. */
const gone = 'what was destroyed is gone; an apply makes it anew, without its data'

/** Plans the destruction, does work with it, and removes the plan file. */
const withPlan = async <T>(
  input: Input,
  ctx: Context<ApplyProgress>,
  work: (ready: Ready) => Promise<T>,
): Promise<T> => {
  const opened = openRoot(input, ctx)
  const { file, plan, pins } = await planJustMade(ctx, opened, 'destroy', [
    ...valueArguments(input),
    ...extraArguments(input.args),
  ])
  try {
    const environment = environmentOf(input.directory, pins.workspace)
    const root = { ...opened, ...(environment ? { environment } : {}) }
    return await work({ root, mode: 'destroy', file, pins, changes: plannedChanges(plan), outputs: [] })
  } finally {
    await rm(file, { force: true })
  }
}

/**
 * Destroys everything in a root, or the addresses named with `--target`.
 *
 * Lists every resource first. It counts as one deletion, confirmed by the name of the root's directory
 * (`--confirm dev` for envs/dev). What is destroyed is exactly what was listed, or nothing. Ctrl-C interrupts
 * Terraform alone, which then writes its state.
 */
export default operation({
  id: 'terraform.destroy',
  summary: 'Destroy everything in a root',
  effect: 'delete',
  openWorld: true,
  untrusted: true,
  input: Input,
  chunk: ApplyProgress,
  output: z.object({ directory: z.string(), pins: Pins, summary: z.string(), changes: z.array(PlannedChange) }),
  positional: ['directory'],
  passthrough: 'args',
  needs: { programs: ['terraform'] },
  examples: [{ title: 'Take one environment down', input: { directory: 'envs/dev' } }],
  phrases: [
    'tear {directory} down',
    'take {directory} down',
    'tear down everything in {directory}',
    'bring down {directory}',
    'destroy {directory}',
    'take down {directory}',
    'tear down {directory}',
    'destroy everything in {directory}',
    'destroy the environment {directory}',
    'destroy the infrastructure in {directory}',
    'terraform destroy {directory}',
    'destroy only {target} in {directory}',
  ],
  words: {
    ...rootWords,
    target: { kind: 'address' },
    varFile: { kind: 'file', words: ['with {}', 'var file {}', 'values from {}', 'using {}'] },
    var: variableWords,
    args: { kind: 'structure' },
  },
  lines: [
    {
      line: 'terraform destroy {directory?}',
      flags: {
        ...rootFlags,
      },
    },
  ],
  target: ({ directory, workspace }) => {
    const environment = environmentOf(directory, workspace)
    return { resources: [`terraform:${directory}`], ...(environment ? { environment } : {}) }
  },

  preview: (input, ctx) =>
    withPlan(input, ctx, async (ready) => ({ ...showDestruction(ctx, ready), undo: { irreversible: gone } })),

  run: (input, ctx) => withPlan(input, ctx, (ready) => destroyAsShown(ctx, ready)),

  async verify({ directory, workspace }, { changes }, ctx) {
    const root = openRoot({ directory, workspace }, ctx)
    return verifyApplied(changes, await pullState(ctx, root))
  },

  undo: (_input, { changes }) => ({ irreversible: changes.length === 0 ? 'nothing was changed' : gone }),
  text({ directory, changes }, { target, workspace }) {
    if (changes.length > 0) return `✓ destroyed ${countedResources(changes.length)} of ${directory}`
    if (target.length === 0) return `${directory} was empty already`
    return `! nothing was destroyed: ${target.join(', ')} is not in ${directory}; see what is with: nimbus terraform state list ${inCommand({ shown: directory, ...(workspace ? { workspace } : {}) })}`
  },
})
