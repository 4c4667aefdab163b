import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Context, denied, type ExecResult, failed, invalid } from '@nimbus/kernel/define'
import { lookingEnvironment, refuseRedirection } from './environment.ts'
import { git } from './program.ts'
import { type Guard, guardOf, parseSettings, type Setting } from './repository-settings.ts'
import { isWithin, shownPath } from './resource.ts'

/** A repository as one call works on it. */
export interface Repository {
  /** The top of its working tree. Absolute. */
  top: string
  /** The top relative to the workspace, `.` for the workspace itself. */
  shown: string
  /** The directory that was named, from the top, `''` or with a slash at its end. */
  prefix: string
  /** What belongs to this working tree: HEAD, the index. Absolute. */
  gitDir: string
  /** What all working trees share: branches, objects, hooks. Absolute. */
  commonDir: string
  settings: readonly Setting[]
  /** What keeps the repository's own settings from running programs. */
  guard: Guard
}

/** What a call wants with a repository: where it only looks, less of the repository's settings counts. */
export type Purpose = 'look' | 'change'

type Host = Pick<Context, 'exec' | 'workspace' | 'env' | 'direct' | 'folders' | 'log'>

/** What `rev-parse` is asked, in order. Paths come last: a line break in one is then noticed. */
const questions = ['--is-inside-work-tree', '--is-bare-repository', '--path-format=absolute', '--git-dir']
const morePaths = ['--git-common-dir', '--show-prefix', '--show-toplevel']

const cannotOpen = (result: ExecResult, shown: string): Error => {
  const said = result.stderr.trim()
  const [inside, bare] = result.stdout.split('\n')
  if (bare === 'true')
    return invalid('bare-repository', `${shown} is a bare repository: it has no working tree`, {
      at: shown,
      next: 'clone it, or add a working tree: git worktree add <directory>',
    })
  if (inside === 'false')
    return invalid('inside-git-directory', `${shown} is inside the records of git itself`, {
      at: shown,
      next: 'name the directory above .git',
    })
  if (said.includes('dubious ownership'))
    return denied('foreign-repository', `${shown} belongs to somebody else, and git does not trust it`, {
      at: shown,
      why: 'the settings of a repository can run programs as you',
      next: `if you trust its owner: git config --global --add safe.directory <its path>`,
    })
  if (said.includes('not a git repository'))
    return invalid('not-a-repository', `${shown} is not in a git repository`, {
      at: shown,
      next: 'name a directory of one, or make one: git init',
    })
  return failed('git-failed', `git cannot open the repository of ${shown}`, {
    at: shown,
    why: said,
    next: 'mend it with git itself, then call again',
  })
}

/** Keeps everybody but a person at their own shell from a repository that reaches out of the workspace. */
const confine = (ctx: Host, places: readonly string[]): void => {
  const outside = places.find((place) => !isWithin(place, ctx.workspace))
  if (outside === undefined || ctx.direct) return
  throw denied('outside-workspace', `The repository reaches out of the workspace, to ${outside}`, {
    at: outside,
    why: 'only a person at their own command line may work on what lies outside the workspace',
    next: 'make the top of the repository the workspace, with --directory, or run the command yourself',
  })
}

/**
 * Finds the repository of a directory and how git may be started in it.
 *
 * Raises `not-a-repository`, `bare-repository`, `inside-git-directory`, `redirected` (exit 2), `foreign-repository`,
 * `outside-workspace` and `untrusted-settings` (exit 4).
 */
export const openRepository = async (ctx: Host, directory: string, purpose: Purpose): Promise<Repository> => {
  refuseRedirection(ctx.env)
  const look = { cwd: directory, env: { ...lookingEnvironment }, accept: [0, 128] }
  const [found, listed] = await Promise.all([
    ctx.exec(git, ['rev-parse', ...questions, ...morePaths], look),
    ctx.exec(git, ['config', '--list', '--show-scope', '-z'], look),
  ])
  const aimed = shownPath(directory, ctx.workspace)
  if (found.exitCode !== 0) throw cannotOpen(found, aimed)
  const [, , gitDir = '', commonDir = '', prefix = '', top = '', ...more] = found.stdout.split('\n')
  if (more.length !== 1)
    throw invalid('unusual-path', 'The path of this repository has a line break in it', {
      at: aimed,
      next: 'rename the directory',
    })
  if (listed.exitCode !== 0) throw cannotOpen(listed, aimed)
  confine(ctx, [top, gitDir, commonDir])
  const shown = shownPath(top, ctx.workspace)
  const settings = parseSettings(listed.stdout)
  const guard = await guardOf(ctx, settings, shown, purpose)
  return { top, shown, prefix, gitDir, commonDir, settings, guard }
}

/**
 * Opens a repository again after a change, by its top: the directory that was named may have left the tree with it.
 */
export const reopen = (ctx: Host, shown: string): Promise<Repository> =>
  openRepository(ctx, resolve(ctx.workspace, shown), 'look')

/** What a repository is in the middle of. */
export type Doing = 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect'

/** By the files git leaves for it; from the sources of `wt_status_get_state`, git 2.39. */
const traces: readonly (readonly [string, Doing])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
]

/** What a repository is in the middle of, or undefined. */
export const doingIn = ({ gitDir }: Pick<Repository, 'gitDir'>): Doing | undefined =>
  traces.find(([name]) => existsSync(join(gitDir, name)))?.[1]

/** Refuses to begin something new in the middle of a merge or the like: `busy` (exit 4). */
export const refuseBusy = (repository: Repository): void => {
  const doing = doingIn(repository)
  if (doing === undefined) return
  throw denied('busy', `${repository.shown} is in the middle of a ${doing}`, {
    at: repository.shown,
    why: 'what git remembers of it would be lost, or mixed with this',
    next: `finish it, or give it up: git ${doing} ${doing === 'bisect' ? 'reset' : '--abort'}`,
  })
}
