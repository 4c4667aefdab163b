import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { operation, z } from '@nimbus/kernel/define'
import { directory } from '../inputs.ts'
import { terraform } from '../program.ts'
import { reformatted } from '../reformatted.ts'
import { fileResource, openRoot } from '../root.ts'
import { runTerraform } from '../run-terraform.ts'

const layoutOnly = 'the layout was changed, not the meaning; the files as they were are kept with the run'

/**
 * Rewrites Terraform files into the usual layout, in the directory and below.
 *
 * `--check` changes nothing and answers no (exit 6) when a file is laid out differently.
 */
export default operation({
  id: 'terraform.fmt',
  summary: 'Lay files out the usual way',
  effect: 'update',
  idempotent: true,
  untrusted: true,
  input: z.object({
    directory,
    check: z.boolean().default(false).describe('Change nothing; answer no when something would change'),
  }),
  output: z.object({
    checked: z.boolean(),
    files: z.array(z.object({ file: z.string(), diff: z.string() })).describe('Files laid out differently before'),
  }),
  positional: ['directory'],
  needs: { programs: ['terraform'] },
  examples: [
    { title: 'Format everything here', input: {} },
    { title: 'Check in CI', input: { directory: 'infra', check: true } },
  ],
  phrases: [
    'format {directory}',
    'format the terraform files',
    'terraform fmt {directory}',
    'tidy the formatting of {directory}',
    'is {directory} formatted',
    'is the formatting of {directory} ok',
    'are the files in {directory} formatted properly',
    'check the formatting of {directory}',
    'lay out the files of {directory}',
    'fix the indentation in {directory}',
    'reformat {directory}',
    'make the terraform files look the usual way',
    'which files would fmt change in {directory}',
    'reformat the files under {directory}',
    'reformat the tf files in {directory}',
  ],
  words: {
    directory: {
      kind: 'root',
      values: {
        '.': [
          'all tf files',
          'all terraform files',
          'all files',
          'every file',
          'everything',
          'everywhere',
          'the whole repository',
          'all the terraform',
        ],
      },
    },
    check: {
      words: [
        'check',
        'just check',
        'only check',
        'do not change anything',
        'without changing',
        'would change',
        'dry run',
        'leave the files alone',
        'change nothing',
        'touch nothing',
        'without changing anything',
        'not change anything',
        "don't change anything",
        'do not rewrite',
        'not rewrite anything',
        "don't rewrite anything",
        'without rewriting',
        'rewrite nothing',
        'write nothing',
        'without writing',
        'without touching',
        'report only',
        'only report',
        'just report',
        'only tell me',
        'just tell me',
        'only look',
        'just look',
        'would be reformatted',
        'would be rewritten',
        'would be changed',
        'would fmt change',
        'no changes',
        'no rewriting',
        'leave them as they are',
        'leave it as it is',
      ],
      asked: true,
    },
  },
  lines: [
    { line: 'terraform fmt -recursive', flags: { '-check': 'check', '-no-color': null }, sets: { directory: '.' } },
    {
      line: 'terraform fmt {directory?}',
      flags: {
        '-chdir': 'directory',
        '-no-color -input=false -compact-warnings': null,
        '-check': 'check',
        '-recursive -list=true': null,
      },
    },
    { line: 'make fmt', flags: { 'ENV ENVIRONMENT STAGE DIR ROOT': 'directory' } },
    { line: 'make format', flags: { 'ENV ENVIRONMENT STAGE DIR ROOT': 'directory' } },
  ],
  target: ({ directory }) => ({ resources: [`terraform:${directory}`] }),

  async preview({ directory, check }, ctx) {
    if (check) return { changes: [] }
    const found = await reformatted(ctx, directory)
    return {
      changes: found.map(({ file, diff }) => ({
        resource: fileResource(join(directory, file), ctx.workspace),
        effect: 'update' as const,
        diff,
      })),
      undo: { irreversible: layoutOnly },
    }
  },

  async run({ directory, check }, ctx) {
    const files = await reformatted(ctx, directory)
    if (check || files.length === 0) return { checked: check, files }
    for (const { file } of files) await ctx.keep(file, await readFile(join(directory, file)))
    // Only what the preview showed is written, even when other files have come in since.
    for (const { file } of files)
      await runTerraform(ctx, openRoot({ directory }, ctx), ['fmt', '-list=false', '-no-color', `./${file}`])
    return { checked: check, files }
  },

  async verify({ directory, check }, _output, ctx) {
    if (check) return []
    const root = openRoot({ directory }, ctx)
    const { exitCode } = await ctx.exec(terraform, ['fmt', '-check', '-recursive'], {
      cwd: root.directory,
      env: root.env,
      accept: [0, 3],
    })
    return [
      exitCode === 0
        ? { status: 'pass', code: 'formatted', message: 'terraform fmt has nothing left to change' }
        : { status: 'fail', code: 'formatted', message: 'terraform fmt would still change something' },
    ]
  },

  undo: (_input, { checked, files }) => ({
    irreversible: checked || files.length === 0 ? 'nothing was changed' : layoutOnly,
  }),
  negative: ({ checked, files }) => checked && files.length > 0,
  text: ({ checked, files }) => {
    if (files.length === 0) return '✓ everything is laid out the usual way'
    const verb = checked ? '✗ would change' : '✓ changed'
    return files.map(({ file }) => `${verb} ${file}`).join('\n')
  },
})
