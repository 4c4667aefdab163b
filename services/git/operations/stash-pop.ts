import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Change, type Context, denied, failed, operation, z } from '@nimbus/kernel/define'
import { counted, nameText } from '../changes-text.ts'
import { changedMeanwhile, foresee, mustBeForeseen } from '../foreseen.ts'
import { errorFrom, wouldLose } from '../git-error.ts'
import { directory } from '../inputs.ts'
import { isThere, movement, refuseLoss } from '../moving.ts'
import { isClean, readStatus } from '../read-status.ts'
import { openRepository, type Repository, refuseBusy, reopen } from '../repository.ts'
import { gitResource, treeResource } from '../resource.ts'
import { requireCommit } from '../revision.ts'
import { change } from '../run-git.ts'
import { findStash, givenMessage, type Stash, type StashFiles, stashesOf, stashFiles } from '../stashes.ts'

interface Pop {
  stash: Stash
  files: StashFiles
  head: string
}

const popOf = async (ctx: Context, repository: Repository, wanted: string | undefined): Promise<Pop> => {
  refuseBusy(repository)
  const stash = await findStash(ctx, repository, wanted)
  const [files, head, status] = await Promise.all([
    stashFiles(ctx, repository, stash),
    requireCommit(ctx, repository, 'HEAD'),
    readStatus(ctx, repository, { untracked: 'no' }),
  ])
  await refuseLoss(ctx, repository, files.tracked)
  const there = await Promise.all(files.untracked.map((path) => isThere(join(repository.top, path))))
  const inTheWay = files.untracked.filter((_, i) => there[i])
  if (inTheWay.length > 0) throw wouldLose(inTheWay, repository.shown)
  const moved = new Set((await movement(ctx, repository, `${stash.commit}^1`, head)).map(({ path }) => path))
  const both = files.tracked.filter(({ path }) => moved.has(path)).map(({ path }) => path)
  // A conflict is taken back by going to the last commit, so there may be nothing else in the tree then.
  if (both.length > 0 && !isClean(status))
    throw denied(
      'might-conflict',
      `${both.map(nameText).join(', ')} changed since this was put aside, and there are other edits`,
      {
        at: repository.shown,
        why: 'if the two do not fit, the edits that are there now would be in the way of taking it back',
        next: 'commit them first',
      },
    )
  return { stash, files, head }
}

/** Takes a stash that did not fit back out of a tree that had no edits before. */
const giveUp = async (ctx: Context, repository: Repository, { stash, files }: Pop, conflicts: readonly string[]) => {
  await change(ctx, repository, ['reset', '--hard', '--quiet', 'HEAD'])
  for (const path of files.untracked) await rm(join(repository.top, path), { force: true })
  return failed('conflict', `${stash.name} does not fit any more: ${conflicts.slice(0, 5).map(nameText).join(', ')}`, {
    at: repository.shown,
    why: 'the same lines were committed differently since; everything is as it was, and the stash is kept',
    next: `go back to where it was made: nimbus git branch create <name> ${stash.commit.slice(0, 10)}^`,
  })
}

/**
 * Brings back what was put aside, staged parts as staged, and removes it from the list.
 *
 * Where it does not fit any more nothing is changed and the files are named; the stash is kept then.
 */
export default operation({
  id: 'git.stash-pop',
  summary: 'Bring back what was put aside',
  effect: 'update',
  untrusted: true,
  input: z.object({
    directory,
    stash: z
      .string()
      .regex(/^(stash@\{\d{1,6}\}|[0-9a-f]{7,64})$/, 'takes stash@{0}, or the start of an id')
      .optional()
      .describe('Which one; without it the newest'),
  }),
  output: z.object({
    repository: z.string(),
    stash: z.string().describe('The id it had'),
    subject: z.string(),
    files: z.array(z.string()),
  }),
  positional: ['stash'],
  needs: { programs: ['git'] },
  routes: [{ method: 'POST', path: '/api/git/stash/pop' }],
  examples: [{ title: 'Bring back the newest', input: {} }],
  phrases: [
    'give me my stash back',
    'give me back what i stashed',
    'i want my stashed work back',
    'have my stashed changes again',
    'unpark my work',
    'my stashed changes back',
    'hand me back my stash',
    'bring my stashed work back',
    'restore my stashed changes',
    'get my stash back',
    'apply the stash',
    'pop my stash',
    'bring back my changes',
    'take the stash out again',
    'reapply the stash',
    'pop the stash',
    'bring back what was put aside',
    'git stash pop {stash}',
    'pop {stash}',
    'apply the stash {stash}',
    'get my stashed changes back',
    'bring back {stash}',
    'unstash',
    'restore the stash {stash}',
    'i need the stash {stash} back',
    'get back what i stashed',
  ],
  words: {
    directory: { kind: 'repository' },
    stash: { kind: 'stash' },
  },
  lines: [{ line: 'git stash pop {stash?}' }],

  target: ({ directory }) => ({ resources: [gitResource(directory, 'stash')] }),
  async preview({ directory, stash: wanted }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const { stash, files, head } = await popOf(ctx, repository, wanted)
    const inTree = (path: string, effect: 'create' | 'update', summary: string): Change => ({
      resource: treeResource(join(repository.top, path), ctx.workspace),
      effect,
      summary,
    })
    return {
      changes: [
        {
          resource: gitResource(repository.shown, 'stash'),
          effect: 'update',
          summary: `${stash.name} "${stash.subject}" leaves the list`,
        },
        ...files.tracked.map(({ path, change: kind }) =>
          inTree(path, kind === 'added' ? 'create' : 'update', `${kind} again`),
        ),
        ...files.untracked.map((path) => inTree(path, 'create', 'untracked again')),
      ],
      preconditions: { stash: foresee(ctx, `${stash.commit} ${head}`) },
    }
  },
  async run({ directory, stash: wanted }, ctx) {
    const repository = await openRepository(ctx, directory, 'change')
    const pop = await popOf(ctx, repository, wanted)
    const { stash, files, head } = pop
    mustBeForeseen(ctx, `${stash.commit} ${head}`, stash.name)
    await ctx.step(`Bring back ${stash.name}`, async () => {
      const result = await change(ctx, repository, ['stash', 'apply', '--index', '--quiet', stash.commit], {
        accept: [0, 1],
      })
      if (result.exitCode !== 0) {
        const { conflicts } = await readStatus(ctx, repository, { untracked: 'no' })
        throw conflicts.length > 0
          ? await giveUp(ctx, repository, pop, conflicts)
          : errorFrom(result, repository, 'stash apply', ctx.now())
      }
      // By name, as git drops nothing else: it must still be the same one.
      const now = await findStash(ctx, repository, stash.commit)
      if (now.name !== stash.name)
        throw changedMeanwhile(stash.name, 'another stash has its name now; it was applied and is kept')
      await change(ctx, repository, ['stash', 'drop', '--quiet', stash.name])
    })
    return {
      repository: repository.shown,
      stash: stash.commit,
      subject: stash.subject,
      files: [...files.tracked.map(({ path }) => path), ...files.untracked],
    }
  },
  async verify(_input, { stash, files, repository: shown }, ctx) {
    const repository = await reopen(ctx, shown)
    const [all, status] = await Promise.all([
      stashesOf(ctx, repository),
      readStatus(ctx, repository, { untracked: 'all' }),
    ])
    const changed = new Set([
      ...[...status.staged, ...status.unstaged].flatMap(({ path, from }) => (from ? [path, from] : [path])),
      ...status.untracked,
    ])
    const absent = files.filter((path) => !changed.has(path))
    const dropped = all.every(({ commit }) => commit !== stash)
    const resource = gitResource(shown, 'stash')
    return [
      {
        status: dropped ? 'pass' : 'fail',
        code: 'stash-dropped',
        message: dropped ? 'it is off the list' : 'it is still on the list',
        resource,
      },
      {
        // What was committed meanwhile is no difference any more, so a file that is the same as in HEAD proves nothing.
        status: absent.length === 0 ? 'pass' : absent.length === files.length ? 'fail' : 'unknown',
        code: 'edits-back',
        message: absent.length === 0 ? 'the edits are there' : `not changed: ${absent.join(', ')}`,
        resource,
      },
    ]
  },
  undo(_input, { repository, subject, files }) {
    const message = givenMessage(subject)
    const input = { directory: repository, paths: files, untracked: true, ...(message ? { message } : {}) }
    return { operation: 'git.stash-save', input }
  },
  text: ({ subject, files }) =>
    [
      `✓ brought back "${subject}": ${counted(files.length, 'file')}`,
      ...files.map((path) => `  ${nameText(path)}`),
    ].join('\n'),
})
