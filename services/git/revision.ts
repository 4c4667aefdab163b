import { missing, nearest } from '@nimbus/kernel/define'
import type { Repository } from './repository.ts'
import { type Host, look } from './run-git.ts'

/** Where HEAD is. Without a commit the repository is empty; without a branch HEAD is detached. */
export interface Head {
  commit?: string
  branch?: string
}

const refOf = (name: string): string => `refs/heads/${name}`

/** The commit of an expression, or undefined when there is none. */
export const commitOf = async (ctx: Host, repository: Repository, revision: string): Promise<string | undefined> => {
  const { stdout, exitCode } = await look(
    ctx,
    repository,
    ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`],
    {
      accept: [0, 1, 128],
    },
  )
  return exitCode === 0 ? stdout.trim() : undefined
}

/** Where HEAD is. */
export const headOf = async (ctx: Host, repository: Repository): Promise<Head> => {
  const [commit, symbolic] = await Promise.all([
    commitOf(ctx, repository, 'HEAD'),
    look(ctx, repository, ['symbolic-ref', '--quiet', 'HEAD'], { accept: [0, 1] }),
  ])
  const ref = symbolic.stdout.trim()
  return {
    ...(commit ? { commit } : {}),
    ...(ref.startsWith('refs/heads/') ? { branch: ref.slice('refs/heads/'.length) } : {}),
  }
}

/** The name people know a HEAD by: its branch, or `HEAD` when it is detached. */
export const headName = ({ branch }: Head): string => branch ?? 'HEAD'

/** Ids are shown by their first characters, as git does. */
export const short = (commit: string): string => commit.slice(0, 10)

/** The names of all local branches. */
export const branchNames = async (ctx: Host, repository: Repository): Promise<string[]> => {
  const { stdout } = await look(ctx, repository, ['for-each-ref', '--format=%(refname)', 'refs/heads'])
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((ref) => ref.slice('refs/heads/'.length))
}

/** The commit at which a local branch is, or undefined when there is no such branch. */
export const branchTip = async (ctx: Host, repository: Repository, name: string): Promise<string | undefined> => {
  // A name alone: of `main~1` rev-parse would find the commit before the branch.
  const argv = ['show-ref', '--verify', '--quiet', refOf(name)]
  const { exitCode } = await look(ctx, repository, argv, { accept: [0, 1, 128] })
  return exitCode === 0 ? commitOf(ctx, repository, refOf(name)) : undefined
}

/** The working tree that a local branch is checked out in; empty where it is in none. */
export const workingTreeOf = async (ctx: Host, repository: Repository, name: string): Promise<string> => {
  const { stdout } = await look(ctx, repository, ['for-each-ref', '--format=%(worktreepath)', refOf(name)])
  return stdout.trimEnd()
}

/** The error for a repository without a commit. */
export const noCommit = (shown: string) =>
  missing('no-commit', `${shown} has no commit yet`, {
    at: shown,
    next: 'make the first one: nimbus git add --all, then nimbus git commit --message "…"',
  })

/** The commit of an expression. Raises `no-commit` in an empty repository and `unknown-revision` (both exit 5). */
export const requireCommit = async (ctx: Host, repository: Repository, revision: string): Promise<string> => {
  const commit = await commitOf(ctx, repository, revision)
  if (commit) return commit
  const { shown } = repository
  if (!(await commitOf(ctx, repository, 'HEAD'))) throw noCommit(shown)
  const close = nearest(revision, await branchNames(ctx, repository))
  throw missing('unknown-revision', `There is no commit ${revision}`, {
    at: revision,
    why: 'no branch, tag or commit of that name is here',
    next: close ? `did you mean ${close}` : 'see what there is with: nimbus git branch list, nimbus git log',
  })
}
