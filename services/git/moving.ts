import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Change } from '@nimbus/kernel/define'
import { wouldLose } from './git-error.ts'
import { readStatus } from './read-status.ts'
import type { Repository } from './repository.ts'
import { treeResource } from './resource.ts'
import { short } from './revision.ts'
import { type Host, look } from './run-git.ts'
import { differences, type FileDifference } from './tree-diff.ts'

/** What the working tree would go through when it goes from one commit to another. Renames are shown as two files. */
export const movement = (ctx: Host, repository: Repository, from: string, to: string): Promise<FileDifference[]> =>
  differences(ctx, repository, ['--no-renames', from, to])

/** Whether anything is at a path, a link that leads nowhere included. */
export const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return false
      throw error
    },
  )

/**
 * Refuses a movement that would replace what no commit holds: edited files, and untracked or ignored ones that are in
 * the way. Raises `would-lose-changes` (exit 4).
 */
export const refuseLoss = async (
  ctx: Host,
  repository: Repository,
  files: readonly FileDifference[],
): Promise<void> => {
  const { staged, unstaged, conflicts } = await readStatus(ctx, repository, { untracked: 'no' })
  const edited = new Set(
    [...staged, ...unstaged].flatMap(({ path, from }) => (from ? [path, from] : [path])).concat(conflicts),
  )
  const lost = files.filter(({ path }) => edited.has(path)).map(({ path }) => path)
  const added = files.filter(({ path, change }) => change === 'added' && !edited.has(path))
  const inTheWay = await Promise.all(added.map(({ path }) => isThere(join(repository.top, path))))
  lost.push(...added.filter((_, i) => inTheWay[i]).map(({ path }) => path))
  if (lost.length > 0) throw wouldLose(lost, repository.shown)
}

/**
 * Each file of a movement as a change of the working tree.
 *
 * A file that leaves the tree counts as updated, not as deleted: the commit that it leaves with still holds it.
 */
export const treeChanges = (
  repository: Repository,
  workspace: string,
  files: readonly FileDifference[],
  from: string,
): Change[] =>
  files.map(({ path, change }) => ({
    resource: treeResource(join(repository.top, path), workspace),
    effect: change === 'added' ? 'create' : 'update',
    ...(change === 'deleted' ? { summary: `leaves the working tree; ${short(from)} still has it` } : {}),
  }))

/** The first line of a commit's message. */
export const subjectOf = async (ctx: Host, repository: Repository, commit: string): Promise<string> =>
  (await look(ctx, repository, ['log', '-1', '--format=%s', '--no-color', commit])).stdout.trim()
