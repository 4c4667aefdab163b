import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Change, type Context, invalid, looksSecret, missing } from '@nimbus/kernel/define'
import { nameText } from './changes-text.ts'
import { sha256 } from './foreseen.ts'
import { indexEntries } from './index-entries.ts'
import type { ChangeKind } from './inputs.ts'
import { readStatus } from './read-status.ts'
import type { Repository } from './repository.ts'
import { repositoryPath } from './repository-path.ts'
import { gitResource } from './resource.ts'
import { look } from './run-git.ts'
import { differences, patchByFile, patchText } from './tree-diff.ts'

/** A file that would be staged. */
export interface Stageable {
  path: string
  change: ChangeKind
}

/** Lines of a patch that a preview shows. */
export const previewLines = 400

const ignoredAmong = (ctx: Context, repository: Repository, paths: readonly string[]) =>
  look(ctx, repository, ['check-ignore', '-z', '--stdin'], { stdin: paths.join('\0'), accept: [0, 1] })

const statusOf = (path: string) =>
  lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  })

/** Says of a named file that brought nothing why that is, where it is a mistake. */
const explainNothing = async (
  ctx: Context,
  repository: Repository,
  path: string,
  ignored: readonly string[],
): Promise<void> => {
  if (ignored.some((each) => each === path || each === `${path}/` || path.startsWith(each)))
    throw invalid('ignored-file', `${nameText(path)} is ignored`, {
      at: path,
      why: 'a .gitignore or another exclude file names it',
      next: `see which: git check-ignore -v ${path}`,
    })
  if ((await indexEntries(ctx, repository, [path])).size > 0 || (await statusOf(join(repository.top, path)))) return
  throw missing('no-file', `There is no file ${nameText(path)}, and git knows none`, {
    at: path,
    next: 'see what has changed with: nimbus git status',
  })
}

/** Refuses names that are not UTF-8: what arrived of one leads to no file any more. */
const refuseUnnameable = async ({ top }: Repository, files: readonly Stageable[]): Promise<void> => {
  for (const { path, change } of files)
    if (path.includes('\uFFFD') && change !== 'deleted' && !(await statusOf(join(top, path))))
      throw invalid('unusual-name', `The name of ${nameText(path)} is not UTF-8`, {
        at: path,
        next: 'rename it, or stage it with git itself',
      })
}

/**
 * The files below some paths whose state in the working tree is not in the index yet, by name.
 *
 * Raises `ignored-file`, `nested-repository`, `unusual-name` (exit 2) and `no-file` (exit 5) for what cannot be staged.
 */
export const stageable = async (
  ctx: Context,
  repository: Repository,
  paths: readonly string[],
): Promise<Stageable[]> => {
  const named = paths.map((path) => repositoryPath(path, repository))
  const { unstaged, untracked, conflicts } = await readStatus(ctx, repository, { untracked: 'all', paths: named })
  const nested = untracked.find((path) => path.endsWith('/'))
  if (nested)
    throw invalid('nested-repository', `${nameText(nested)} is a repository of its own`, {
      at: nested,
      why: 'git would record only which commit it is at, and a clone would not have its files',
      next: 'name the files to stage, ignore it, or make it a submodule: git submodule add',
    })
  const found: Stageable[] = [
    ...unstaged.map(({ path, change }) => ({ path, change })),
    ...untracked.map((path) => ({ path, change: 'added' as const })),
    ...conflicts.map((path) => ({ path, change: 'conflict' as const })),
  ].sort((a, b) => (a.path < b.path ? -1 : 1))
  await refuseUnnameable(repository, found)
  const empty = named.filter(
    (path) => path !== '.' && !found.some((file) => file.path === path || file.path.startsWith(`${path}/`)),
  )
  if (empty.length > 0) {
    const { stdout } = await ignoredAmong(ctx, repository, empty)
    for (const path of empty) await explainNothing(ctx, repository, path, stdout.split('\0').filter(Boolean))
  }
  return found
}

/** The state of files in the working tree as one text: size, time and mode of each. */
export const fileMarks = async ({ top }: Repository, paths: readonly string[]): Promise<string> => {
  const marks = await Promise.all(
    paths.map(async (path) => {
      const status = await statusOf(join(top, path))
      return status ? `${path} ${status.size} ${status.mtimeMs} ${status.mode}` : `${path} absent`
    }),
  )
  return marks.join('\n')
}

/** What must still hold when files are staged, as one word. */
export const stagingState = async (repository: Repository, files: readonly Stageable[]): Promise<string> => {
  const marks = await fileMarks(
    repository,
    files.map(({ path }) => path),
  )
  return sha256([marks, ...files.map(({ change }) => change)].join('\n'))
}

/** Files whose patches a preview shows; more names do not fit on a command line. */
const mostPatched = 500

/** Each file as a change of the index. */
export const stagingChanges = async (
  ctx: Context,
  repository: Repository,
  files: readonly Stageable[],
): Promise<Change[]> => {
  const tracked = files.filter(({ change }) => change !== 'added' && change !== 'conflict').map(({ path }) => path)
  const shown = tracked.length > 0 && tracked.length <= mostPatched
  const compared = shown ? await differences(ctx, repository, [], tracked) : []
  const patch = await patchText(ctx, repository, [], compared, { context: 3, mostLines: previewLines })
  const pieces = patch.truncated
    ? undefined
    : patchByFile(
        patch.text,
        compared.filter(({ path }) => !patch.hidden.includes(path)),
      )
  return files.map(({ path, change }): Change => {
    const diff = pieces?.get(path)
    const said = change === 'added' ? 'new to git' : change === 'conflict' ? 'resolved as it stands' : change
    return {
      resource: gitResource(repository.shown, path),
      effect: change === 'added' ? 'create' : 'update',
      summary: looksSecret(path) ? `stage: ${said}; it looks like a secret` : `stage: ${said}`,
      ...(diff ? { diff } : {}),
    }
  })
}
