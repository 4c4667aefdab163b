import { existsSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Context, missing, quoted } from '@nimbus/kernel/define'
import { initInTurn } from './init-in-turn.ts'
import type { Root } from './root.ts'
import { runTerraform, wantsInit } from './run-terraform.ts'

/** The file that records which providers were chosen; it belongs into version control. */
export const lockFileName = '.terraform.lock.hcl'

/**
 * Where providers are kept so that none is downloaded twice: whatever the user has set up, else the cache.
 *
 * A folder in the CLI configuration file would lose against a variable, so none is set when it names one
 * (https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache).
 */
const pluginCache = ({ cache, env }: Pick<Context, 'cache' | 'env'>): Readonly<Record<string, string>> => {
  const { TF_PLUGIN_CACHE_DIR, TF_CLI_CONFIG_FILE } = env
  const file = TF_CLI_CONFIG_FILE || join(env.HOME || homedir(), '.terraformrc')
  const configured = existsSync(file) && /^\s*plugin_cache_dir\s*=/m.test(readFileSync(file, 'utf8'))
  if (TF_PLUGIN_CACHE_DIR || configured) return {}
  return { TF_PLUGIN_CACHE_DIR: join(cache, 'plugins'), TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1' }
}

/** The arguments of an init that pins nothing anew: versions already chosen stay as they are. */
export const initArguments = (root: Root, extra: readonly string[] = []): string[] => [
  'init',
  '-input=false',
  '-no-color',
  ...(existsSync(join(root.directory, lockFileName)) ? ['-lockfile=readonly'] : []),
  ...(root.backendConfig.length > 0 ? ['-reconfigure'] : []),
  ...root.backendConfig.map((setting) => `-backend-config=${setting}`),
  ...extra,
]

type Host = Pick<Context, 'env' | 'exec' | 'step' | 'cache' | 'signal' | 'progress'>

/** Initialises a root as a step of its own. */
export const initialise = async (ctx: Host, root: Root): Promise<void> => {
  await ctx.step(`Initialising ${root.shown}`, async () => {
    const { TF_WORKSPACE: _, ...env } = root.env
    const cached = { ...root, env: { ...env, ...(await preparedCache(ctx)) } }
    await initInTurn(ctx, () => runTerraform(ctx, cached, initArguments(root)))
  })
}

/** {@link pluginCache} with its folder made, because Terraform refuses one that does not exist. */
export const preparedCache = async (ctx: Pick<Context, 'cache' | 'env'>): Promise<Readonly<Record<string, string>>> => {
  const settings = pluginCache(ctx)
  if (settings.TF_PLUGIN_CACHE_DIR) await mkdir(settings.TF_PLUGIN_CACHE_DIR, { recursive: true })
  return settings
}

/** Terraform would silently create a workspace that it does not know. */
const requireWorkspace = async (ctx: Host, root: Root): Promise<void> => {
  if (!root.workspace || root.workspace === 'default') return
  const { TF_WORKSPACE: _, ...env } = root.env
  const { stdout } = await runTerraform(ctx, { ...root, env }, ['workspace', 'list'])
  const known = stdout.split('\n').map((line) => line.replace('*', '').trim())
  if (known.includes(root.workspace)) return
  throw missing('workspace-missing', `${root.shown} has no workspace ${root.workspace}`, {
    at: root.shown,
    why: `it has ${known.filter((name) => name !== '').join(', ')}`,
    next: `make it with: terraform -chdir=${quoted(root.shown)} workspace new ${quoted(root.workspace)}`,
  })
}

/**
 * Does what needs an initialised root, initialising it first when it is not or no longer fits.
 *
 * Raises `workspace-missing` (exit 5) when a workspace was asked for that the root does not have.
 */
export const initialised = async <T>(ctx: Host, root: Root, work: () => Promise<T>): Promise<T> => {
  const fresh = !existsSync(root.data) || root.backendConfig.length > 0
  const inWorkspace = async () => {
    await requireWorkspace(ctx, root)
    return work()
  }
  if (fresh) await initialise(ctx, root)
  try {
    return await inWorkspace()
  } catch (thrown) {
    if (fresh || !wantsInit(thrown)) throw thrown
    await initialise(ctx, root)
    return inWorkspace()
  }
}
