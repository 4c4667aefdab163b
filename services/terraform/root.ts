import { createHash } from 'node:crypto'
import { existsSync, realpathSync, statSync } from 'node:fs'
import { basename, join, relative, resolve, sep } from 'node:path'
import { type Context, denied, missing, quoted } from '@nimbus/kernel/define'

/** A root module as one call works on it. */
export interface Root {
  /** Absolute. */
  directory: string
  /** Relative to the workspace when inside it, else absolute; `.` for the workspace itself. */
  shown: string
  /** Where Terraform keeps providers, modules and the chosen backend of this root. Absolute. */
  data: string
  /** Added to what programs get anyway. */
  env: Readonly<Record<string, string>>
  /** The workspace that was asked for. */
  workspace?: string
  /** `production` for `envs/production`; see {@link environmentOf}. */
  environment?: string
  backendConfig: readonly string[]
}

/** A root, and the workspace that was asked for, as they stand in a command that can be pasted. */
export const inCommand = ({ shown, workspace }: Pick<Root, 'shown' | 'workspace'>): string =>
  `${quoted(shown.startsWith('-') ? `./${shown}` : shown)}${workspace ? ` --workspace ${workspace}` : ''}`

/** A path as people see it. */
export const shownPath = (path: string, workspace: string): string => {
  const inside = relative(workspace, path)
  if (inside === '') return '.'
  return inside.startsWith('..') ? path : inside
}

/**
 * The environment a root is for: the folder under `envs/` or `environments/`, as the generator lays roots out, else
 * the workspace of the state unless that is `default`, else none. Policy protects environments by this name.
 */
export const environmentOf = (directory: string, workspace?: string): string | undefined => {
  const parts = directory.split(sep)
  const at = parts.findLastIndex((part) => part === 'envs' || part === 'environments')
  const named = at >= 0 ? parts[at + 1] : undefined
  return named ?? (workspace === 'default' ? undefined : workspace)
}

/** The resource of a root, or of one address in it. */
export const resourceOf = (root: Pick<Root, 'shown' | 'directory'>, address = basename(root.directory)): string =>
  `terraform:${root.shown}#${address}`

/** The same path always gives the same short name. */
const nameOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 16)

/**
 * Terraform's folder for a root: the user's own `.terraform` when there is one, else one in the cache, so that
 * looking at a root leaves no hundreds of megabytes in somebody's tree.
 */
const dataFolder = (directory: string, ctx: Pick<Context, 'cache' | 'env'>): string => {
  // Programs get TF_* as it is, so this process's own value is the one that counts.
  const own = ctx.env.TF_DATA_DIR
  if (own) return resolve(directory, own)
  const local = join(directory, '.terraform')
  return existsSync(local) ? local : join(ctx.cache, 'data', nameOf(directory))
}

/** What every start of terraform gets: no questions, no calls home, plain output. */
export const quietEnvironment = { TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' } as const

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(join(folder, sep))

/** Raises `outside-workspace` (exit 4) for a path that leads there, links followed, unless a person named it themselves. */
export const confined = (path: string, shown: string, { workspace, direct }: Pick<Context, 'workspace' | 'direct'>) => {
  if (direct || isWithin(existsSync(path) ? realpathSync(path) : path, workspace)) return
  throw denied('outside-workspace', `${shown} is outside the workspace`, {
    at: shown,
    why: 'only a person at their own command line may name a path outside the workspace',
    next: 'name a place inside the workspace, or have a person run it',
  })
}

/** Terraform quotes a file that it cannot read as settings: one outside is for a person at their own shell to name. */
const confineSettings = (
  settings: readonly string[],
  directory: string,
  ctx: Pick<Context, 'workspace' | 'direct'>,
): void => {
  for (const setting of settings) if (!setting.includes('=')) confined(resolve(directory, setting), setting, ctx)
}

/** Prepares to work on a root. Touches nothing. Raises `no-directory` (exit 5) and `outside-workspace` (exit 4). */
export const openRoot = (
  input: { directory: string; workspace?: string | undefined; backendConfig?: readonly string[] },
  ctx: Pick<Context, 'workspace' | 'cache' | 'env' | 'direct'>,
): Root => {
  const { directory, workspace } = input
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
    throw missing('no-directory', `${shownPath(directory, ctx.workspace)} is not a directory`, {
      at: shownPath(directory, ctx.workspace),
      next: 'name the directory of a root module, such as envs/dev',
    })
  confineSettings(input.backendConfig ?? [], directory, ctx)
  const data = dataFolder(directory, ctx)
  const environment = environmentOf(directory, workspace)
  return {
    directory,
    shown: shownPath(directory, ctx.workspace),
    data,
    env: { ...quietEnvironment, TF_DATA_DIR: data, ...(workspace ? { TF_WORKSPACE: workspace } : {}) },
    backendConfig: input.backendConfig ?? [],
    ...(workspace ? { workspace } : {}),
    ...(environment ? { environment } : {}),
  }
}

/** The resource of a file. */
export const fileResource = (path: string, workspace: string): string => {
  const shown = shownPath(path, workspace)
  return shown === path ? `file:${path}` : `workspace:${shown}`
}

/**
 * Prepares to work again on the root of a plan that is kept here, to take it back. Its settings were looked at when it
 * was made: a person who named a file outside the workspace then need not be at their command line any more.
 */
export const openRootAgain = (
  plan: { directory: string; workspace?: string | undefined; backendConfig: readonly string[] },
  { workspace, cache, env }: Pick<Context, 'workspace' | 'cache' | 'env'>,
): Root => openRoot({ ...plan, directory: resolve(workspace, plan.directory) }, { workspace, cache, env, direct: true })
