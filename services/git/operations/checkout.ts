import { type Context, denied, invalid, operation, quoted, z } from '@nimbus/kernel/define'
import { counted } from '../changes-text.ts'
import { hookContext } from '../commit-hooks.ts'
import { foresee, mustBeForeseen } from '../foreseen.ts'
import { directory, Revision } from '../inputs.ts'
import { followedFinding, movement, refuseLoss, treeChanges } from '../moving.ts'
import { openRepository, type Repository, refuseBusy, reopen } from '../repository.ts'
import { gitResource } from '../resource.ts'
import type { Head } from '../revision.ts'
import { branchTip, headName, headOf, requireCommit, short, workingTreeOf } from '../revision.ts'
import { change } from '../run-git.ts'
import type { FileDifference } from '../tree-diff.ts'

interface Way {
  from: Head
  to: { commit: string; branch?: string }
  files: FileDifference[]
}

const wayTo = async (ctx: Context, repository: Repository, ref: string, detach: boolean): Promise<Way> => {
  const [from, tip] = await Promise.all([headOf(ctx, repository), branchTip(ctx, repository, ref)])
  const commit = tip ?? (await requireCommit(ctx, repository, ref))
  if (!tip && !detach)
    throw invalid('not-a-branch', `${ref} is no local branch`, {
      at: ref,
      why: 'commits made on no branch are easily lost',
      next: `make a branch there: nimbus git branch create <name> ${ref} — or look only: --detach`,
    })
  refuseBusy(repository)
  const elsewhere = tip && !detach && from.branch !== ref ? await workingTreeOf(ctx, repository, ref) : ''
  if (elsewhere)
    throw denied('branch-in-use', `${ref} is checked out in another working tree`, {
      at: ref,
      why: `it is in ${elsewhere}`,
      next: `work there, or look at it from here: nimbus git checkout ${quoted(ref)} --detach`,
    })
  const to = { commit, ...(tip && !detach ? { branch: ref } : {}) }
  const there = from.commit === commit && from.branch === to.branch
  const files = from.commit && !there ? await movement(ctx, repository, from.commit, commit) : []
  await refuseLoss(ctx, repository, files)
  return { from, to, files }
}

const same = ({ from, to }: Way): boolean => from.commit === to.commit && from.branch === to.branch
const stateOf = ({ from, to }: Way): string => [from.commit, from.branch, to.commit, to.branch].join(' ')

/**
 * Goes to another branch, or with `--detach` to a commit. Edits elsewhere are carried along.
 *
 * Nothing is overwritten that no commit holds: edited, untracked and ignored files in the way are each a refusal.
 */
export default operation({
  id: 'git.checkout',
  summary: 'Go to another branch',
  effect: 'update',
  idempotent: true,
  untrusted: true,
  input: z.object({
    directory,
    ref: Revision.describe('A local branch, or with --detach any commit'),
    detach: z.boolean().default(false).describe('Be on no branch'),
  }),
  output: z.object({
    repository: z.string(),
    did: z.enum(['switched', 'nothing']),
    from: z.object({ branch: z.string().optional(), commit: z.string().optional() }),
    to: z.object({ branch: z.string().optional(), commit: z.string() }),
    files: z.number().int().describe('Files that changed with it'),
  }),
  positional: ['ref'],
  needs: { programs: ['git'] },
  examples: [
    { title: 'Go to a branch', input: { ref: 'feature' } },
    { title: 'Look at an older state', input: { ref: 'HEAD~1', detach: true } },
  ],
  phrases: [
    'switch there',
    'switch to it',
    'go to the branch {ref}',
    'switch to {ref}',
    'git checkout {ref}',
    'check out {ref}',
    'change to the branch {ref}',
    'put me on the branch {ref}',
    'move to branch {ref}',
    'switch branches to {ref}',
    'get me on {ref}',
    'jump to {ref}',
    'go back to {ref}',
    'back to {ref}',
    'take me back to {ref}',
    'back onto {ref}',
    'come back to {ref}',
    'return to {ref}',
    'go there',
    'move me to {ref}',
    'change me to {ref}',
    'take me to the branch {ref}',
    'get onto {ref}',
    'go to {ref}',
    'take me to {ref}',
    'take me back to {ref}',
    'bring me to {ref}',
    'put me on {ref}',
    'i would like to be on the branch {ref}',
    'get me onto {ref}',
  ],
  words: {
    directory: { kind: 'repository' },
    ref: { kind: 'commit' },
    detach: {
      words: [
        'detached',
        'detach',
        'detached head',
        'on no branch',
        'without a branch',
        'not on a branch',
        'not on any branch',
        'detached-head',
        'head detached',
        'detaching',
        'off any branch',
      ],
    },
  },
  lines: [
    { line: 'git checkout {ref}', flags: { '--detach': 'detach', '-q': null } },
    { line: 'git switch {ref}', flags: { '-d --detach': 'detach', '-q': null } },
  ],

  target: ({ directory }) => ({ resources: [gitResource(directory, 'HEAD')] }),
  async preview({ directory, ref, detach }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const way = await wayTo(ctx, repository, ref, detach)
    const { from, to, files } = way
    const state = foresee(ctx, stateOf(way))
    if (same(way)) return { changes: [], preconditions: { head: state } }
    return {
      changes: [
        {
          resource: gitResource(repository.shown, 'HEAD'),
          effect: 'update' as const,
          summary: `${headName(from)} → ${to.branch ?? short(to.commit)}, ${counted(files.length, 'file')}`,
        },
        ...treeChanges(repository, ctx.workspace, files, from.commit ?? ''),
      ],
      context: hookContext(repository, ['post-checkout']),
      preconditions: { head: state },
    }
  },
  async run({ directory, ref, detach }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const way = await wayTo(ctx, repository, ref, detach)
    mustBeForeseen(ctx, stateOf(way), repository.shown)
    const { from, to, files } = way
    const seen = { repository: repository.shown, from, to, files: files.length }
    if (same(way)) return { ...seen, did: 'nothing' as const }
    const careful = ['--quiet', '--no-guess', '--no-overwrite-ignore', '--no-recurse-submodules']
    const place = to.branch ? [to.branch] : ['--detach', to.commit]
    await ctx.step(`Go to ${to.branch ?? short(to.commit)}`, () =>
      change(ctx, repository, ['switch', ...careful, ...place]),
    )
    return { ...seen, did: 'switched' as const }
  },
  async verify(_input, { did, from, to, repository: shown }, ctx) {
    if (did === 'nothing') return []
    const repository = await reopen(ctx, shown)
    const head = await headOf(ctx, repository)
    const there = head.commit === to.commit && head.branch === to.branch
    const resource = gitResource(shown, 'HEAD')
    return [
      {
        status: there ? 'pass' : 'fail',
        code: 'head-moved',
        message: there ? `HEAD is at ${to.branch ?? short(to.commit)}` : 'HEAD is somewhere else',
        resource,
      },
      ...(from.commit ? [await followedFinding(ctx, repository, { from: from.commit, to: to.commit, resource })] : []),
    ]
  },
  undo(_input, { did, from, repository: directory }) {
    if (did === 'nothing') return { irreversible: 'nothing was changed' }
    if (from.commit === undefined) return { irreversible: 'the branch it came from has no commit to go back to' }
    if (from.branch !== undefined) return { operation: 'git.checkout', input: { directory, ref: from.branch } }
    return { operation: 'git.checkout', input: { directory, ref: from.commit, detach: true } }
  },
  text({ did, from, to, files }) {
    const place = to.branch ?? `${short(to.commit)}, on no branch`
    if (did === 'nothing') return `✓ already at ${place}`
    return `✓ ${headName(from)} → ${place}, ${counted(files, 'file')}`
  },
})
