import { operation, z } from '@nimbus/kernel/define'
import { changeLine, counted, nameText } from '../changes-text.ts'
import { ChangedFile, directory } from '../inputs.ts'
import { isClean, readStatus } from '../read-status.ts'
import { doingIn, openRepository } from '../repository.ts'
import { gitResource } from '../resource.ts'
import { short } from '../revision.ts'

/** Files that each list gives. */
const mostFiles = 5000

const untrackedModes = { directories: 'normal', all: 'all', none: 'no' } as const

/** How something that git is in the middle of goes on, and how it is given up. */
const wayOn = (doing: string, conflicts: readonly unknown[], staged: readonly unknown[]): string => {
  if (doing === 'bisect') return 'give it up with: git bisect reset'
  // Of these two git continues none that would record nothing.
  const isEmpty = staged.length === 0 && (doing === 'cherry-pick' || doing === 'revert')
  const finish = doing === 'merge' ? "nimbus git commit '…'" : `git ${doing} --${isEmpty ? 'skip' : 'continue'}`
  const on =
    conflicts.length > 0 ? 'edit what is in conflict, then: nimbus git add <file>' : `finish it with: ${finish}`
  return `${on}; or give it up: git ${doing} --abort`
}

/**
 * Shows where HEAD is and what differs: in the index, in the working tree, untracked, in conflict.
 *
 * Takes no lock and runs no program of the repository. Submodules count as changed when another commit of them is
 * checked out; changes inside them are not looked for.
 */
export default operation({
  id: 'git.status',
  summary: 'Show what has changed',
  effect: 'read',
  untrusted: true,
  input: z.object({
    directory,
    untracked: z
      .enum(['directories', 'all', 'none'])
      .default('directories')
      .describe('Whether untracked directories are listed as one, file by file, or not'),
  }),
  output: z.object({
    repository: z.string().describe('Its top, relative to the workspace'),
    branch: z.string().optional().describe('Absent when HEAD is detached'),
    commit: z.string().optional().describe('Absent before the first commit'),
    upstream: z.string().optional(),
    ahead: z.number().int().optional().describe('Commits that the upstream does not have'),
    behind: z.number().int().optional().describe('Commits of the upstream that are not here'),
    doing: z
      .enum(['merge', 'rebase', 'cherry-pick', 'revert', 'bisect'])
      .optional()
      .describe('What it is in the middle of'),
    clean: z.boolean().describe('Nothing that is tracked has changed, and nothing untracked was found'),
    staged: z.array(ChangedFile),
    unstaged: z.array(ChangedFile),
    untracked: z.array(z.string()),
    conflicts: z.array(z.string()),
    stashes: z.number().int(),
    truncated: z.boolean().describe('Whether a list has more than 5000 files; the first ones are given'),
  }),
  positional: ['directory'],
  needs: { programs: ['git'] },
  routes: [{ method: 'GET', path: '/api/git/status' }],
  examples: [
    { title: 'What has changed here', input: {} },
    { title: 'With every untracked file', input: { untracked: 'all' } },
  ],
  phrases: [
    'git status',
    'what has changed',
    'what has changed in {directory}',
    'are there uncommitted changes',
    'status of the repository',
    'is the working tree clean',
    'which files have changed',
    'what is modified',
    'anything uncommitted',
    'did i change anything',
    'status',
    'on which branch am i',
    'what is staged',
    'which files are untracked',
    'is there anything to commit',
    'present condition of the repository',
    'condition of the working tree',
  ],
  words: {
    directory: { kind: 'repository' },
    untracked: {
      values: {
        all: [
          'every untracked file',
          'each untracked file',
          'each and every untracked file',
          'untracked files one by one',
          'every single untracked file',
          'each single untracked file',
          'all untracked files',
          'untracked files individually',
          'untracked files separately',
          'untracked files one at a time',
          'untracked files listed individually',
          'untracked files listed separately',
          'untracked files listed one by one',
          'untracked file by file',
          'every new file',
          'each new file',
          'every single file',
          'each single file',
          'not just the folders',
          'not only the folders',
          'not just the directories',
          'not only the directories',
          'not just folders',
          'not only folders',
          'inside untracked folders',
          'inside untracked directories',
          'expand untracked folders',
          'expand untracked directories',
          'untracked folders expanded',
          'untracked directories expanded',
          'contents of untracked folders',
          'contents of untracked directories',
        ],
        none: [
          'no untracked',
          'without untracked',
          'ignore untracked',
          'tracked files only',
          'only tracked files',
          'just the tracked files',
          'tracked only',
          'only the tracked ones',
          'hide untracked',
          'leave out untracked',
          'leave untracked files out',
          'skip untracked',
          'omit untracked',
          'excluding untracked',
          'except untracked',
          'not the untracked',
          'not interested in untracked',
          'untracked files hidden',
        ],
      },
    },
  },
  lines: [
    {
      line: 'git status',
      flags: {
        '-s --short -b --branch --long --porcelain -v': null,
        '-u -uall': { untracked: 'all' },
        '-uno': { untracked: 'none' },
      },
    },
  ],

  target: ({ directory }) => ({ resources: [gitResource(directory, 'HEAD')] }),
  async run({ directory, untracked }, ctx) {
    const repository = await openRepository(ctx, directory, 'look')
    const { ignored: _, ...report } = await readStatus(ctx, repository, { untracked: untrackedModes[untracked] })
    const doing = doingIn(repository)
    return {
      repository: repository.shown,
      ...report,
      ...(doing ? { doing } : {}),
      staged: report.staged.slice(0, mostFiles),
      unstaged: report.unstaged.slice(0, mostFiles),
      untracked: report.untracked.slice(0, mostFiles),
      conflicts: report.conflicts.slice(0, mostFiles),
      clean: isClean(report) && report.untracked.length === 0,
      truncated: [report.staged, report.unstaged, report.untracked, report.conflicts].some(
        ({ length }) => length > mostFiles,
      ),
    }
  },
  text({
    branch,
    commit,
    upstream,
    ahead = 0,
    behind = 0,
    doing,
    clean,
    staged,
    unstaged,
    untracked,
    conflicts,
    stashes,
    truncated,
  }) {
    const at = commit ? short(commit) : 'no commit yet'
    const apart = upstream ? `, ${ahead} ahead and ${behind} behind ${upstream}` : ''
    const section = (title: string, lines: readonly string[]) =>
      lines.length > 0 ? [title, ...lines.map((line) => `  ${line}`)] : []
    return [
      branch ? `on ${branch} (${at})${apart}` : `detached at ${at}`,
      ...(doing ? [`! in the middle of a ${doing}; ${wayOn(doing, conflicts, staged)}`] : []),
      ...section('in conflict', conflicts.map(nameText)),
      ...section('staged', staged.map(changeLine)),
      ...section('not staged', unstaged.map(changeLine)),
      ...section('untracked', untracked.map(nameText)),
      ...(truncated ? ['(a list goes on)'] : []),
      ...(clean && !doing ? ['✓ nothing has changed'] : []),
      ...(stashes > 0 ? [counted(stashes, 'stash', 'stashes')] : []),
    ].join('\n')
  },
})
