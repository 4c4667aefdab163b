import { type Context, invalid, operation, z } from '@nimbus/kernel/define'
import { foresee, mustBeForeseen } from '../foreseen.ts'
import { BranchName, directory, Revision } from '../inputs.ts'
import { openRepository, type Repository, reopen } from '../repository.ts'
import { gitResource } from '../resource.ts'
import { branchNames, branchTip, commitOf, requireCommit, short } from '../revision.ts'
import { change, look } from '../run-git.ts'

const commitFor = async (ctx: Context, repository: Repository, name: string, at: string): Promise<string> => {
  const { stdout, exitCode } = await look(ctx, repository, ['check-ref-format', '--branch', name], {
    accept: [0, 1, 128],
  })
  if (exitCode !== 0 || stdout.trim() !== name)
    throw invalid('invalid-branch-name', `${JSON.stringify(name)} is no name for a branch`, {
      at: name,
      why: 'git allows no spaces, no "..", no ~ ^ : ? * [ \\, no slash or dot at the ends, no ".lock"',
      next: 'choose another one, such as add-vpc',
    })
  const there = await branchTip(ctx, repository, name)
  if (there)
    throw invalid('branch-exists', `There is a branch ${name} already`, {
      at: name,
      why: `it is at ${short(there)}`,
      next: `choose another name, or go to it: nimbus git checkout ${name}`,
      ...(there === (await commitOf(ctx, repository, at)) ? { already: true } : {}),
    })
  const inTheWay = (await branchNames(ctx, repository)).find(
    (other) => other.startsWith(`${name}/`) || name.startsWith(`${other}/`),
  )
  if (inTheWay)
    throw invalid('branch-exists', `There is a branch ${inTheWay}, which is in the way of ${name}`, {
      at: name,
      why: 'git keeps branches like files: one cannot be a directory of another',
      next: 'choose another name',
    })
  return requireCommit(ctx, repository, at)
}

/** Makes a branch at a commit. The files and the current branch stay as they are: `nimbus git checkout` goes there. */
export default operation({
  id: 'git.branch-create',
  summary: 'Make a branch',
  effect: 'create',
  input: z.object({
    directory,
    name: BranchName.describe('Its name'),
    at: Revision.default('HEAD').describe('The commit where it begins'),
    upstream: BranchName.optional().describe('A remote branch that it follows, such as origin/main'),
  }),
  output: z.object({ repository: z.string(), branch: z.string(), commit: z.string() }),
  positional: ['name', 'at'],
  needs: { programs: ['git'] },
  routes: [
    { method: 'POST', path: '/api/git/branch' },
    { method: 'POST', path: '/api/git/branches' },
  ],
  examples: [
    { title: 'A branch at the current commit', input: { name: 'add-vpc' } },
    { title: 'A branch at an older one', input: { name: 'hotfix', at: 'HEAD~1' } },
  ],
  phrases: [
    'create the branch {name}',
    'make a branch {name} at {at}',
    'new branch {name}',
    'create a branch called {name} from {at}',
    'start a branch {name} from {at}',
    'new branch {name} starting at {at}',
    'open a branch {name}',
    'branch off {at} as {name}',
    'cut a branch {name} from {at}',
    'make branch {name}',
  ],
  words: {
    directory: { kind: 'repository' },
    name: { kind: 'new-branch' },
    at: {
      kind: 'commit',
      words: [
        'from {}',
        'at {}',
        'starting at {}',
        'off {}',
        'based on {}',
        'starting from {}',
        'on top of {}',
        'branching from {}',
        'beginning at {}',
        'forked from {}',
        'fork of {}',
        'cut from {}',
        'branched off {}',
        'branched from {}',
        'out of {}',
        'based off {}',
        'with {} as its base',
        'base {}',
      ],
    },
    upstream: {
      kind: 'commit',
      words: [
        'follows {}',
        'tracking {}',
        'upstream {}',
        'tracks {}',
        'following {}',
        'set to follow {}',
        'set up to track {}',
        'to track {}',
        'that tracks {}',
        'with upstream {}',
        'remote branch {}',
      ],
    },
  },
  lines: [
    { line: 'git branch {name} {at?}' },
    { line: 'git checkout -b {name} {at?}', next: { 'git.checkout': { ref: 'name' } } },
    { line: 'git switch -c {name} {at?}', next: { 'git.checkout': { ref: 'name' } } },
    { line: 'git switch --create {name} {at?}', next: { 'git.checkout': { ref: 'name' } } },
  ],

  target: ({ directory, name }) => ({ resources: [gitResource(directory, name)] }),
  async preview({ directory, name, at }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const commit = await commitFor(ctx, repository, name, at)
    return {
      changes: [
        { resource: gitResource(repository.shown, name), effect: 'create', summary: `a branch at ${short(commit)}` },
      ],
      preconditions: { [at]: foresee(ctx, commit) },
    }
  },
  async run({ directory, name, at, upstream }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const commit = await commitFor(ctx, repository, name, at)
    mustBeForeseen(ctx, commit, at)
    await ctx.step(`Make ${name}`, async () => {
      await change(ctx, repository, ['branch', '--no-track', name, commit])
      if (upstream) await change(ctx, repository, ['branch', `--set-upstream-to=${upstream}`, name])
    })
    return { repository: repository.shown, branch: name, commit }
  },
  async verify(_input, { branch, commit, repository: shown }, ctx) {
    const repository = await reopen(ctx, shown)
    const at = await commitOf(ctx, repository, `refs/heads/${branch}`)
    const resource = gitResource(shown, branch)
    return [
      at === commit
        ? { status: 'pass', code: 'branch-made', message: `${branch} is at ${short(commit)}`, resource }
        : {
            status: 'fail',
            code: 'branch-made',
            message: at ? `${branch} is at another commit` : `there is no branch ${branch}`,
            resource,
          },
    ]
  },
  undo: (_input, { branch, commit, repository: directory }) => ({
    operation: 'git.branch-delete',
    input: { directory, name: branch, expect: commit, force: true },
  }),
  text: ({ branch, commit }) => `✓ made ${branch} at ${short(commit)}`,
})
