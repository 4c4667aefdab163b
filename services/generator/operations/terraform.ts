import { join } from 'node:path'
import { operation, z } from '@nimbus/kernel/define'
import { words } from '../terraform/argument-words.ts'
import { phrases } from '../terraform/asked-for.ts'
import { notWritten, type Prepared, prepare, shown } from '../terraform/generate.ts'
import { stampOf, textAt } from '../terraform/output/compare.ts'
import { digest, stampName } from '../terraform/output/stamp.ts'
import { writeAll } from '../terraform/output/write.ts'
import { checkProof, formatProof, Proof, together, validateProof } from '../terraform/proof.ts'
import { Input, requestOf, resourceOf } from '../terraform/request.ts'

const summaries = {
  create: 'new',
  identical: 'unchanged',
  update: 'changed; you have not edited it',
  edited: 'you edited it since it was generated: your changes are replaced',
  foreign: 'not generated here',
} as const

/** The files of a plan that would be written; edited ones stay when the person wants to keep them. */
const toWrite = ({ plan }: Prepared, edited: Input['edited']) =>
  plan.files.filter(({ status }) => status !== 'identical' && !(status === 'edited' && edited === 'keep'))

/**
 * Turns a spec into Terraform: one module of plain resources, and a thin root with its own state for each environment.
 *
 * Flags win over the spec. The same spec gives the same bytes. New files, and those that nobody has edited since they
 * were generated, are written without a question to the person who asks for it; edited ones are shown as diffs and
 * asked about, files that were never generated here are refused. Afterwards format, validate and check look at what was
 * written; what could not be looked at is said and never counted as passed.
 */
export default operation({
  id: 'generator.terraform',
  summary: 'Generate Terraform from a spec',
  effect: 'update',
  idempotent: true,
  untrusted: true,
  input: Input,
  output: z.object({
    directory: z.string(),
    name: z.string(),
    components: z.array(z.string()),
    environments: z.array(z.string()),
    files: z.array(
      z.object({ path: z.string(), status: z.enum(['create', 'identical', 'update', 'edited', 'foreign']) }),
    ),
    kept: z.array(z.string()).describe('Edited files that were left as they are'),
    leftOver: z.array(z.string()).describe('Files of an earlier spec, left alone: they may hold state'),
    notes: z.array(z.string()).describe('What was adapted, and what is worth knowing'),
    proofs: z.object({ format: Proof, validate: Proof, check: Proof }),
  }),
  positional: ['spec'],
  aliases: ['generate terraform'],
  routes: [{ method: 'POST', path: '/api/generator/generate/terraform' }],
  examples: [
    { title: 'From a spec', input: { spec: 'examples/shop.yaml', out: 'demo' } },
    { title: 'From flags alone', input: { name: 'shop', region: 'eu-central-1', with: ['vpc', 's3'], out: 'demo' } },
  ],
  phrases,
  words,
  target: ({ out }) => ({ resources: [`workspace:${out}`] }),

  async preview(input, ctx) {
    const prepared = await prepare(requestOf(input, ctx.workspace, ctx.now()))
    const files = toWrite(prepared, input.edited)
    return {
      changes: files.map(({ path, status, diff }) => ({
        resource: resourceOf(join(input.out, path), ctx.workspace),
        effect: status === 'create' ? ('create' as const) : ('update' as const),
        summary: summaries[status],
        ...(status === 'update' && { unedited: true as const }),
        ...(diff && { diff }),
      })),
      context: prepared.notes,
      preconditions: { files: digest(files.map(({ path, before }) => `${path} ${digest(before ?? '')}`).join('\n')) },
    }
  },

  async run(input, ctx) {
    const prepared = await prepare(requestOf(input, ctx.workspace, ctx.now()))
    const { stack, notes, plan } = prepared
    const files = toWrite(prepared, input.edited)
    for (const { path, before } of files) {
      if (before !== undefined) await ctx.keep(path, new TextEncoder().encode(before))
    }
    await ctx.step(`Writing ${files.length} files`, async () => {
      await writeAll(input.out, files).catch((cause: unknown) => {
        throw notWritten(cause, shown(input.out, ctx.workspace))
      })
    })

    const roots = stack.environments.map(({ name }) => join(input.out, 'envs', name))
    const [format, validations, check] = await ctx.step('Looking at what was written', () =>
      Promise.all([
        formatProof(ctx, input.out),
        Promise.all(roots.map((root) => validateProof(ctx, root))),
        checkProof(ctx, input.out),
      ]),
    )
    return {
      directory: shown(input.out, ctx.workspace),
      name: stack.name,
      components: [...stack.components],
      environments: stack.environments.map(({ name }) => name),
      files: plan.files.map(({ path, status }) => ({ path, status })),
      kept:
        input.edited === 'keep' ? plan.files.filter(({ status }) => status === 'edited').map(({ path }) => path) : [],
      leftOver: [...plan.leftOver],
      notes: [...notes],
      proofs: { format, validate: together(validations), check },
    }
  },

  async verify({ out }, { files, kept }) {
    const stamp = await stampOf(out)
    const wrong: string[] = []
    for (const { path } of files) {
      if (path === stampName || kept.includes(path)) continue
      const text = await textAt(join(out, path))
      if (text === undefined || digest(text) !== stamp?.files[path]) wrong.push(path)
    }
    return wrong.length === 0
      ? [{ status: 'pass', code: 'written', message: `${files.length - kept.length} files read back as generated` }]
      : wrong.map((path) => ({
          status: 'fail',
          code: 'written',
          message: `${path} is not what was generated`,
          at: path,
        }))
  },

  undo: ({ out }, { files, kept }, _before, run) => {
    const written = files.filter(({ path, status }) => status !== 'identical' && !kept.includes(path))
    if (written.length === 0) return { irreversible: 'nothing was changed' }
    return {
      operation: 'generator.terraform-undo',
      input: {
        run,
        directory: out,
        remove: written.filter(({ status }) => status === 'create').map(({ path }) => path),
        restore: written.filter(({ status }) => status !== 'create').map(({ path }) => path),
      },
    }
  },

  negative: ({ proofs }) => Object.values(proofs).some(({ status }) => status === 'fail'),

  text({ directory, components, environments, files, kept, leftOver, notes, proofs }) {
    const count = files.filter(({ path }) => path !== stampName).length
    const changed = files.filter(({ status }) => status !== 'identical').length
    const marks = { pass: '✓', fail: '✗', unknown: '?' } as const
    return [
      `✓ ${count} files in ${directory}/   ${components.join(' · ')}   ${environments.join(', ')}: one state${environments.length > 1 ? ' each' : ''}`,
      ...(changed === 0 ? ['✓ nothing to change: the files are as the spec says'] : []),
      // Where Terraform is absent, two proofs lack for the same reason.
      [...new Set(Object.values(proofs).map(({ status, detail }) => `${marks[status]} ${detail}`))].join('  '),
      ...kept.map((path) => `! ${path}: your edits were kept`),
      ...leftOver.map((path) => `! ${path}: no longer in the spec, left alone`),
      ...notes.map((note) => `! ${note}`),
    ].join('\n')
  },
})
