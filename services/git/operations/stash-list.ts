import { operation, z } from '@nimbus/kernel/define'
import { directory } from '../inputs.ts'
import { openRepository } from '../repository.ts'
import { gitResource } from '../resource.ts'
import { stashesOf } from '../stashes.ts'

/** Lists what was put aside, newest first. */
export default operation({
  id: 'git.stash-list',
  summary: 'List what was put aside',
  effect: 'read',
  untrusted: true,
  input: z.object({ directory }),
  output: z.object({
    stashes: z.array(
      z.object({ name: z.string(), commit: z.string(), subject: z.string(), at: z.string().describe('ISO 8601') }),
    ),
  }),
  positional: ['directory'],
  needs: { programs: ['git'] },
  routes: [{ method: 'GET', path: '/api/git/stash' }],
  examples: [{ title: 'What was put aside', input: {} }],
  phrases: [
    'list stashes',
    'what was stashed',
    'what did i stash',
    'show the stashes',
    'git stash list',
    'is anything stashed',
    'do i have stashes',
    'did i put anything aside',
    'which stashes are there',
    'what have i put aside',
    'what have i set aside',
    'what is still stashed',
    'list what i put aside',
  ],
  words: {
    directory: { kind: 'repository' },
  },
  lines: [{ line: 'git stash list' }],

  target: ({ directory }) => ({ resources: [gitResource(directory, 'stash')] }),
  async run({ directory }, ctx) {
    return { stashes: await stashesOf(ctx, await openRepository(ctx, directory, 'look')) }
  },
  text: ({ stashes }) =>
    stashes.length === 0
      ? 'nothing was put aside'
      : stashes.map(({ name, at, subject }) => `${name}  ${at.slice(0, 16).replace('T', ' ')}  ${subject}`).join('\n'),
})
