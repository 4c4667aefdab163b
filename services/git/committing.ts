import { type Change, type Context, denied, failed, looksSecret, type NimbusError } from '@nimbus/kernel/define'
import { counted, nameText, sums } from './changes-text.ts'
import { hooksOf } from './commit-hooks.ts'
import { sha256 } from './foreseen.ts'
import { noIdentity, saidBy } from './git-error.ts'
import { readStatus } from './read-status.ts'
import type { Doing, Repository } from './repository.ts'
import { doingIn } from './repository.ts'
import { gitResource } from './resource.ts'
import { type Head, headName, headOf } from './revision.ts'
import { type Host, look } from './run-git.ts'
import { previewLines } from './staging.ts'
import { differences, type FileDifference, patchText } from './tree-diff.ts'

/** The object that stands for a tree without files; git knows it in every repository. */
export const emptyTree = async (ctx: Host, repository: Repository): Promise<string> =>
  (await look(ctx, repository, ['hash-object', '-t', 'tree', '--stdin'], { stdin: '' })).stdout.trim()

/** What a commit would record. */
export interface ToCommit {
  head: Head
  doing: Doing | undefined
  files: FileDifference[]
  /** What `git diff` takes to show it. */
  between: string[]
  /** Tracked files that have changed and are left out. */
  left: number
}

/** Works out what a commit would record. Raises `unmerged` (exit 4) while files are in conflict. */
export const toCommit = async (ctx: Context, repository: Repository, all: boolean): Promise<ToCommit> => {
  const [head, status] = await Promise.all([headOf(ctx, repository), readStatus(ctx, repository, { untracked: 'no' })])
  const { conflicts, unstaged } = status
  if (conflicts.length > 0)
    throw denied(
      'unmerged',
      `${counted(conflicts.length, 'file')} still in conflict: ${conflicts.slice(0, 5).map(nameText).join(', ')}`,
      {
        at: repository.shown,
        why: `the repository is in the middle of a ${doingIn(repository) ?? 'merge'}`,
        next: 'edit them, then: nimbus git add <file> — or give up: git merge --abort, git rebase --abort',
      },
    )
  const from = head.commit ?? (await emptyTree(ctx, repository))
  const between = all ? [from] : ['--cached', from]
  return {
    head,
    doing: doingIn(repository),
    between,
    files: await differences(ctx, repository, between),
    left: all ? 0 : unstaged.length,
  }
}

/** Who would commit. Raises `no-identity` (exit 5). */
export const committer = async (ctx: Host, repository: Repository): Promise<string> => {
  const { stdout, exitCode } = await look(ctx, repository, ['var', 'GIT_COMMITTER_IDENT'], { accept: [0, 128] })
  if (exitCode !== 0) throw noIdentity(repository.shown)
  return stdout.trim().replace(/ \d+ [+-]\d{4}$/, '')
}

/** The change a commit is, with its patch. */
export const commitChange = async (
  ctx: Context,
  repository: Repository,
  { head, between, files }: ToCommit,
): Promise<Change> => {
  const patch = await patchText(ctx, repository, between, files, { context: 3, mostLines: previewLines })
  const { added, removed } = sums(files)
  const secrets = files.filter(({ path }) => looksSecret(path)).map(({ path }) => nameText(path))
  const summary = [
    `commit ${counted(files.length, 'file')}, ${added} added, ${removed} removed`,
    ...(patch.truncated ? [`the first ${previewLines} lines are shown`] : []),
    ...(secrets.length > 0 ? [`! looks like a secret: ${secrets.join(', ')}`] : []),
  ].join('; ')
  return {
    resource: gitResource(repository.shown, headName(head)),
    effect: 'create',
    summary,
    ...(patch.text ? { diff: patch.text } : {}),
  }
}

/** Where HEAD is and what would be recorded, as one word: patches name the hash of each file, binary ones included. */
export const commitState = async (ctx: Host, repository: Repository, { head, between }: ToCommit): Promise<string> => {
  const argv = [
    'diff',
    '--patch',
    '--full-index',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=dirty',
    ...between,
  ]
  const { stdout } = await look(ctx, repository, argv)
  return sha256(`${head.commit ?? ''} ${head.branch ?? ''}\n${stdout}`)
}

/** What a commit that was not made means, when a hook may have refused it. */
export const refusedBy = (
  repository: Repository,
  mayRefuse: readonly string[],
  result: { stdout: string; stderr: string },
): NimbusError | undefined => {
  const hooks = hooksOf(repository, mayRefuse)
  if (hooks.length === 0) return undefined
  return failed('hook-refused', `A hook refused the commit: ${hooks.join(', ')}`, {
    at: repository.shown,
    why: saidBy({ stderr: `${result.stdout}\n${result.stderr}` }) || 'it said nothing',
    next: 'do what it asks for, then commit again; nothing was recorded',
  })
}
