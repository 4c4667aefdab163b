import { rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Context, Directory, File, operation, z } from '@nimbus/kernel/define'
import { applyReady, previewOf, type Ready } from '../apply-plan.ts'
import { ApplyProgress } from '../apply-progress.ts'
import { initialised } from '../initialise.ts'
import { planFilePath, readPlan } from '../make-plan.ts'
import { currentPins, Pins, requireSame } from '../pins.ts'
import { changedOutputs, PlannedChange, plannedChanges } from '../plan-changes.ts'
import type { PlanJson } from '../plan-json.ts'
import { summaryOf } from '../plan-summary.ts'
import { irreversible } from '../reverse-plan.ts'
import { environmentOf, openRoot } from '../root.ts'
import { claimPlan, loadPlan, requireUnused } from '../saved-plan.ts'
import { pullState } from '../state.ts'
import { verifyApplied } from '../verify-applied.ts'

const Input = z.object({
  plan: z.string().min(1).optional().describe('Id of a plan, as nimbus terraform plan prints it'),
  file: File.optional().describe('A plan file with its .json beside it, instead of an id'),
  directory: Directory.optional().describe('The root, where it lies elsewhere than when the plan was made'),
})
type Input = z.output<typeof Input>

/** Why an apply cannot be taken back, or undefined. */
const noWayBack = ({ plan }: Pick<Input, 'plan'>, changes: Ready['changes']): string | undefined =>
  irreversible(changes) ??
  (plan === undefined ? 'a plan from a file is taken back with: nimbus terraform destroy' : undefined)

/**
 * What a call has read of its plan, by its context. The bytes are the recorded ones each time, so reading them again
 * between preview and run would tell nothing new, and takes seconds with a large provider.
 */
const read = new WeakMap<object, PlanJson>()

/** Does work with the plan made ready: its file in a private place, and everything it is pinned to checked. */
const withReady = async <T>(
  input: Input,
  ctx: Context<ApplyProgress>,
  work: (ready: Ready) => Promise<T>,
): Promise<T> => {
  const { saved, bytes } = await loadPlan(ctx, input)
  await requireUnused(ctx, saved)
  const directory = input.directory ?? resolve(ctx.workspace, saved.directory)
  const opened = openRoot({ directory, workspace: saved.workspace, backendConfig: saved.backendConfig }, ctx)
  const environment = environmentOf(directory, saved.pins.workspace)
  const root = { ...opened, ...(environment ? { environment } : {}) }
  const file = await planFilePath(ctx.cache)
  await writeFile(file, bytes, { mode: 0o600 })
  try {
    const look = async () => {
      const plan = read.get(ctx) ?? (await readPlan(ctx, root, file))
      const pins = await currentPins(ctx, root, plan)
      read.set(ctx, plan)
      return { plan, pins }
    }
    const { plan, pins } = read.has(ctx) ? await look() : await initialised(ctx, root, look)
    requireSame(saved.pins, pins)
    const changes = plannedChanges(plan)
    return await work({ root, mode: saved.mode, file, pins, changes, outputs: changedOutputs(plan) })
  } finally {
    await rm(file, { force: true })
  }
}

/**
 * Applies a saved plan, exactly as it was shown, once.
 *
 * Refused (exit 4) when account, role, region, backend or workspace differ from those it was made for, when the
 * state has moved since, and when it has been applied before. Every destroyed or replaced resource has to be
 * confirmed by its address; the destruction of a whole root by the name of its directory. Ctrl-C interrupts
 * Terraform alone, which then finishes what it is creating and writes its state.
 */
export default operation({
  id: 'terraform.apply',
  summary: 'Apply a saved plan',
  effect: 'delete',
  openWorld: true,
  input: Input,
  chunk: ApplyProgress,
  output: z.object({
    directory: z.string(),
    pins: Pins,
    summary: z.string(),
    changes: z.array(PlannedChange),
    serial: z.number().int().describe('Of the state after it'),
    lineage: z.string().describe('Of the state after it'),
  }),
  positional: ['plan'],
  needs: { programs: ['terraform'] },
  examples: [
    { title: 'Apply a plan by its id', input: { plan: 't_abcd' } },
    { title: 'Apply a plan that another CI job made', input: { file: 'dev.tfplan' } },
  ],
  phrases: [
    'apply the infrastructure',
    'apply the infrastructure of {directory}',
    'ship {directory}',
    'put {plan} into effect',
    'apply {plan}',
    'apply terraform plan {plan}',
    'apply the terraform plan {plan}',
    'apply the plan file {file}',
    'apply {file}',
    'terraform apply {file}',
    'apply {directory}',
    'terraform apply {directory}',
    'apply that plan',
    'apply the changes in {directory}',
    'deploy {directory} with terraform',
    'roll out {directory}',
    'apply the saved terraform plan {plan}',
    'bring {directory} up',
  ],
  words: {
    plan: { kind: 'terraform-plan', unless: 'file', from: { operation: 'terraform.plan', pointer: '/id' } },
    file: { kind: 'terraform-plan-file' },
    directory: { kind: 'root' },
  },
  lines: [{ line: 'terraform apply {plan}' }, { line: 'terraform apply {file}' }],
  target: ({ plan, file }) => ({ resources: [`terraform:${plan ?? file ?? ''}`] }),

  preview: (input, ctx) =>
    withReady(input, ctx, async (ready) => {
      const why = noWayBack(input, ready.changes)
      return { ...previewOf(ready), ...(why ? { irreversible: why } : {}) }
    }),

  run: (input, ctx) =>
    withReady(input, ctx, async (ready) => {
      const { saved } = await loadPlan(ctx, input)
      await claimPlan(ctx, saved)
      await applyReady(ctx, ready)
      const after = await pullState(ctx, ready.root)
      const { root, pins, changes } = ready
      return {
        directory: root.shown,
        pins,
        summary: summaryOf(changes),
        changes: [...changes],
        serial: after.serial,
        lineage: after.lineage,
      }
    }),

  async verify(input, output, ctx) {
    const { saved } = await loadPlan(ctx, input)
    const directory = input.directory ?? resolve(ctx.workspace, saved.directory)
    const root = openRoot({ directory, workspace: saved.workspace, backendConfig: [] }, ctx)
    return verifyApplied(output.changes, await pullState(ctx, root))
  },

  undo({ plan }, { changes, pins, serial, lineage }) {
    const why = noWayBack({ plan }, changes)
    if (why) return { irreversible: why }
    return { operation: 'terraform.apply-undo', input: { plan, lineage: lineage || pins.lineage, serial } }
  },
  text: ({ directory, summary, serial }) => `✓ applied to ${directory}: ${summary}; the state is at serial ${serial}`,
})
