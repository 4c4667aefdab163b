import { type Change, type Context, invalid, operation, wholeId, z } from '@nimbus/kernel/define'
import { counted, nameText } from '../changes-text.ts'
import { foresee, mustBeForeseen, sha256 } from '../foreseen.ts'
import {
  committedEntries,
  differing,
  type IndexChange,
  type IndexEntries,
  indexEntries,
  keepAfter,
  keepBefore,
  keptIndexChange,
  mustStillBe,
  setEntries,
} from '../index-entries.ts'
import { directory, paths } from '../inputs.ts'
import { readStatus } from '../read-status.ts'
import { openRepository, type Repository, reopen } from '../repository.ts'
import { repositoryPath } from '../repository-path.ts'
import { gitResource } from '../resource.ts'
import { commitOf } from '../revision.ts'

interface Wanted {
  paths: readonly string[]
  all: boolean
  run?: string | undefined
}

/** What the index shall hold: what it was before a run, else what the last commit has. */
const wantedEntries = async (
  ctx: Context,
  repository: Repository,
  files: readonly string[],
  run: string | undefined,
): Promise<IndexEntries> => {
  if (run !== undefined) return (await keptIndexChange(ctx, repository, run)).before
  if (!(await commitOf(ctx, repository, 'HEAD'))) return new Map()
  return committedEntries(ctx, repository, files)
}

/** The files, what the index holds of them and what it shall hold. */
const plan = async (ctx: Context, repository: Repository, wanted: Wanted): Promise<IndexChange> => {
  const ways = [wanted.paths.length > 0, wanted.all, wanted.run !== undefined].filter(Boolean).length
  if (ways !== 1)
    throw invalid('which-files', ways === 0 ? 'No file was named' : 'Files were named in two ways', {
      at: 'git.unstage: paths, all, run',
      next: 'name files, or give --all, or give the run whose staging is to be taken back',
    })
  if (wanted.run !== undefined) {
    const kept = await keptIndexChange(ctx, repository, wanted.run)
    await mustStillBe(ctx, repository, kept)
    const changed = differing(kept.paths, kept.before, kept.after)
    return { paths: changed, before: kept.after, after: kept.before }
  }
  const named = wanted.all ? ['.'] : wanted.paths.map((path) => repositoryPath(path, repository))
  const { staged, conflicts } = await readStatus(ctx, repository, { untracked: 'no', paths: named })
  const files = [
    ...new Set([
      ...staged.flatMap(({ path, from, change }) => (from && change === 'renamed' ? [path, from] : [path])),
      ...conflicts,
    ]),
  ]
  const before = await indexEntries(ctx, repository, files)
  const after = await wantedEntries(ctx, repository, files, undefined)
  return { paths: differing(files, before, after), before, after }
}

const stateOf = ({ paths, before, after }: IndexChange): string =>
  sha256(JSON.stringify(paths.map((path) => [path, before.get(path), after.get(path)])))

/**
 * Takes files out of the next commit: puts their entries in the index back to the last commit, or with `--run` to what
 * they were before a run.
 *
 * The files themselves are not touched. It is the undo of staging, and refuses to lose what was staged since.
 */
export default operation({
  id: 'git.unstage',
  summary: 'Take files out of the next commit',
  effect: 'update',
  idempotent: true,
  untrusted: true,
  input: z.object({
    directory,
    paths: paths.default([]).describe('Files and directories, from the directory'),
    all: z.boolean().default(false).describe('Everything that is staged'),
    run: wholeId('r').optional().describe('Put back what this run changed in the index'),
  }),
  output: z.object({
    repository: z.string(),
    unstaged: z.array(z.string()).describe('Files whose entry was put back'),
  }),
  positional: ['paths'],
  needs: { programs: ['git'] },
  examples: [
    { title: 'Leave a file out of the next commit', input: { paths: ['README.md'] } },
    { title: 'Start over', input: { all: true } },
  ],
  phrases: [
    'take {paths} out of the staging area',
    'keep {paths} out of the next commit',
    '{paths} should not go into the next commit',
    '{paths} must not be in the commit',
    'unstage {paths}',
    'leave {paths} out of the commit',
    'unstage everything',
    'take {paths} out of the index',
    'remove {paths} from the index',
    'take {paths} out of the next commit',
    'git restore staged {paths}',
    'unstage all',
    'empty the staging area',
    'clear the staging area',
    'leave {paths} out of the next commit',
    '{paths} should not be in the next commit',
    'i do not want {paths} in the next commit',
  ],
  words: {
    directory: { kind: 'repository' },
    paths: { kind: 'path', unless: 'all' },
    all: {
      words: ['everything', 'all', 'all files', 'empty the staging area', 'clear the staging area'],
    },
    run: { kind: 'structure' },
  },
  lines: [
    { line: 'git restore --staged {paths*}' },
    { line: 'git reset HEAD {paths*}' },
    { line: 'git reset {paths*}', flags: { '-q': null } },
    { line: 'git restore --staged .', sets: { all: true } },
  ],

  target: ({ directory }) => ({ resources: [gitResource(directory, 'index')] }),
  async preview({ directory, ...wanted }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const change = await plan(ctx, repository, wanted)
    return {
      changes: change.paths.map(
        (path): Change => ({
          resource: gitResource(repository.shown, path),
          effect: 'update',
          summary: change.after.has(path) ? 'its entry in the index is put back' : 'git forgets it; the file stays',
        }),
      ),
      preconditions: { index: foresee(ctx, stateOf(change)) },
    }
  },
  async run({ directory, ...wanted }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const change = await plan(ctx, repository, wanted)
    mustBeForeseen(ctx, stateOf(change), repository.shown)
    const { paths, before, after } = change
    if (paths.length > 0) {
      await keepBefore(ctx, paths, before)
      await keepAfter(ctx, after)
      await ctx.step(`Unstage ${counted(paths.length, 'file')}`, () => setEntries(ctx, repository, paths, after))
    }
    return { repository: repository.shown, unstaged: [...paths] }
  },
  async verify({ run }, { unstaged, repository: shown }, ctx) {
    if (unstaged.length === 0) return []
    const repository = await reopen(ctx, shown)
    const wanted = await wantedEntries(ctx, repository, unstaged, run)
    const wrong = differing(unstaged, await indexEntries(ctx, repository, unstaged), wanted)
    const message =
      wrong.length === 0
        ? 'the index is what it was'
        : `the index holds something else of ${wrong.map(nameText).join(', ')}`
    return [
      {
        status: wrong.length === 0 ? 'pass' : 'fail',
        code: 'unstaged',
        message,
        resource: gitResource(shown, 'index'),
      },
    ]
  },
  undo: (_input, { unstaged, repository: directory }, _kept, run) =>
    unstaged.length === 0
      ? { irreversible: 'nothing was changed' }
      : { operation: 'git.unstage', input: { directory, run } },
  text: ({ unstaged }) =>
    unstaged.length === 0
      ? '✓ nothing of it is staged'
      : [`✓ unstaged ${counted(unstaged.length, 'file')}`, ...unstaged.map((path) => `  ${nameText(path)}`)].join('\n'),
})
