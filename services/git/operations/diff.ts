import { invalid, looksSecret, operation, z } from '@nimbus/kernel/define'
import { changeLine, counted, nameText, sums } from '../changes-text.ts'
import { phrases, words } from '../diff-asked-for.ts'
import { ChangedFile, directory, paths, Revision } from '../inputs.ts'
import { openRepository, type Repository } from '../repository.ts'
import { repositoryPath } from '../repository-path.ts'
import { gitResource, treeResource } from '../resource.ts'
import { requireCommit } from '../revision.ts'
import type { Host } from '../run-git.ts'
import { differences, patchText } from '../tree-diff.ts'

/** Files that the list gives. */
const mostFiles = 5000

const sidesOf = async (
  ctx: Host,
  repository: Repository,
  input: { staged: boolean; from?: string | undefined; to?: string | undefined },
): Promise<{ between: string[]; from: string; to: string }> => {
  const { staged, from, to } = input
  if (staged && to !== undefined)
    throw invalid('two-sides', 'Both the index and a commit were named as the new side', {
      at: 'git.diff: staged, to',
      next: 'leave one of them out',
    })
  if (to !== undefined && from === undefined)
    throw invalid('one-side', 'Only the new side was named', {
      at: 'git.diff: from',
      next: `nimbus git diff --from HEAD --to ${to}`,
    })
  if (from === undefined)
    return { between: staged ? ['--cached'] : [], from: staged ? 'HEAD' : 'index', to: staged ? 'index' : 'tree' }
  const old = await requireCommit(ctx, repository, from)
  if (to !== undefined) return { between: [old, await requireCommit(ctx, repository, to)], from, to }
  return { between: staged ? ['--cached', old] : [old], from, to: staged ? 'index' : 'tree' }
}

/**
 * Compares the working tree with the index, the index with the last commit (`--staged`), or two commits.
 *
 * No external diff and no text conversion of the repository is run. Files that look like secrets are listed, and their
 * contents are shown only when they are named, which asks.
 */
export default operation({
  id: 'git.diff',
  summary: 'Show what differs, line by line',
  effect: 'read',
  untrusted: true,
  input: z.object({
    directory,
    paths: paths.default([]).describe('Only these files and directories'),
    staged: z.boolean().default(false).describe('What is in the index, instead of what is in the working tree'),
    from: Revision.optional().describe('The old side, instead of the index'),
    to: Revision.optional().describe('The new side, instead of the working tree'),
    context: z.number().int().min(0).max(100).default(3).describe('Equal lines around every change'),
    lines: z
      .number()
      .int()
      .min(0)
      .max(20_000)
      .default(2000)
      .describe('Lines of the patch at most; 0 for the list of files alone'),
  }),
  output: z.object({
    from: z.string().describe('The old side: index, or a commit as it was named'),
    to: z.string().describe('The new side: tree, index, or a commit as it was named'),
    files: z.array(
      ChangedFile.extend({
        added: z.number().int().optional().describe('Lines; absent for a file that is not text'),
        removed: z.number().int().optional(),
        hidden: z.boolean().optional().describe('Its contents are left out: it looks like a secret'),
      }),
    ),
    added: z.number().int(),
    removed: z.number().int(),
    diff: z.string().describe('A patch'),
    truncated: z.boolean().describe('Whether the patch, or the list behind 5000 files, goes on'),
  }),
  positional: ['paths'],
  needs: { programs: ['git'] },
  routes: [{ method: 'GET', path: '/api/git/diff' }],
  examples: [
    { title: 'What is not staged yet', input: {} },
    { title: 'What would be committed', input: { staged: true } },
    { title: 'What a branch brings', input: { from: 'main', to: 'feature' } },
  ],
  phrases,
  words,
  lines: [
    {
      line: 'git diff {from?} {to?} {paths*}',
      flags: {
        '--cached --staged': 'staged',
        '-U --unified': 'context',
        '--name-only --name-status': { lines: 0 },
        '-p --patch --color --color=always --no-color --no-ext-diff --no-pager': null,
      },
    },
    { line: 'git diff {from}..{to} {paths*}' },
  ],

  target: ({ directory }) => ({ resources: [gitResource(directory, 'tree')] }),
  async preview({ directory, paths }, ctx) {
    const repository = await openRepository(ctx, directory, 'look')
    const named = paths.map((path) => repositoryPath(path, repository)).filter(looksSecret)
    return {
      changes: [
        { resource: gitResource(repository.shown, 'tree'), effect: 'read' as const },
        ...named.map((path) => ({
          resource: treeResource(`${repository.top}/${path}`, ctx.workspace),
          effect: 'read' as const,
        })),
      ],
    }
  },
  async run({ directory, paths, staged, from, to, context, lines }, ctx) {
    const repository = await openRepository(ctx, directory, 'look')
    const named = paths.map((path) => repositoryPath(path, repository))
    const { between, ...sides } = await sidesOf(ctx, repository, { staged, from, to })
    const files = await differences(ctx, repository, between, named)
    const options = { context, mostLines: lines, ...(named.length > 0 ? { named } : {}) }
    const { text, truncated, hidden } =
      lines === 0
        ? { text: '', truncated: false, hidden: [] }
        : await patchText(ctx, repository, between, files, options)
    return {
      ...sides,
      files: files
        .slice(0, mostFiles)
        .map((file) => ({ ...file, ...(hidden.includes(file.path) ? { hidden: true } : {}) })),
      ...sums(files),
      diff: text,
      truncated: truncated || files.length > mostFiles,
    }
  },
  text({ files, added, removed, diff, truncated, from, to }) {
    if (files.length === 0) return `✓ nothing differs between ${from} and ${to}`
    const hidden = files
      .filter((file) => file.hidden)
      .map(({ path }) => `(${nameText(path)} looks like a secret: name it to see it)`)
    return [
      ...(diff ? [diff.trimEnd()] : files.map(changeLine)),
      ...(truncated ? ['(the patch goes on: name files, or give --lines)'] : []),
      ...hidden,
      `${counted(files.length, 'file')}: ${added} added, ${removed} removed`,
    ].join('\n')
  },
})
