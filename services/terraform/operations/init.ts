import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { operation, z } from '@nimbus/kernel/define'
import { parseWarningText, warningLine } from '../diagnostics.ts'
import { initInTurn } from '../init-in-turn.ts'
import { initArguments, lockFileName } from '../initialise.ts'
import { backendConfig, directory, extraArguments, passthrough, workspace } from '../inputs.ts'
import { fileResource, openRoot } from '../root.ts'
import { rootWords } from '../root-words.ts'
import { runTerraform } from '../run-terraform.ts'

const folder = '.terraform'

/**
 * Prepares a root for work: downloads the providers and modules it asks for and connects its backend.
 *
 * Versions chosen before stay as they are: an existing lock file is never changed. Providers come from
 * your own plugin cache or mirror where you have one.
 */
export default operation({
  id: 'terraform.init',
  summary: 'Prepare a root: providers, modules, backend',
  effect: 'create',
  idempotent: true,
  openWorld: true,
  untrusted: true,
  input: z.object({ directory, workspace, backendConfig, args: passthrough }),
  output: z.object({
    directory: z.string(),
    lockFile: z.enum(['created', 'unchanged', 'none']).describe('What became of .terraform.lock.hcl'),
    warnings: z.array(z.string()).describe('What Terraform warned of'),
  }),
  positional: ['directory'],
  passthrough: 'args',
  needs: { programs: ['terraform'] },
  examples: [
    { title: 'Prepare the root in envs/dev', input: { directory: 'envs/dev' } },
    {
      title: 'Give the backend what its block leaves open',
      input: { directory: 'envs/dev', backendConfig: ['bucket=shop-tfstate'] },
    },
  ],
  phrases: [
    'reinitialise {directory}',
    'run init in {directory}',
    'init terraform in {directory}',
    'initialise the backend of {directory}',
    'get the providers for {directory}',
    'get {directory} ready',
    'download modules and providers of {directory}',
    'initialise {directory}',
    'prepare terraform in {directory}',
    'terraform init {directory}',
    'init {directory}',
    'download the providers of {directory}',
    'set up the backend of {directory}',
    'get the providers and modules for {directory}',
    'prepare {directory}',
    'initialise terraform',
  ],
  words: {
    ...rootWords,
    args: { kind: 'structure' },
  },
  lines: [
    {
      line: 'terraform init {directory?}',
      flags: {
        '-chdir': 'directory',
        '-no-color -input=false -compact-warnings': null,
        '-backend-config': 'backendConfig',
      },
    },
    { line: 'make init', flags: { 'ENV ENVIRONMENT STAGE DIR ROOT': 'directory' } },
  ],
  target: ({ directory }) => ({ resources: [`terraform:${directory}`] }),

  async preview({ directory }, ctx) {
    const made = [folder, lockFileName].filter((name) => !existsSync(join(directory, name)))
    return {
      changes: made.map((name) => ({
        resource: fileResource(join(directory, name), ctx.workspace),
        effect: 'create' as const,
      })),
    }
  },

  async run(input, ctx) {
    const lock = join(input.directory, lockFileName)
    const before = existsSync(lock)
    const own = ctx.env.TF_DATA_DIR ?? join(input.directory, folder)
    const opened = openRoot(input, ctx)
    const root = { ...opened, env: { ...opened.env, TF_DATA_DIR: own } }
    const { stdout } = await initInTurn(ctx, () =>
      runTerraform(ctx, root, initArguments(root, extraArguments(input.args)), {
        onLine: (line) => line.startsWith('- ') && ctx.progress(line.slice(2)),
      }),
    )
    const after = existsSync(lock)
    const lockFile = before ? 'unchanged' : after ? 'created' : 'none'
    return { directory: root.shown, lockFile, warnings: parseWarningText(stdout).map(warningLine) }
  },

  async verify({ directory, workspace }, _output, ctx) {
    // What init wrote is not looked at: another command has to find the root usable.
    const opened = openRoot({ directory, workspace }, ctx)
    const usable = await runTerraform(ctx, opened, ['validate', '-json'], { accept: [0, 1] })
    const asksAgain = /terraform init|tofu init/.test(usable.stdout)
    return [
      {
        status: asksAgain ? 'fail' : 'pass',
        code: 'initialised',
        message: asksAgain ? 'terraform still asks for an init' : 'terraform finds the root initialised',
      },
    ]
  },

  undo: { irreversible: 'remove .terraform and the lock file by hand if you do not want them' },
  text: ({ directory, lockFile, warnings }) =>
    [
      `✓ ${directory} is initialised${lockFile === 'created' ? '; .terraform.lock.hcl is new: commit it' : ''}`,
      ...warnings.map((warning) => `! ${warning}`),
    ].join('\n'),
})
