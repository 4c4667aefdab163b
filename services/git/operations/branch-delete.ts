import { type Context, denied, missing, nearest, operation, quoted, z } from '@nimbus/kernel/define'
import { counted } from '../changes-text.ts'
import { changedMeanwhile, foresee, mustBeForeseen } from '../foreseen.ts'
import { BranchName, CommitId, directory } from '../inputs.ts'
import { openRepository, type Repository, reopen } from '../repository.ts'
import { gitResource } from '../resource.ts'
import { branchNames, branchTip, headOf, short } from '../revision.ts'
import { change, look } from '../run-git.ts'

interface Branch {
  commit: string
  upstream?: string
  /** Commits that no other branch, local or remote, has. */
  alone: number
}

/** A way off a branch that is to be deleted: to main where that can be, or to no branch where all others are taken. */
const wayOff = async (ctx: Context, repository: Repository, name: string): Promise<string> => {
  const { stdout } = await look(ctx, repository, [
    'for-each-ref',
    '--format=%(refname:lstrip=2)%00%(worktreepath)',
    'refs/heads',
  ])
  const free = stdout
    .split('\n')
    .filter((line) => line.endsWith('\0'))
    .map((line) => line.slice(0, -1))
  const other = free.includes('main') ? 'main' : free[0]
  return other === undefined
    ? `look at its commit alone first: nimbus git checkout ${quoted(name)} --detach`
    : `go to another branch first: nimbus git checkout ${quoted(other)}`
}

const branchOf = async (ctx: Context, repository: Repository, name: string): Promise<Branch> => {
  const commit = await branchTip(ctx, repository, name)
  if (!commit) {
    const close = nearest(name, await branchNames(ctx, repository))
    throw missing('no-branch', `There is no branch ${name}`, {
      at: name,
      next: close ? `did you mean ${close}` : 'see what there is with: nimbus git branch list',
      already: true,
    })
  }
  const ref = `refs/heads/${name}`
  const [{ stdout: details }, { stdout: count }, head] = await Promise.all([
    look(ctx, repository, ['for-each-ref', '--format=%(upstream:short)%00%(worktreepath)', ref]),
    look(ctx, repository, [
      'rev-list',
      '--count',
      ref,
      '--not',
      `--exclude=${name}`,
      '--branches',
      '--remotes',
      '--tags',
    ]),
    headOf(ctx, repository),
  ])
  const [upstream = '', tree = ''] = details.trimEnd().split('\0')
  if (head.branch === name)
    throw denied('branch-in-use', `${name} is checked out`, {
      at: name,
      why: 'it is the current branch',
      next: await wayOff(ctx, repository, name),
    })
  if (tree !== '')
    throw denied('branch-in-use', `${name} is checked out`, {
      at: name,
      why: `in the working tree ${tree}`,
      next: `go to another branch there, or remove that working tree: git worktree remove ${quoted(tree)}`,
    })
  return { commit, alone: Number(count), ...(upstream ? { upstream } : {}) }
}

const checked = async (
  ctx: Context,
  repository: Repository,
  { name, expect, force }: { name: string; expect?: string | undefined; force: boolean },
): Promise<Branch> => {
  const branch = await branchOf(ctx, repository, name)
  if (expect !== undefined && branch.commit !== expect)
    throw changedMeanwhile(name, `it was at ${short(expect)} and is at ${short(branch.commit)}`)
  if (!force && branch.alone > 0)
    throw denied('not-merged', `${name} has ${counted(branch.alone, 'commit')} that no other branch has`, {
      at: name,
      why: 'after this, only undo would find them',
      next: `merge it first, or repeat with --force`,
    })
  return branch
}

/**
 * Deletes a local branch. The commits stay in the repository, and undo makes the branch again at the same one.
 *
 * A branch whose commits no other branch, remote or tag has needs `--force`; one that is checked out is never deleted.
 */
export default operation({
  id: 'git.branch-delete',
  summary: 'Delete a branch',
  effect: 'delete',
  input: z.object({
    directory,
    name: BranchName.describe('The local branch'),
    force: z.boolean().default(false).describe('Even if no other branch has its commits'),
    expect: CommitId.optional().describe('Only if it is still at this commit'),
  }),
  output: z.object({ repository: z.string(), branch: z.string(), commit: z.string(), upstream: z.string().optional() }),
  positional: ['name'],
  needs: { programs: ['git'] },
  routes: [{ method: 'DELETE', path: '/api/git/branches/:name' }],
  examples: [{ title: 'A branch that was merged', input: { name: 'add-vpc' } }],
  phrases: [
    'delete the branch {name}',
    'remove branch {name}',
    'delete {name} branch',
    'drop the branch {name}',
    'branches to delete {name}',
    'git branch -d {name}',
    'the branch {name} can be deleted',
    'delete {name}',
  ],
  words: {
    directory: { kind: 'repository' },
    name: { kind: 'branch' },
    force: {
      words: [
        'force',
        'force it',
        'even though',
        'even if',
        'not merged',
        'unmerged',
        'never merged',
        'forcibly',
        'merged or not',
        'whether merged or not',
        'force delete',
        'forced',
        'by force',
        "isn't merged",
        "wasn't merged",
        'without being merged',
        'not been merged',
        'no other branch has',
        'nobody else has',
      ],
    },
  },
  lines: [
    { line: 'git branch -d {name}' },
    { line: 'git branch --delete {name}' },
    { line: 'git branch -D {name}', sets: { force: true } },
  ],

  target: ({ directory, name }) => ({ resources: [gitResource(directory, name)] }),
  async preview({ directory, ...wanted }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const { commit, alone } = await checked(ctx, repository, wanted)
    return {
      changes: [
        {
          resource: gitResource(repository.shown, wanted.name),
          effect: 'delete',
          summary: `at ${short(commit)}${alone > 0 ? `, with ${counted(alone, 'commit')} that no other branch has` : ''}`,
        },
      ],
      preconditions: { [wanted.name]: foresee(ctx, commit) },
    }
  },
  async run({ directory, ...wanted }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const { commit, upstream } = await checked(ctx, repository, wanted)
    mustBeForeseen(ctx, commit, wanted.name)
    await ctx.step(`Delete ${wanted.name}`, () => change(ctx, repository, ['branch', '--quiet', '-D', wanted.name]))
    return { repository: repository.shown, branch: wanted.name, commit, ...(upstream ? { upstream } : {}) }
  },
  async verify(_input, { branch, repository: shown }, ctx) {
    const repository = await reopen(ctx, shown)
    const gone = !(await branchNames(ctx, repository)).includes(branch)
    const message = gone ? `${branch} is gone` : `${branch} is still there`
    return [{ status: gone ? 'pass' : 'fail', code: 'branch-deleted', message, resource: gitResource(shown, branch) }]
  },
  undo: (_input, { branch, commit, upstream, repository: directory }) => ({
    operation: 'git.branch-create',
    input: { directory, name: branch, at: commit, ...(upstream ? { upstream } : {}) },
  }),
  text: ({ branch, commit }) => `✓ deleted ${branch}, which was at ${short(commit)}`,
})
