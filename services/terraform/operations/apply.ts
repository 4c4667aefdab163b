import { rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Context, Directory, File, NimbusError, operation, z } from '@nimbus/kernel/define'
import { applyReady, previewOf, type Ready } from '../apply-plan.ts'
import { ApplyProgress } from '../apply-progress.ts'
import { willHoldData } from '../holds-data.ts'
import { initialised } from '../initialise.ts'
import { planFilePath, readPlan } from '../make-plan.ts'
import { currentPins, Pins, requireSame } from '../pins.ts'
import { changedOutputs, PlannedChange, plannedChanges } from '../plan-changes.ts'
import type { PlanJson } from '../plan-json.ts'
import { summaryOf } from '../plan-summary.ts'
import { irreversible } from '../reverse-plan.ts'
import { confined, environmentOf, inCommand, openRoot, type Root } from '../root.ts'
import { claimPlan, loadPlan, type SavedPlan, takenAsWell, usedBy } from '../saved-plan.ts'
import { pullState, type StateView } from '../state.ts'
import { requireNothingCameOf } from '../used-plan.ts'
import { verifyApplied } from '../verify-applied.ts'

const Input = z.object({
  plan: z.string().min(1).optional().describe('Id of a plan, as nimbus terraform plan prints it'),
  file: File.optional().describe('A plan file with its .json beside it, instead of an id'),
  directory: Directory.optional().describe('The root, where it lies elsewhere than when the plan was made'),
})
type Input = z.output<typeof Input>

/**
 * What a call has read of its plan, by its context. The bytes are the recorded ones each time, so reading them again
 * between preview and run would tell nothing new, and takes seconds with a large provider.
 */
const read = new WeakMap<object, PlanJson>()

const Output = z.object({
  directory: z.string(),
  pins: Pins,
  summary: z.string(),
  changes: z.array(PlannedChange),
  serial: z.number().int().describe('Of the state after it'),
  lineage: z.string().describe('Of the state after it'),
})
type Output = z.output<typeof Output>

const outputOf = ({ root, pins, changes }: Ready, { serial, lineage }: Omit<StateView, 'resources'>): Output => ({
  directory: root.shown,
  pins,
  summary: summaryOf(changes),
  changes: [...changes],
  serial,
  lineage,
})

/** The way back: of exactly the state that it left, or, before it is known which that will be, of what the plan makes. */
const wayBack = ({ plan }: Input, changes: readonly PlannedChange[], left?: Pick<Pins, 'lineage' | 'serial'>) => {
  const why = irreversible(changes) ?? willHoldData(changes)
  if (why) return { irreversible: why }
  if (!plan) return { irreversible: 'a plan from a file is taken back with: nimbus terraform destroy' }
  const { lineage = null, serial = null } = left ?? {}
  return { operation: 'terraform.apply-undo', input: { plan, lineage, serial } }
}

/** Why what the state has of a plan is not taken back as its own. */
const nobodysOwn = (other: string, root: Root): string =>
  `${other} was applied as well, and the state does not tell which of them made what: destroy what is to go by its address: nimbus terraform destroy ${inCommand(root)} --target ADDRESS`

/** Where a plan is applied. What lies beside a plan file may be anybody's, and leads out of the workspace for nobody else. */
const directoryOf = (input: Input, saved: SavedPlan, ctx: Pick<Context, 'workspace' | 'direct'>): string => {
  if (input.directory !== undefined) return input.directory
  const directory = resolve(ctx.workspace, saved.directory)
  if (input.file !== undefined) confined(directory, saved.directory, ctx)
  return directory
}

/** A plan that is ready, and the run that has taken it before without anything coming of it. */
interface Unused extends Ready {
  before: string | undefined
}

/** Does work with the plan made ready: its file in a private place, and everything it is pinned to checked. */
const withReady = async <T>(
  input: Input,
  ctx: Context<ApplyProgress>,
  work: (ready: Unused) => Promise<T>,
): Promise<T> => {
  const { saved, bytes } = await loadPlan(ctx, input)
  const before = await usedBy(ctx, saved)
  const directory = directoryOf(input, saved, ctx)
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
    const changes = plannedChanges(plan)
    const ready = { root, mode: saved.mode, file, pins, changes, outputs: changedOutputs(plan), before }
    if (before) {
      const other = await takenAsWell(ctx, saved)
      await requireNothingCameOf(ctx, root, { saved, run: before, plan, pins }, (findings) => ({
        data: outputOf({ ...ready, pins: saved.pins }, pins),
        findings,
        undo: other ? { irreversible: nobodysOwn(other, root) } : wayBack(input, changes, pins),
      }))
    } else requireSame(saved.pins, pins)
    return await work(ready)
  } finally {
    await rm(file, { force: true })
  }
}

/** Applies, and says of what failed after something was made how to go on from there, and how to go back. */
const applyOrSay = async (input: Input, ready: Ready, ctx: Context<ApplyProgress>): Promise<void> => {
  let begun = false
  const emit = (step: ApplyProgress) => {
    begun = true
    ctx.emit(step)
  }
  try {
    await applyReady({ exec: ctx.exec, emit }, ready)
  } catch (thrown) {
    if (begun && thrown instanceof NimbusError && thrown.data.code === 'terraform-failed') {
      const goOn = `mend it, and plan what is left with: nimbus terraform plan ${inCommand(ready.root)}`
      const isOneWay = 'irreversible' in wayBack(input, ready.changes)
      thrown.data.next = isOneWay ? goOn : `${goOn}; or take back what was made with: nimbus undo ${ctx.run}`
    }
    throw thrown
  }
}

/**
 * Applies a saved plan, exactly as it was shown, once.
 *
 * Refused (exit 4) when account, role, region, backend or workspace differ from those it was made for, when the
 * state has moved since, and when it has been applied before; then it says what of it is there. A plan of which nothing
 * came, because its apply was cut off or failed at once, may be applied again. Every destroyed or replaced resource has to be
 * confirmed by its address; the destruction of a whole root by the name of its directory. Ctrl-C interrupts
 * Terraform alone, which then finishes what it is creating and writes its state.
 */
export default operation({
  id: 'terraform.apply',
  summary: 'Apply a saved plan',
  effect: 'delete',
  openWorld: true,
  untrusted: true,
  input: Input,
  chunk: ApplyProgress,
  output: Output,
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
    withReady(input, ctx, async (ready) => ({ ...previewOf(ready), undo: wayBack(input, ready.changes) })),

  run: (input, ctx) =>
    withReady(input, ctx, async (ready) => {
      const { saved } = await loadPlan(ctx, input)
      await claimPlan(ctx, saved, ready.before)
      await applyOrSay(input, ready, ctx)
      return outputOf(ready, await pullState(ctx, ready.root))
    }),

  async verify(input, output, ctx) {
    const { saved } = await loadPlan(ctx, input)
    const directory = directoryOf(input, saved, ctx)
    const root = openRoot({ directory, workspace: saved.workspace, backendConfig: [] }, ctx)
    return verifyApplied(output.changes, await pullState(ctx, root))
  },

  undo: (input, { changes, pins, serial, lineage }) =>
    wayBack(input, changes, { lineage: lineage || pins.lineage, serial }),
  text: ({ directory, summary, serial }) => `✓ applied to ${directory}: ${summary}; the state is at serial ${serial}`,
})
