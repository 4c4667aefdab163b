import { operation, z } from '@nimbus/kernel/define'
import { changeLine, counted, sums } from '../changes-text.ts'
import { commitHooks, hookContext } from '../commit-hooks.ts'
import { commitChange, commitState, committer, refusedBy, toCommit } from '../committing.ts'
import { changedMeanwhile, foresee, mustBeForeseen } from '../foreseen.ts'
import { errorFrom } from '../git-error.ts'
import { indexEntries, keepAfter, keepBefore } from '../index-entries.ts'
import { ChangedFile, directory } from '../inputs.ts'
import { openRepository, reopen } from '../repository.ts'
import { gitResource } from '../resource.ts'
import { commitOf, headName, requireCommit, short } from '../revision.ts'
import { change, look } from '../run-git.ts'

/**
 * Records what is staged as a commit; with `--all` everything tracked that has changed.
 *
 * The message is recorded as given, without lines being taken for comments. The hooks of the repository run, and what
 * one says is shown when it refuses. With nothing to record nothing is done, and that is said.
 */
export default operation({
  id: 'git.commit',
  summary: 'Record staged changes',
  effect: 'create',
  untrusted: true,
  input: z.object({
    directory,
    message: z.string().trim().min(1).max(100_000).describe('Commit message'),
    all: z.boolean().default(false).describe('Also stage every tracked file that has changed'),
  }),
  output: z.object({
    repository: z.string(),
    did: z.enum(['committed', 'nothing']),
    commit: z.string().optional(),
    parent: z.string().optional().describe('The commit before; absent for the first one'),
    branch: z.string().optional().describe('Absent when HEAD is detached'),
    concluded: z
      .enum(['merge', 'rebase', 'cherry-pick', 'revert', 'bisect'])
      .optional()
      .describe('What the repository was in the middle of'),
    files: z.array(ChangedFile),
    filesChanged: z.number().int(),
    added: z.number().int().describe('Lines'),
    removed: z.number().int(),
    left: z.number().int().describe('Tracked files that have changed and are not in this commit'),
  }),
  positional: ['message'],
  needs: { programs: ['git'] },
  examples: [
    { title: 'Commit everything', input: { message: 'Add VPC', all: true } },
    { title: 'Commit what is staged', input: { message: 'Fix the route table' } },
  ],
  phrases: [
    'record the staged stuff as {message}',
    'commit the staged files as {message}',
    'commit my work as {message}',
    'commit my changes',
    'please commit',
    'commit with message {message}',
    'make a commit',
    'commit {message}',
    'commit everything as {message}',
    'git commit {message}',
    'commit with the message {message}',
    'commit what is staged with the message {message}',
    'commit the staged changes as {message}',
    'make a commit {message}',
    'record the staged changes as {message}',
    'commit all changes with message {message}',
    'commit message {message}',
    'commit it as {message}',
  ],
  words: {
    directory: { kind: 'repository' },
    message: { kind: 'text', words: ['message {}'] },
    all: {
      prepared: 'git.add',
      words: [
        'every tracked',
        'each tracked',
        'every tracked file',
        'tracked files',
        'tracked changes',
        'every modified',
        'all the modified files',
        'every modified file',
        'every change',
        'everything',
        'all changes',
        'commit all',
        'all tracked',
        'all tracked files',
        'all modified',
        'all my changes',
      ],
    },
  },
  lines: [
    {
      line: 'git commit',
      flags: { '-m --message': 'message', '-a --all': 'all', '-q --quiet -v --verbose': null },
    },
  ],

  target: ({ directory }) => ({ resources: [gitResource(directory, 'HEAD')] }),
  async preview({ directory, all }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const planned = await toCommit(ctx, repository, all)
    const { head, doing, files } = planned
    if (files.length === 0 && !doing) return { changes: [] }
    const [who, change, state] = await Promise.all([
      committer(ctx, repository),
      commitChange(ctx, repository, planned),
      commitState(ctx, repository, planned),
    ])
    return {
      changes: [change],
      context: [
        `on ${headName(head)} as ${who}`,
        ...(doing ? [`in the middle of a ${doing}: this commit is a part of it`] : []),
        ...hookContext(repository, [...commitHooks.before, ...commitHooks.after]),
      ],
      preconditions: { [repository.shown]: foresee(ctx, state) },
    }
  },
  async run({ directory, message, all }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const planned = await toCommit(ctx, repository, all)
    const { head, doing, files, left } = planned
    const seen = { repository: repository.shown, ...(head.branch ? { branch: head.branch } : {}), left }
    const nothing = { ...seen, did: 'nothing' as const, files: [], filesChanged: 0, added: 0, removed: 0 }
    if (files.length === 0 && !doing) return nothing
    mustBeForeseen(ctx, await commitState(ctx, repository, planned), repository.shown)

    const names = all ? files.flatMap(({ path, from }) => (from ? [from, path] : [path])) : []
    // Taking the commit back leaves the index; what --all staged is taken back with it.
    if (all) await keepBefore(ctx, names, await indexEntries(ctx, repository, names))
    const argv = ['commit', '--quiet', '--cleanup=whitespace', '--file=-', ...(all ? ['--all'] : [])]
    await ctx.step('Commit', async () => {
      const result = await change(ctx, repository, argv, { stdin: message, accept: [0, 1] })
      if (result.exitCode === 0) return
      // A git that somebody else has started, or that outlived a kill, may have recorded the same while hooks ran.
      if ((await commitOf(ctx, repository, 'HEAD')) !== head.commit)
        throw changedMeanwhile(repository.shown, 'another commit was made there while this one was under way')
      throw refusedBy(repository, commitHooks.before, result) ?? errorFrom(result, repository, 'commit', ctx.now())
    })
    const commit = await requireCommit(ctx, repository, 'HEAD')
    if (all) await keepAfter(ctx, await indexEntries(ctx, repository, names))
    return {
      ...seen,
      did: 'committed' as const,
      commit,
      ...(head.commit ? { parent: head.commit } : {}),
      ...(doing ? { concluded: doing } : {}),
      files,
      filesChanged: files.length,
      ...sums(files),
    }
  },
  async verify(_input, { did, commit, parent, branch, repository: shown }, ctx) {
    if (did === 'nothing' || commit === undefined) return []
    const repository = await reopen(ctx, shown)
    const [{ stdout }, at] = await Promise.all([
      look(ctx, repository, ['cat-file', 'commit', commit]),
      commitOf(ctx, repository, branch ? `refs/heads/${branch}` : 'HEAD'),
    ])
    const header = stdout.slice(0, stdout.indexOf('\n\n')).split('\n')
    const follows = header.find((line) => line.startsWith('parent '))?.slice('parent '.length)
    const where = branch ?? 'HEAD'
    const resource = gitResource(shown, where)
    return [
      follows === parent
        ? {
            status: 'pass',
            code: 'commit-recorded',
            message: `${short(commit)} follows ${parent ? short(parent) : 'nothing'}`,
            resource,
          }
        : {
            status: 'fail',
            code: 'commit-recorded',
            message: `${short(commit)} does not follow the commit that was there`,
            resource,
          },
      at === commit
        ? { status: 'pass', code: 'branch-moved', message: `${where} is at ${short(commit)}`, resource }
        : {
            status: 'fail',
            code: 'branch-moved',
            message: `${where} is not at ${short(commit)}: something moved it`,
            resource,
          },
    ]
  },
  undo({ all }, { did, commit, parent, concluded, repository: directory }, _kept, run) {
    if (did === 'nothing' || commit === undefined) return { irreversible: 'nothing was changed' }
    if (concluded)
      return { irreversible: `it was a part of a ${concluded}; take it back with a commit: nimbus git revert` }
    const input = { directory, expect: commit, ...(all ? { run } : {}) }
    return { operation: 'git.reset', input: parent ? { ...input, to: parent } : { ...input, root: true } }
  },
  text({ did, commit, branch, files, added, removed, left }) {
    const rest = left > 0 ? [`! ${counted(left, 'changed file')} not in it: nimbus git add, or --all`] : []
    if (did === 'nothing' || commit === undefined) return ['✓ nothing to commit', ...rest].join('\n')
    return [
      `✓ ${short(commit)} on ${branch ?? 'HEAD'}: ${counted(files.length, 'file')}, ${added} added, ${removed} removed`,
      ...files.slice(0, 20).map((file) => `  ${changeLine(file)}`),
      ...(files.length > 20 ? [`  and ${files.length - 20} more`] : []),
      ...rest,
    ].join('\n')
  },
})
