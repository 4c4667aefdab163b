import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Context, File, invalid, newId, operation, z } from '@nimbus/kernel/define'
import { Diagnostic, warningLine } from '../diagnostics.ts'
import { lockFileName } from '../initialise.ts'
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
import { makePlan } from '../make-plan.ts'
import { headline, Pins } from '../pins.ts'
import { phrases } from '../plan-asked-for.ts'
import { changedOutputs, driftedResources, isNamed, PlannedChange, plannedChanges } from '../plan-changes.ts'
import { planLines } from '../plan-lines.ts'
import { planMarkdown } from '../plan-markdown.ts'
import { changeLines, summaryOf } from '../plan-summary.ts'
import { words } from '../plan-words.ts'
import { environmentOf, fileResource, openRoot } from '../root.ts'
import { keptPlan, type SavedPlan, savePlan, sha256, sidecarOf } from '../saved-plan.ts'

const Input = z.object({
  directory,
  workspace,
  backendConfig,
  ...values,
  target,
  replace: z.array(z.string().min(1)).default([]).describe('Addresses to replace whether they need it or not'),
  destroy: z.boolean().default(false).describe('Plan the destruction of everything in the root'),
  drift: z.boolean().default(false).describe('Only compare the state with the world; saves no plan'),
  out: File.optional().describe('Also write the plan to this file, and its pins beside it as .json'),
  markdown: z.boolean().default(false).describe('Print a comment for a pull request'),
  args: passthrough,
})

const writeOut = async (out: string, bytes: Uint8Array, saved: SavedPlan): Promise<void> => {
  // `wx`: a file that has come in since the preview is not overwritten either.
  await writeFile(out, bytes, { mode: 0o600, flag: 'wx' })
  await writeFile(sidecarOf(out), `${JSON.stringify(saved, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
}

const requireFree = (out: string): void => {
  if (!existsSync(dirname(out)))
    throw invalid('directory-missing', `There is no directory ${dirname(out)}`, {
      at: 'out',
      next: 'make it, or name a file in one that is there',
    })
  const taken = [out, sidecarOf(out)].find((path) => existsSync(path))
  if (taken)
    throw invalid('file-exists', `${taken} is there already`, {
      at: 'out',
      why: 'a plan never overwrites a file',
      next: 'name a new file',
    })
}

/**
 * Shows what an apply would change, and saves it for one.
 *
 * Names account, role, region, backend, workspace and serial first, and pins the plan to them. A root that was not
 * initialised is, in a cache outside your tree. With `--drift` nothing is saved, and the answer is no (exit 6) when
 * the world differs from the state. Values marked as sensitive are never shown or recorded.
 */
export default operation({
  id: 'terraform.plan',
  summary: 'Show what an apply would change, and save it',
  effect: 'create',
  openWorld: true,
  untrusted: true,
  input: Input,
  output: z.object({
    id: z.string().optional().describe('For nimbus terraform apply; absent when nothing would change and with --drift'),
    directory: z.string(),
    environment: z.string().optional(),
    pins: Pins,
    summary: z.string().describe('Leads with what is destroyed or replaced'),
    changes: z.array(PlannedChange).describe('Destroyed and replaced resources first'),
    outputs: z.array(z.string()).describe('Names of outputs that change'),
    drift: z.boolean().describe('The world differs from the state'),
    warnings: z.array(Diagnostic).describe('What Terraform warned of, such as a check that does not hold'),
    unmatched: z.array(z.string()).describe('Targets that name nothing, neither in the code nor in the state'),
    markdown: z.string().optional(),
  }),
  positional: ['directory'],
  passthrough: 'args',
  needs: { programs: ['terraform'] },
  examples: [
    { title: 'Plan one environment', input: { directory: 'envs/dev' } },
    { title: 'Plan in CI, apply in a later job', input: { directory: 'envs/dev', out: 'dev.tfplan' } },
    { title: 'Look for drift', input: { directory: 'envs/production', drift: true } },
  ],
  phrases,
  words,
  lines: planLines,
  target: ({ directory, workspace }) => {
    const environment = environmentOf(directory, workspace)
    return { resources: [`terraform:${directory}`], ...(environment ? { environment } : {}) }
  },

  async preview({ directory, out, drift }, ctx) {
    if (out) requireFree(out)
    const lock = join(directory, lockFileName)
    const files = [...(existsSync(lock) ? [] : [lock]), ...(out && !drift ? [out, sidecarOf(out)] : [])]
    return {
      changes: [
        ...(drift ? [] : [{ resource: 'nimbus:records/terraform/plans', effect: 'create' as const }]),
        ...files.map((file) => ({ resource: fileResource(file, ctx.workspace), effect: 'create' as const })),
      ],
    }
  },

  async run(input, ctx: Context) {
    const root = openRoot(input, ctx)
    const mode = input.drift ? 'drift' : input.destroy ? 'destroy' : 'apply'
    const extra = [
      ...valueArguments(input),
      ...input.replace.map((address) => `-replace=${address}`),
      ...extraArguments(input.args),
    ]
    const { file, plan, pins, warnings } = await makePlan(ctx, root, mode, extra)
    try {
      const drifted = driftedResources(plan)
      const changes = mode === 'drift' ? drifted : plannedChanges(plan)
      const outputs = changedOutputs(plan)
      const summary = changes.length === 0 && outputs.length > 0 ? 'only outputs change' : summaryOf(changes)
      const nothing = changes.length === 0 && outputs.length === 0
      const id = nothing || mode === 'drift' ? undefined : newId('t')
      const environment = environmentOf(root.directory, pins.workspace)
      const told = { directory: root.shown, pins, summary, changes, ...(environment ? { environment } : {}) }
      if (id && mode !== 'drift') {
        const bytes = await readFile(file)
        const saved: SavedPlan = {
          version: 1,
          id,
          run: ctx.run,
          createdAt: ctx.now().toISOString(),
          mode,
          backendConfig: input.backendConfig,
          outputs,
          sha256: sha256(bytes),
          ...told,
          ...(root.workspace ? { workspace: root.workspace } : {}),
        }
        await ctx.keep(keptPlan, bytes)
        await savePlan(ctx, saved)
        if (input.out) await writeOut(input.out, bytes, saved)
      }
      return {
        ...(id ? { id } : {}),
        ...told,
        outputs,
        drift: drifted.length > 0,
        warnings: [...warnings],
        unmatched: input.target.filter((address) => !isNamed(plan, address)),
        ...(input.markdown ? { markdown: planMarkdown({ ...told, ...(id ? { id } : {}) }) } : {}),
      }
    } finally {
      await rm(file, { force: true })
    }
  },

  async verify({ drift }, { id, changes, outputs }, ctx) {
    if (drift || (changes.length === 0 && outputs.length === 0)) return []
    const stored = id ? await ctx.documents.get('plans', id) : undefined
    return [
      stored
        ? { status: 'pass', code: 'saved', message: `${id} can be applied` }
        : { status: 'fail', code: 'saved', message: 'the plan was not saved' },
    ]
  },
  // Unused, it expires; a file of it is one more copy.
  undo: () => ({ irreversible: 'nothing was changed' }),
  negative: ({ drift, id, summary }) => drift && id === undefined && summary !== 'no changes',
  text: ({ id, pins, summary, changes, outputs, markdown, drift, unmatched, warnings }, input) => {
    if (markdown) return markdown
    return [
      headline(pins),
      `${input.drift ? 'drift: ' : ''}${summary}`,
      ...changeLines(changes),
      ...(outputs.length > 0 ? [`    outputs: ${outputs.join(', ')}`] : []),
      // What Terraform goes on to say is with --json.
      ...warnings.map((warning) => `! ${warningLine(warning)}`),
      ...(unmatched.length > 0 ? [`! nothing is named ${unmatched.join(', ')}`] : []),
      ...(!input.drift && drift ? ['! the world differs from the state; look with --drift'] : []),
      ...(id ? [`apply with: nimbus terraform apply ${id}`] : []),
      ...(input.out && !id ? [`! ${input.out} was not written: there is nothing to apply`] : []),
    ].join('\n')
  },
})
