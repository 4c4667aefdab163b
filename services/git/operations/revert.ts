import { type Context, denied, failed, invalid, operation, z } from '@nimbus/kernel/define'
import { counted, nameText } from '../changes-text.ts'
import { hookContext, revertHooks } from '../commit-hooks.ts'
import { committer, emptyTree, refusedBy } from '../committing.ts'
import { foresee, mustBeForeseen } from '../foreseen.ts'
import { errorFrom } from '../git-error.ts'
import { directory, Revision } from '../inputs.ts'
import { movement, refuseLoss, subjectOf, treeChanges } from '../moving.ts'
import { readStatus } from '../read-status.ts'
import { doingIn, openRepository, type Repository, refuseBusy, reopen } from '../repository.ts'
import { gitResource } from '../resource.ts'
import { type Head, headName, headOf, noCommit, requireCommit, short } from '../revision.ts'
import { change, look } from '../run-git.ts'
import { previewLines } from '../staging.ts'
import { type FileDifference, patchText } from '../tree-diff.ts'

interface Reversal {
  head: Head & { commit: string }
  commit: string
  parent: string
  files: FileDifference[]
}

const reversalOf = async (
  ctx: Context,
  repository: Repository,
  name: string,
  mainline: number | undefined,
): Promise<Reversal> => {
  refuseBusy(repository)
  const [commit, head] = [await requireCommit(ctx, repository, name), await headOf(ctx, repository)]
  if (!head.commit) throw noCommit(repository.shown)
  const { stdout } = await look(ctx, repository, ['rev-list', '--parents', '-1', commit])
  const [, ...parents] = stdout.trim().split(' ')
  if (parents.length > 1 !== (mainline !== undefined) || (mainline ?? 1) > Math.max(parents.length, 1))
    throw invalid(
      'mainline',
      parents.length > 1 ? `${short(commit)} is a merge of ${parents.length} commits` : `${short(commit)} is no merge`,
      {
        at: 'git.revert: mainline',
        next: parents.length > 1 ? 'say which side stays, counted from 1: --mainline 1' : 'leave --mainline out',
      },
    )
  const parent = parents[(mainline ?? 1) - 1] ?? (await emptyTree(ctx, repository))
  const { staged } = await readStatus(ctx, repository, { untracked: 'no' })
  if (staged.length > 0)
    throw denied('staged-changes', `${counted(staged.length, 'file is', 'files are')} staged`, {
      at: repository.shown,
      why: 'they would become a part of the commit',
      next: 'commit them, or put them aside: nimbus git stash save',
    })
  const files = await movement(ctx, repository, commit, parent)
  // What is added back may be in the tree already: then git merges, or says what is in conflict.
  await refuseLoss(
    ctx,
    repository,
    files.filter(({ change: kind }) => kind !== 'added'),
  )
  return { head: { ...head, commit: head.commit }, commit, parent, files }
}

/** Takes the half-done reversal back, so that a conflict leaves no trace. */
const giveUp = async (ctx: Context, repository: Repository, commit: string) => {
  const { conflicts } = await readStatus(ctx, repository, { untracked: 'no' })
  await change(ctx, repository, ['revert', '--abort'])
  return failed(
    'conflict',
    `${short(commit)} cannot be reverted by itself: ${conflicts.slice(0, 5).map(nameText).join(', ')} changed since`,
    {
      at: repository.shown,
      why: `${counted(conflicts.length, 'file')} in conflict with later commits; everything is as it was`,
      next: `revert the later commits first, or resolve it by hand: git revert ${short(commit)}`,
    },
  )
}

/** The error for a commit whose changes are not there any more. */
const gone = (repository: Repository, commit: string, { stdout }: { stdout: string }) =>
  /nothing (added )?to commit|no changes added to commit/.test(stdout)
    ? failed('nothing-to-revert', `What ${short(commit)} did is not there any more`, {
        at: repository.shown,
        why: 'a later commit has taken it back already',
        next: 'see what happened since with: nimbus git log',
      })
    : undefined

/**
 * Records a new commit that takes back what an older one did.
 *
 * Later changes to the same lines are a conflict: then nothing is changed and the files are named.
 */
export default operation({
  id: 'git.revert',
  summary: 'Take back a commit with a new one',
  effect: 'update',
  untrusted: true,
  input: z.object({
    directory,
    commit: Revision.describe('The commit to take back'),
    mainline: z
      .number()
      .int()
      .min(1)
      .max(16)
      .optional()
      .describe('For a merge: which of its parents stays, counted from 1'),
  }),
  output: z.object({
    repository: z.string(),
    reverted: z.string(),
    commit: z.string().describe('The new commit'),
    before: z.string().describe('The commit before it'),
    branch: z.string().optional(),
    subject: z.string().describe('Of the commit that was taken back'),
    files: z.number().int(),
  }),
  positional: ['commit'],
  needs: { programs: ['git'] },
  examples: [{ title: 'Take back the last commit', input: { commit: 'HEAD' } }],
  phrases: [
    'revert {commit}',
    'take back the commit {commit}',
    'revert the commit {commit}',
    'git revert {commit}',
    'revert the merge {commit}',
    'undo the commit {commit} with a new commit',
    'make a commit that undoes {commit}',
    'revert the last commit',
  ],
  words: {
    directory: { kind: 'repository' },
    commit: { kind: 'commit' },
    mainline: {
      words: [
        '{} as the parent that stays',
        'keep parent {}',
        'parent number {}',
        'parent no {}',
        'parent {}',
        'mainline {}',
      ],
      values: {
        1: ['first parent', 'keep its first parent', 'keep the first parent', 'first parent stays', 'parent one'],
        2: ['second parent', 'keep its second parent', 'keep the second parent', 'second parent stays', 'parent two'],
      },
    },
  },
  lines: [{ line: 'git revert {commit}', flags: { '--no-edit': null, '-m --mainline': 'mainline' } }],

  target: ({ directory }) => ({ resources: [gitResource(directory, 'HEAD')] }),
  async preview({ directory, commit: name, mainline }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const { head, commit, parent, files } = await reversalOf(ctx, repository, name, mainline)
    const [who, subject, patch] = await Promise.all([
      committer(ctx, repository),
      subjectOf(ctx, repository, commit),
      patchText(ctx, repository, [commit, parent], files, { context: 3, mostLines: previewLines }),
    ])
    return {
      changes: [
        {
          resource: gitResource(repository.shown, headName(head)),
          effect: 'create' as const,
          summary: `a commit that takes back ${short(commit)} "${subject}"`,
          ...(patch.text ? { diff: patch.text } : {}),
        },
        ...treeChanges(repository, ctx.workspace, files, commit),
      ],
      context: [
        `on ${headName(head)} as ${who}`,
        ...hookContext(repository, [...revertHooks.before, ...revertHooks.after]),
      ],
      preconditions: { head: foresee(ctx, `${head.commit} ${commit}`) },
    }
  },
  async run({ directory, commit: name, mainline }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const { head, commit, files } = await reversalOf(ctx, repository, name, mainline)
    mustBeForeseen(ctx, `${head.commit} ${commit}`, repository.shown)
    const argv = ['revert', '--no-edit', ...(mainline ? [`--mainline=${mainline}`] : []), commit]
    await ctx.step(`Revert ${short(commit)}`, async () => {
      const result = await change(ctx, repository, argv, { accept: [0, 1, 128] })
      if (result.exitCode === 0) return
      const status = await readStatus(ctx, repository, { untracked: 'no' })
      if (status.conflicts.length > 0) throw await giveUp(ctx, repository, commit)
      const error =
        gone(repository, commit, result) ??
        refusedBy(repository, revertHooks.before, result) ??
        errorFrom(result, repository, 'revert', ctx.now())
      // A refusal of a hook, or a reversal of what is gone already, leaves the attempt behind; nothing was staged before.
      if (doingIn(repository)) await change(ctx, repository, ['revert', '--abort'])
      else if (status.staged.length > 0) await change(ctx, repository, ['reset', '--merge', '--quiet', 'HEAD'])
      throw error
    })
    const made = await requireCommit(ctx, repository, 'HEAD')
    const subject = await subjectOf(ctx, repository, commit)
    return {
      repository: repository.shown,
      reverted: commit,
      commit: made,
      before: head.commit,
      ...(head.branch ? { branch: head.branch } : {}),
      subject,
      files: files.length,
    }
  },
  async verify(_input, { commit, before, branch, repository: shown }, ctx) {
    const repository = await reopen(ctx, shown)
    const [{ stdout: parents }, head] = await Promise.all([
      look(ctx, repository, ['rev-list', '--parents', '-1', commit]),
      headOf(ctx, repository),
    ])
    const held = parents.trim() === `${commit} ${before}` && head.commit === commit && head.branch === branch
    const message = held ? `${short(commit)} follows ${short(before)}` : 'the branch is not at the commit that was made'
    return [
      {
        status: held ? 'pass' : 'fail',
        code: 'commit-recorded',
        message,
        resource: gitResource(shown, branch ?? 'HEAD'),
      },
    ]
  },
  undo: (_input, { commit, before, repository: directory }) => ({
    operation: 'git.reset',
    input: { directory, to: before, expect: commit, keep: true },
  }),
  text: ({ reverted, commit, subject, files }) =>
    `✓ ${short(commit)} takes back ${short(reverted)} "${subject}": ${counted(files, 'file')}`,
})
