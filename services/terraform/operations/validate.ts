import { createHash } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Context, missing, operation, z } from '@nimbus/kernel/define'
import { type Diagnostic, parseValidation } from '../diagnostics.ts'
import { initInTurn } from '../init-in-turn.ts'
import { lockFileName, preparedCache } from '../initialise.ts'
import { directory } from '../inputs.ts'
import { knownDiagnostics, rememberDiagnostics, Validated } from '../known-diagnostics.ts'
import { lockedProviders } from '../locked-providers.ts'
import { moduleDigest } from '../module-digest.ts'
import { terraform } from '../program.ts'
import { openRoot, quietEnvironment } from '../root.ts'
import { runTerraform } from '../run-terraform.ts'
import { scratchRoot } from '../scratch-root.ts'

/** What terraform says when it has not yet, or no longer, what the module asks for. */
const stale = (found: readonly Diagnostic[]): boolean =>
  found.some(({ severity, detail }) => severity === 'error' && /terraform init|tofu init/.test(detail))

/** Names a module, its lock and the terraform that looks at it. */
const keyOf = async (ctx: Pick<Context, 'exec'>, directory: string): Promise<string | undefined> => {
  const digest = await moduleDigest(directory)
  if (!digest) return undefined
  const { stdout } = await ctx.exec(terraform, ['version', '-json'], { env: { ...quietEnvironment } })
  return createHash('sha256').update(`${digest}\0${stdout}`).digest('hex')
}

const resultOf = (found: Validated) => ({
  valid: !found.diagnostics.some(({ severity }) => severity === 'error'),
  ...found,
})

/**
 * Checks that a module is valid and consistent in itself, without state, credentials or a trace in your tree.
 *
 * Works in a stand-in of links in the cache: providers are fetched there once, and a module that has not changed is
 * not looked at again. Exit 6 when the module is invalid, which is an answer and no failure.
 */
export default operation({
  id: 'terraform.validate',
  summary: 'Check that a module is valid',
  effect: 'read',
  idempotent: true,
  untrusted: true,
  input: z.object({ directory }),
  output: z.object({ valid: z.boolean(), ...Validated.shape }),
  positional: ['directory'],
  needs: { programs: ['terraform'] },
  examples: [{ title: 'Validate the module in infra/', input: { directory: 'infra' } }],
  phrases: [
    'check syntax of {directory}',
    'syntax check of {directory}',
    'validate the code of {directory}',
    'does the code in {directory} parse',
    'validate {directory}',
    'is the terraform in {directory} valid',
    'terraform validate {directory}',
    'check that {directory} is valid',
    'is {directory} valid',
    'validate the module {directory}',
    'validate the terraform code in {directory}',
    'are there errors in the terraform of {directory}',
    'is the syntax of {directory} correct',
    'does {directory} validate',
    'confirm that {directory} is consistent in itself',
    'is {directory} consistent in itself',
    'is the configuration of {directory} consistent',
  ],
  words: {
    directory: { kind: 'root', prepared: 'terraform.init' },
  },
  lines: [
    {
      line: 'terraform validate {directory?}',
      flags: { '-chdir': 'directory', '-no-color -input=false -compact-warnings': null },
    },
    { line: 'make validate', flags: { 'ENV ENVIRONMENT STAGE DIR ROOT': 'directory' } },
  ],
  target: ({ directory }) => ({ resources: [`terraform:${directory}`] }),

  async run({ directory }, ctx) {
    const root = openRoot({ directory }, ctx)
    if (!(await readdir(directory)).some((name) => /\.(tf|tofu)(\.json)?$/.test(name)))
      throw missing('no-configuration', `${root.shown} has no .tf files`, {
        at: root.shown,
        why: 'Terraform takes an empty directory for a valid module',
        next: 'name the directory of a module, such as envs/dev',
      })
    const key = await keyOf(ctx, directory)
    const known = key ? await knownDiagnostics(ctx.cache, key) : undefined
    if (known) return resultOf(known)
    const scratch = await scratchRoot(directory, ctx.cache)
    const env = { ...root.env, TF_DATA_DIR: scratch.data, ...(await preparedCache(ctx)) }
    const stand = { ...root, directory: scratch.directory, env }

    let refused: unknown
    const init = async () => {
      try {
        await ctx.step('Fetching providers and modules', () =>
          initInTurn(ctx, () => runTerraform(ctx, stand, ['init', '-backend=false', '-input=false', '-no-color'])),
        )
      } catch (thrown) {
        // An invalid module cannot be initialised either: then validate says what is wrong, and where.
        refused = thrown
      }
    }
    const look = async () =>
      parseValidation((await runTerraform(ctx, stand, ['validate', '-json', '-no-color'], { accept: [0, 1] })).stdout)

    if (scratch.providersChanged) await init()
    let diagnostics = await look()
    if (!scratch.providersChanged && stale(diagnostics)) {
      // A lock of our own making must not hold back what the module asks for now.
      if (!(await Bun.file(join(directory, lockFileName)).exists()))
        await rm(join(scratch.directory, lockFileName), { force: true })
      await init()
      diagnostics = await look()
    }
    if (refused !== undefined && (diagnostics.length === 0 || stale(diagnostics))) throw refused
    const found = { diagnostics, providers: await lockedProviders(scratch.directory) }
    if (key) await rememberDiagnostics(ctx.cache, key, found)
    return resultOf(found)
  },

  negative: ({ valid }) => !valid,
  text: ({ valid, diagnostics }, { directory }) => {
    const lines = diagnostics.map(({ severity, summary, detail, file, line }) => {
      const mark = severity === 'error' ? '✗' : '!'
      const place = file ? `\n  at   ${file}${line ? `:${line}` : ''}` : ''
      return `${mark} ${summary}${place}${detail ? `\n  why  ${detail}` : ''}`
    })
    return [...lines, ...(valid ? [`✓ ${directory} is valid`] : [])].join('\n')
  },
})
