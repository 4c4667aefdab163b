import { type Context, invalid, operation, wholeId, z } from '@nimbus/kernel/define'
import { counted } from '../changes-text.ts'
import { changedMeanwhile, foresee, mustBeForeseen } from '../foreseen.ts'
import { keepAfter, keepBefore, keptIndexChange, mustStillBe, setEntries } from '../index-entries.ts'
import { CommitId, directory, Revision } from '../inputs.ts'
import { followedFinding, movement, refuseLoss, treeChanges } from '../moving.ts'
import { openRepository, type Repository, refuseBusy, reopen } from '../repository.ts'
import { gitResource } from '../resource.ts'
import { commitOf, type Head, headName, headOf, noCommit, requireCommit, short } from '../revision.ts'
import { change, look } from '../run-git.ts'

interface Wanted {
  to?: string | undefined
  root: boolean
  expect?: string | undefined
  keep: boolean
}

/** Where HEAD is and where it shall be; without a commit for before the first one. */
const movesOf = async (ctx: Context, repository: Repository, wanted: Wanted): Promise<{ head: Head; to?: string }> => {
  const { to, root, expect, keep } = wanted
  if (root === (to !== undefined) || (root && keep))
    throw invalid('which-commit', 'Say once where the branch shall be', {
      at: 'git.reset: to, root',
      why: root ? 'with --root it shall have no commit, and files cannot follow there' : 'no commit was named',
      next: 'name a commit, such as HEAD~1; --root takes back the first commit of all',
    })
  refuseBusy(repository)
  const head = await headOf(ctx, repository)
  if (root && !head.branch)
    throw invalid('detached', 'HEAD is on no branch', { at: repository.shown, next: 'name a commit' })
  if (root && !head.commit) throw noCommit(repository.shown)
  // A branch whose first commit was taken back has none that `HEAD` could be resolved to.
  const target =
    to === undefined ? undefined : ((await commitOf(ctx, repository, to)) ?? (await requireCommit(ctx, repository, to)))
  // Where it is already it need not be as it was before that.
  if (expect !== undefined && head.commit !== expect && head.commit !== target)
    throw changedMeanwhile(
      gitResource(repository.shown, headName(head)),
      `it was at ${short(expect)}, and something was committed or moved since`,
    )
  return { head, ...(target ? { to: target } : {}) }
}

/** Commits that the branch would no longer have, and whether it is more than can be counted in a line. */
const leftBehind = async (
  ctx: Context,
  repository: Repository,
  from: string | undefined,
  to: string | undefined,
): Promise<number> => {
  if (from === undefined) return 0
  const { stdout } = await look(ctx, repository, ['rev-list', '--count', from, ...(to ? [`^${to}`] : [])])
  return Number(stdout)
}

/**
 * Moves the current branch to another commit. The files stay as they are, and so does the index; `--keep` lets the
 * files follow, and refuses where that would lose edits.
 *
 * It is the undo of a commit. Nothing is lost: the commits that the branch leaves stay in the repository, and undo
 * comes back to them.
 */
export default operation({
  id: 'git.reset',
  summary: 'Move the current branch to another commit',
  effect: 'update',
  idempotent: true,
  untrusted: true,
  input: z.object({
    directory,
    to: Revision.optional().describe('The commit where the branch shall be'),
    root: z.boolean().default(false).describe('Take back the first commit of all: the branch then has none'),
    keep: z.boolean().default(false).describe('Let the files follow; edits are kept, or it is refused'),
    expect: CommitId.optional().describe('Only if the branch is still at this commit'),
    run: wholeId('r').optional().describe('Also put back what this run staged'),
  }),
  output: z.object({
    repository: z.string(),
    branch: z.string().optional().describe('Absent when HEAD is detached'),
    from: z.string().optional().describe('The commit where it was'),
    to: z.string().optional().describe('The commit where it is'),
    did: z.enum(['moved', 'nothing']),
    left: z.number().int().describe('Commits that it no longer has'),
    files: z.number().int().describe('Files that followed'),
  }),
  positional: ['to'],
  needs: { programs: ['git'] },
  examples: [
    { title: 'Take back the last commit, keep its changes', input: { to: 'HEAD~1' } },
    { title: 'Let the files follow', input: { to: 'HEAD~1', keep: true } },
  ],
  phrases: [
    'take back the last commit',
    'move the branch to {to}',
    'undo my last commit',
    'uncommit',
    'take back the {to}',
    'git reset {to}',
    'move this branch back',
    'take back my last commits but keep the changes',
    'set the branch to {to}',
    'undo the last commit but keep the files',
    'remove the last commit but leave its changes',
    'reset the branch to {to}',
  ],
  words: {
    directory: { kind: 'repository' },
    to: { kind: 'back', unless: 'root' },
    keep: {
      words: [
        'files follow',
        'let the files follow',
        'move the files too',
        'files as well',
        'files along',
        'along with the files',
        'files go along',
        'files should follow',
        'files move along',
        'take the files along',
        'move the files along',
        'working tree too',
        'working tree as well',
        'working tree follow',
        'files follow along',
        'bring the files along',
        'files with it',
      ],
    },
    root: {
      words: [
        'very first commit',
        'root commit',
        'first commit of all',
        'initial commit',
        'first commit ever',
        'first commit there is',
      ],
    },
    run: { kind: 'structure' },
  },
  lines: [{ line: 'git reset {to}', flags: { '--soft --mixed -q': null } }],

  target: ({ directory }) => ({ resources: [gitResource(directory, 'HEAD')] }),
  async preview({ directory, run, ...wanted }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const { head, to } = await movesOf(ctx, repository, wanted)
    const { commit } = head
    const state = foresee(ctx, `${commit ?? ''} ${to ?? ''}`)
    if (run) await mustStillBe(ctx, repository, await keptIndexChange(ctx, repository, run))
    if (commit === to) return { changes: [], preconditions: { head: state } }
    const files = wanted.keep && commit && to ? await movement(ctx, repository, commit, to) : []
    if (files.length > 0) await refuseLoss(ctx, repository, files)
    const left = await leftBehind(ctx, repository, commit, to)
    const arrow = `${commit ? short(commit) : 'no commit'} → ${to ? short(to) : 'no commit'}`
    return {
      changes: [
        {
          resource: gitResource(repository.shown, headName(head)),
          effect: 'update' as const,
          summary: `${arrow}; leaves ${counted(left, 'commit')}`,
        },
        ...treeChanges(repository, ctx.workspace, files, commit ?? ''),
      ],
      preconditions: { head: state },
    }
  },
  async run({ directory, run, ...wanted }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const { head, to } = await movesOf(ctx, repository, wanted)
    mustBeForeseen(ctx, `${head.commit ?? ''} ${to ?? ''}`, repository.shown)
    const { commit, branch } = head
    const seen = {
      repository: repository.shown,
      ...(branch ? { branch } : {}),
      ...(commit ? { from: commit } : {}),
      ...(to ? { to } : {}),
    }
    if (commit === to) return { ...seen, did: 'nothing' as const, left: 0, files: 0 }
    const files = wanted.keep && commit && to ? await movement(ctx, repository, commit, to) : []
    const left = await leftBehind(ctx, repository, commit, to)
    const staged = run ? await keptIndexChange(ctx, repository, run) : undefined
    if (staged) {
      await mustStillBe(ctx, repository, staged)
      await keepBefore(ctx, staged.paths, staged.after)
      await keepAfter(ctx, staged.before)
    }
    await ctx.step(`Move ${headName(head)}`, async () => {
      // One compare-and-set: whoever commits at this moment is not overrun.
      const message = ['update-ref', '--create-reflog', '-m', 'reset by nimbus']
      if (wanted.keep && commit && to) await change(ctx, repository, ['reset', '--keep', '--quiet', to])
      else if (to) await change(ctx, repository, [...message, 'HEAD', to, commit ?? ''])
      else await change(ctx, repository, ['update-ref', '-d', `refs/heads/${branch ?? ''}`, commit ?? ''])
      if (staged) await setEntries(ctx, repository, staged.paths, staged.before)
    })
    return { ...seen, did: 'moved' as const, left, files: files.length }
  },
  async verify({ keep }, { did, to, from, branch, repository: shown }, ctx) {
    if (did === 'nothing') return []
    const repository = await reopen(ctx, shown)
    const { stdout } = await look(ctx, repository, [
      'for-each-ref',
      '--format=%(objectname)',
      `refs/heads/${branch ?? ''}`,
    ])
    const at = branch ? stdout.trim() || undefined : await commitOf(ctx, repository, 'HEAD')
    const resource = gitResource(shown, branch ?? 'HEAD')
    const place = to ? short(to) : 'before the first commit'
    const moved =
      at === to
        ? ({ status: 'pass', code: 'branch-moved', message: `it is at ${place}`, resource } as const)
        : ({ status: 'fail', code: 'branch-moved', message: `it is not at ${place}`, resource } as const)
    if (!keep || !from || !to) return [moved]
    return [moved, await followedFinding(ctx, repository, { from, to, resource })]
  },
  undo({ keep, run: back }, { did, from, to, repository: directory }, _kept, run) {
    if (did === 'nothing') return { irreversible: 'nothing was changed' }
    const input = { directory, keep, ...(to ? { expect: to } : {}), ...(back ? { run } : {}) }
    return { operation: 'git.reset', input: from ? { ...input, to: from } : { ...input, root: true, keep: false } }
  },
  text({ did, branch, from, to, left }) {
    const name = branch ?? 'HEAD'
    if (did === 'nothing') return `✓ ${name} is there already`
    return `✓ ${name}  ${from ? short(from) : 'no commit'} → ${to ? short(to) : 'no commit'}${left > 0 ? `, leaving ${counted(left, 'commit')}` : ''}`
  },
})
