import { type Context, invalid, operation, z } from '@nimbus/kernel/define'
import { changeLine, counted } from '../changes-text.ts'
import { foresee, mustBeForeseen } from '../foreseen.ts'
import { indexEntries, keepAfter, keepBefore } from '../index-entries.ts'
import { ChangedFile, directory, paths } from '../inputs.ts'
import { readStatus } from '../read-status.ts'
import { openRepository, type Repository, reopen } from '../repository.ts'
import { gitResource } from '../resource.ts'
import { change } from '../run-git.ts'
import { stageable, stagingChanges, stagingState } from '../staging.ts'

const wantedBy = (ctx: Context, repository: Repository, input: { paths: readonly string[]; all: boolean }) => {
  if (input.all === input.paths.length > 0)
    throw invalid('which-files', input.all ? 'Files were named beside --all' : 'No file was named', {
      at: 'git.add: paths, all',
      next: 'name files, or give --all for everything in the repository',
    })
  return stageable(ctx, repository, input.all ? [repository.top] : input.paths)
}

/**
 * Puts files as they stand into the index, deletions included, for the next commit.
 *
 * Names are taken as they are, without patterns, and links are staged as links. What the index held before is kept, so
 * that undo puts exactly that back.
 */
export default operation({
  id: 'git.add',
  summary: 'Stage files for the next commit',
  effect: 'update',
  idempotent: true,
  untrusted: true,
  input: z.object({
    directory,
    paths: paths.default([]).describe('Files and directories, from the directory'),
    all: z.boolean().default(false).describe('Everything in the repository that has changed'),
  }),
  output: z.object({
    repository: z.string(),
    staged: z.array(ChangedFile).describe('Empty when the index had it all already'),
  }),
  positional: ['paths'],
  needs: { programs: ['git'] },
  examples: [
    { title: 'Stage one file', input: { paths: ['README.md'] } },
    { title: 'Stage everything', input: { all: true } },
  ],
  phrases: [
    'put the files {paths} in the stage',
    'put {paths} on the stage',
    'put {paths} into the index',
    'add {paths} to the stage',
    'mark {paths} for the next commit',
    'add {paths}',
    'stage {paths} for the commit',
    'stage {paths}',
    'git add {paths}',
    'stage everything',
    'add {paths} to the index',
    'add {paths} to the next commit',
    'put {paths} in the stage',
    'stage all changes',
    'add all changes to the index',
    'stage the files {paths}',
    'include {paths} in the next commit',
    'pop {paths} into the index',
    'get {paths} into the index',
    '{paths} into the index',
    '{paths} should go into the next commit',
    '{paths} must go into the index',
  ],
  words: {
    directory: { kind: 'repository' },
    paths: { kind: 'path', unless: 'all' },
    all: { words: ['everything', 'all', 'all changes', 'all files', 'whole working tree'] },
  },
  lines: [{ line: 'git add {paths*}', flags: { '-A --all': 'all', '-v --verbose': null } }],

  target: ({ directory }) => ({ resources: [gitResource(directory, 'index')] }),
  async preview({ directory, ...wanted }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const files = await wantedBy(ctx, repository, wanted)
    const state = foresee(ctx, await stagingState(repository, files))
    return { changes: await stagingChanges(ctx, repository, files), preconditions: { files: state } }
  },
  async run({ directory, ...wanted }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const staged = await wantedBy(ctx, repository, wanted)
    mustBeForeseen(ctx, await stagingState(repository, staged), repository.shown)
    if (staged.length === 0) return { repository: repository.shown, staged }
    const names = staged.map(({ path }) => path)
    await keepBefore(ctx, names, await indexEntries(ctx, repository, names))
    await ctx.step(`Stage ${counted(staged.length, 'file')}`, () =>
      change(ctx, repository, ['add', '--all', '--pathspec-from-file=-', '--pathspec-file-nul'], {
        literal: true,
        stdin: names.join('\0'),
      }),
    )
    await keepAfter(ctx, await indexEntries(ctx, repository, names))
    return { repository: repository.shown, staged }
  },
  async verify(_input, { staged, repository: resource }, ctx) {
    if (staged.length === 0) return []
    const repository = await reopen(ctx, resource)
    const report = await readStatus(ctx, repository, { untracked: 'all' })
    const open = new Set([...report.unstaged.map(({ path }) => path), ...report.untracked, ...report.conflicts])
    const left = staged.filter(({ path }) => open.has(path))
    const message =
      left.length === 0
        ? 'the index has the files as they stand'
        : `not in the index: ${left.map(({ path }) => path).join(', ')}`
    return [
      {
        status: left.length === 0 ? 'pass' : 'fail',
        code: 'staged',
        message,
        resource: gitResource(resource, 'index'),
      },
    ]
  },
  undo: (_input, { staged, repository: directory }, _kept, run) =>
    staged.length === 0
      ? { irreversible: 'nothing was changed' }
      : { operation: 'git.unstage', input: { directory, run } },
  text: ({ staged }) =>
    staged.length === 0
      ? '✓ the index has it all already'
      : [`✓ staged ${counted(staged.length, 'file')}`, ...staged.map((file) => `  ${changeLine(file)}`)].join('\n'),
})
