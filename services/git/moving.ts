import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Change, Finding } from '@nimbus/kernel/define'
import { nameText } from './changes-text.ts'
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

/** Names in one comparison; the rest go into another. */
const mostNames = 500

/** Whether the files that a movement touched are now those of the commit it went to. */
export const followedFinding = async (
  ctx: Host,
  repository: Repository,
  { from, to, resource }: { from: string; to: string; resource: string },
): Promise<Finding> => {
  const names = (await movement(ctx, repository, from, to)).map(({ path }) => path)
  const other: string[] = []
  for (let i = 0; i < names.length; i += mostNames) {
    const part = await differences(ctx, repository, ['--no-renames', to], names.slice(i, i + mostNames))
    other.push(...part.map(({ path }) => path))
  }
  return other.length === 0
    ? { status: 'pass', code: 'files-followed', message: 'the files are those of the commit', resource }
    : {
        status: 'fail',
        code: 'files-followed',
        message: `not those of the commit: ${other.slice(0, 5).map(nameText).join(', ')}`,
        resource,
      }
}
