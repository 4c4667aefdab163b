import { operation, z } from '@nimbus/kernel/define'
import { directory, Revision } from '../inputs.ts'
import { openRepository } from '../repository.ts'
import { gitResource } from '../resource.ts'
import { requireCommit, short } from '../revision.ts'
import { look } from '../run-git.ts'

const fields = [
  'refname',
  'objectname',
  'HEAD',
  'upstream:short',
  'upstream:track,nobracket',
  'committerdate:iso-strict',
  'subject',
  'worktreepath',
]

const parseBranches = (text: string) =>
  text
    .split('\0\n')
    .filter((record) => record.includes('\0'))
    .map((record) => {
      const [ref = '', commit = '', head = '', upstream = '', track = '', committed = '', subject = '', tree = ''] =
        record.split('\0')
      const [, space = '', ...name] = ref.split('/')
      return {
        name: name.join('/'),
        remote: space === 'remotes',
        current: head === '*',
        checkedOut: tree !== '',
        commit,
        committed,
        subject,
        ...(upstream ? { upstream } : {}),
        ...(upstream && track ? { track } : {}),
      }
    })
    .filter(({ name, remote }) => !(remote && name.endsWith('/HEAD')))

/** Lists branches with the commit each one is at. */
export default operation({
  id: 'git.branch-list',
  summary: 'List branches',
  effect: 'read',
  untrusted: true,
  input: z.object({
    directory,
    remotes: z.boolean().default(false).describe('Also what was last seen on remotes'),
    contains: Revision.optional().describe('Only branches that have this commit'),
  }),
  output: z.object({
    branches: z.array(
      z.object({
        name: z.string(),
        remote: z.boolean(),
        current: z.boolean(),
        checkedOut: z.boolean().describe('In this working tree or another one'),
        commit: z.string(),
        committed: z.string().describe('ISO 8601'),
        subject: z.string(),
        upstream: z.string().optional(),
        track: z.string().optional().describe('Such as "ahead 1, behind 2", or "gone"'),
      }),
    ),
  }),
  positional: ['directory'],
  needs: { programs: ['git'] },
  routes: [{ method: 'GET', path: '/api/git/branches' }],
  examples: [{ title: 'Which branches are here', input: {} }],
  phrases: [
    'list branches',
    'which branches are here',
    'which branches contain {contains}',
    'branches',
    'show all branches',
    'what branches do we have',
    'list the branches with {contains}',
    'on which branch am i',
    'what is the current branch',
    'which branch is this',
    'branches that have {contains}',
  ],
  words: {
    directory: { kind: 'repository' },
    remotes: {
      words: [
        'remote',
        'remotes',
        'remote ones',
        'on the remote',
        'remote-tracking',
        'tracking branches',
        'on the server',
        'on origin',
        'local and remote',
        'from the remote',
        'of the remote',
      ],
    },
    contains: { kind: 'commit', words: ['contain {}', 'with {}', 'have {}', 'include {}'] },
  },
  lines: [
    {
      line: 'git branch',
      flags: { '-a --all -r --remotes': 'remotes', '--contains': 'contains', '--list -l -v -vv --verbose': null },
    },
  ],

  target: ({ directory }) => ({ resources: [gitResource(directory, 'branches')] }),
  async run({ directory, remotes, contains }, ctx) {
    const repository = await openRepository(ctx, directory, 'look')
    const having = contains === undefined ? [] : [`--contains=${await requireCommit(ctx, repository, contains)}`]
    const format = `--format=${fields.map((field) => `%(${field})%00`).join('')}`
    const spaces = ['refs/heads', ...(remotes ? ['refs/remotes'] : [])]
    const { stdout } = await look(ctx, repository, ['for-each-ref', format, ...having, ...spaces])
    return { branches: parseBranches(stdout) }
  },
  text({ branches }) {
    if (branches.length === 0) return 'no branches yet'
    const width = Math.max(...branches.map(({ name }) => name.length))
    return branches
      .map(
        ({ name, current, commit, subject, track }) =>
          `${current ? '*' : ' '} ${name.padEnd(width)}  ${short(commit)}  ${track ? `[${track}] ` : ''}${subject}`,
      )
      .join('\n')
  },
})
