import { join } from 'node:path'
import { type Change, type Context, denied, operation, z } from '@nimbus/kernel/define'
import { changeLine, counted } from '../changes-text.ts'
import { foresee, mustBeForeseen, sha256 } from '../foreseen.ts'
import { ChangedFile, type ChangeKind, directory, paths } from '../inputs.ts'
import { readStatus } from '../read-status.ts'
import { openRepository, type Repository, reopen } from '../repository.ts'
import { repositoryPath } from '../repository-path.ts'
import { gitResource, treeResource } from '../resource.ts'
import { headName, headOf, noCommit, short } from '../revision.ts'
import { change } from '../run-git.ts'
import { fileMarks } from '../staging.ts'
import { findStash, stashesOf } from '../stashes.ts'

interface Wanted {
  paths: readonly string[]
  untracked: boolean
}

interface Aside {
  branch: string
  files: { path: string; change: ChangeKind; tracked: boolean }[]
  named: string[]
  state: string
}

const asideOf = async (ctx: Context, repository: Repository, wanted: Wanted): Promise<Aside> => {
  const head = await headOf(ctx, repository)
  if (!head.commit) throw noCommit(repository.shown)
  const named = wanted.paths.map((path) => repositoryPath(path, repository))
  const status = await readStatus(ctx, repository, { untracked: wanted.untracked ? 'all' : 'no', paths: named })
  if (status.conflicts.length > 0)
    throw denied('unmerged', `${counted(status.conflicts.length, 'file')} in conflict`, {
      at: repository.shown,
      why: 'a conflict cannot be put aside',
      next: 'resolve it first, then: nimbus git add <file>',
    })
  const kinds = new Map<string, ChangeKind>()
  for (const { path, change: kind, from } of [...status.staged, ...status.unstaged]) {
    kinds.set(path, kind)
    if (from && kind === 'renamed') kinds.set(from, 'deleted')
  }
  const files = [
    ...[...kinds].map(([path, kind]) => ({ path, change: kind, tracked: true })),
    ...status.untracked.map((path) => ({ path, change: 'added' as const, tracked: false })),
  ]
  const marks = await fileMarks(
    repository,
    files.map(({ path }) => path),
  )
  return { branch: headName(head), files, named, state: sha256(`${head.commit} ${marks}`) }
}

/**
 * Puts edits aside and leaves the working tree as the last commit has it.
 *
 * What is staged is remembered as staged. Untracked files stay unless they are asked for; ignored ones always stay.
 */
export default operation({
  id: 'git.stash-save',
  summary: 'Put edits aside',
  effect: 'update',
  untrusted: true,
  input: z.object({
    directory,
    message: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .regex(/^[^\n\r]*$/, 'takes one line')
      .optional()
      .describe('What it is'),
    untracked: z.boolean().default(false).describe('Also files that git does not track'),
    paths: paths.default([]).describe('Only these files and directories'),
  }),
  output: z.object({
    repository: z.string(),
    did: z.enum(['saved', 'nothing']),
    stash: z.string().optional().describe('The id of what was put aside'),
    branch: z.string().describe('The branch it was made on'),
    files: z.array(ChangedFile),
  }),
  positional: ['message'],
  needs: { programs: ['git'] },
  routes: [{ method: 'POST', path: '/api/git/stash' }],
  examples: [{ title: 'Put everything aside', input: { message: 'half of the network', untracked: true } }],
  phrases: [
    'stash my changes',
    'put my edits aside',
    'stash everything as {message}',
    'stash',
    'git stash',
    'stash my work',
    'set my changes aside',
    'stash {paths}',
    'shelve my changes',
    'stash only {paths}',
    'park my changes',
    'save my work in a stash',
    'stash the untracked files too',
  ],
  words: {
    directory: { kind: 'repository' },
    message: { kind: 'text', words: ['as {}', 'message {}', 'called {}', 'with the note {}', 'named {}'] },
    untracked: {
      words: [
        'untracked',
        'untracked files',
        'new files',
        'git does not know',
        'git does not track',
        'not tracked',
        'git not know',
        'unknown to git',
        "git doesn't know",
        "git doesn't track",
        "git isn't tracking",
        'not yet tracked',
        'not added yet',
        'never added',
        'not in git yet',
        'brand new files',
        'fresh files',
        'the new ones',
        'files i have not added',
      ],
    },
    paths: { kind: 'path' },
  },
  lines: [
    { line: 'git stash', flags: { '-u --include-untracked': 'untracked', '-m --message': 'message' } },
    { line: 'git stash push {paths*}', flags: { '-u --include-untracked': 'untracked', '-m --message': 'message' } },
    { line: 'git stash save {message?}', flags: { '-u --include-untracked': 'untracked' } },
  ],

  target: ({ directory }) => ({ resources: [gitResource(directory, 'stash')] }),
  async preview({ directory, ...wanted }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const { files, branch, state } = await asideOf(ctx, repository, wanted)
    foresee(ctx, state)
    if (files.length === 0) return { changes: [] }
    return {
      changes: [
        {
          resource: gitResource(repository.shown, 'stash'),
          effect: 'create',
          summary: `${counted(files.length, 'file')} of ${branch} put aside`,
        },
        ...files.map(
          ({ path, tracked }): Change => ({
            resource: treeResource(join(repository.top, path), ctx.workspace),
            effect: 'update',
            summary: tracked
              ? 'back to the last commit; the stash has the edits'
              : 'leaves the working tree; the stash has it',
          }),
        ),
      ],
      preconditions: { files: state },
    }
  },
  async run({ directory, message, ...wanted }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const { files: found, branch, named, state } = await asideOf(ctx, repository, wanted)
    mustBeForeseen(ctx, state, repository.shown)
    const files = found.map(({ path, change: kind }) => ({ path, change: kind }))
    const seen = { repository: repository.shown, branch, files }
    if (files.length === 0) return { ...seen, did: 'nothing' as const }
    const argv = [
      'stash',
      'push',
      '--quiet',
      ...(wanted.untracked ? ['--include-untracked'] : []),
      ...(message ? [`--message=${message}`] : []),
    ]
    await ctx.step('Put aside', () => change(ctx, repository, argv, named.length > 0 ? { paths: named } : {}))
    return { ...seen, did: 'saved' as const, stash: (await findStash(ctx, repository, undefined)).commit }
  },
  async verify({ untracked }, { did, stash, files, repository: shown }, ctx) {
    if (did === 'nothing') return []
    const repository = await reopen(ctx, shown)
    const [all, status] = await Promise.all([
      stashesOf(ctx, repository),
      readStatus(ctx, repository, { untracked: untracked ? 'all' : 'no' }),
    ])
    const saved = all.some(({ commit }) => commit === stash)
    const open = new Set([
      ...status.staged.map(({ path }) => path),
      ...status.unstaged.map(({ path }) => path),
      ...status.untracked,
    ])
    const left = files.filter(({ path }) => open.has(path)).map(({ path }) => path)
    const resource = gitResource(shown, 'stash')
    return [
      {
        status: saved ? 'pass' : 'fail',
        code: 'stash-made',
        message: saved ? 'the stash is there' : 'the stash is not there',
        resource,
      },
      {
        status: left.length === 0 ? 'pass' : 'fail',
        code: 'tree-clean',
        message: left.length === 0 ? 'the files are those of the last commit' : `still changed: ${left.join(', ')}`,
        resource,
      },
    ]
  },
  undo: (_input, { did, stash, repository }) =>
    did === 'nothing' || stash === undefined
      ? { irreversible: 'nothing was changed' }
      : { operation: 'git.stash-pop', input: { directory: repository, stash } },
  text: ({ did, stash, files }) =>
    did === 'nothing' || stash === undefined
      ? '✓ there is nothing to put aside'
      : [
          `✓ put aside ${counted(files.length, 'file')} as ${short(stash)}`,
          ...files.map((file) => `  ${changeLine(file)}`),
        ].join('\n'),
})
