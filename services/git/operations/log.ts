import { operation, z } from '@nimbus/kernel/define'
import { directory, paths, Revision } from '../inputs.ts'
import { phrases, words } from '../log-asked-for.ts'
import { openRepository } from '../repository.ts'
import { repositoryPath } from '../repository-path.ts'
import { gitResource } from '../resource.ts'
import { commitOf, requireCommit, short } from '../revision.ts'
import { look } from '../run-git.ts'

/** Placeholders of `git log`, each ended by NUL; none of them can hold one. */
const fields = ['%H', '%P', '%an', '%ae', '%aI', '%cI', '%D', '%s', '%b']

const parseCommits = (text: string) => {
  const values = text.split('\0')
  const commits = []
  for (let i = 0; i + fields.length <= values.length; i += fields.length) {
    const [
      commit = '',
      parents = '',
      name = '',
      email = '',
      authored = '',
      committed = '',
      refs = '',
      subject = '',
      body = '',
    ] = values.slice(i, i + fields.length)
    commits.push({
      commit,
      parents: parents.split(' ').filter(Boolean),
      author: { name, email },
      authored,
      committed,
      refs: refs.split(', ').filter(Boolean),
      subject,
      ...(body.trim() ? { body: body.trimEnd() } : {}),
    })
  }
  return commits
}

const commitSchema = z.object({
  commit: z.string(),
  parents: z.array(z.string()),
  author: z.object({ name: z.string(), email: z.string() }),
  authored: z.string().describe('ISO 8601'),
  committed: z.string().describe('ISO 8601'),
  refs: z.array(z.string()).describe('Branches and tags that are here'),
  subject: z.string(),
  body: z.string().optional(),
})

/** Lists commits, newest first. In an empty repository the list is empty. */
export default operation({
  id: 'git.log',
  summary: 'List commits',
  effect: 'read',
  untrusted: true,
  input: z.object({
    directory,
    from: Revision.default('HEAD').describe('The commit to begin with'),
    until: Revision.optional().describe('Leave out what this commit has'),
    paths: paths.default([]).describe('Only commits that changed these files'),
    author: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Only commits whose author has this text in name or address'),
    search: z.string().min(1).max(200).optional().describe('Only commits whose message has this text, in any case'),
    limit: z.number().int().min(1).max(1000).default(20).describe('How many at most'),
    skip: z.number().int().min(0).max(1_000_000).default(0).describe('How many to pass over first'),
  }),
  output: z.object({ commits: z.array(commitSchema), more: z.boolean().describe('Whether there are older ones') }),
  positional: ['paths'],
  needs: { programs: ['git'] },
  routes: [{ method: 'GET', path: '/api/git/log' }],
  examples: [
    { title: 'The last commits', input: {} },
    { title: 'What a branch has that main has not', input: { from: 'feature', until: 'main' } },
    { title: 'Who changed the network', input: { paths: ['network.tf'], limit: 5 } },
  ],
  phrases,
  words,
  lines: [
    {
      line: 'git log {from?} {paths*}',
      flags: {
        '-n -# --max-count': 'limit',
        '--author': 'author',
        '--grep': 'search',
        '--skip': 'skip',
        '--oneline --decorate --graph --no-pager --abbrev-commit -i': null,
      },
    },
    {
      line: 'git log {until}..{from} {paths*}',
      flags: {
        '-n -# --max-count': 'limit',
        '--author': 'author',
        '--grep': 'search',
        '--oneline --decorate --graph': null,
      },
    },
  ],

  target: ({ directory }) => ({ resources: [gitResource(directory, 'HEAD')] }),
  async run({ directory, from, until, paths, author, search, limit, skip }, ctx) {
    const repository = await openRepository(ctx, directory, 'look')
    const found = await commitOf(ctx, repository, from)
    if (!found && from === 'HEAD' && until === undefined) return { commits: [], more: false }
    const start = found ?? (await requireCommit(ctx, repository, from))
    const end = until === undefined ? [] : [`^${await requireCommit(ctx, repository, until)}`]
    const filters = [
      ...(author ? [`--author=${author}`] : []),
      ...(search ? [`--grep=${search}`, '--regexp-ignore-case'] : []),
    ]
    const shape = [
      '-z',
      `--format=${fields.join('%x00')}`,
      '--no-color',
      '--encoding=UTF-8',
      '--no-notes',
      '--fixed-strings',
    ]
    const range = [`--max-count=${limit + 1}`, `--skip=${skip}`]
    const argv = ['log', ...shape, ...range, ...filters, start, ...end]
    const { stdout } = await look(ctx, repository, argv, {
      paths: paths.map((path) => repositoryPath(path, repository)),
    })
    const commits = parseCommits(stdout)
    return { commits: commits.slice(0, limit), more: commits.length > limit }
  },
  text({ commits, more }) {
    if (commits.length === 0) return 'no commits'
    const lines = commits.map(({ commit, committed, author, subject, refs }) => {
      const names = refs.length > 0 ? `  (${refs.join(', ')})` : ''
      return `${short(commit)}  ${committed.slice(0, 10)}  ${author.name}  ${subject}${names}`
    })
    return [...lines, ...(more ? ['(there are older ones: --skip, --limit)'] : [])].join('\n')
  },
})
