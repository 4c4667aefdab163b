import { denied, missing, NimbusError, operation, z } from '@nimbus/kernel/define'
import { initialised } from '../initialise.ts'
import { backendConfig, directory, workspace } from '../inputs.ts'
import { holderOf } from '../lock-holder.ts'
import { environmentOf, openRoot, type Root, resourceOf } from '../root.ts'
import { rootWords } from '../root-words.ts'
import { runTerraform } from '../run-terraform.ts'

const noLock = (root: Root, lock: string): NimbusError =>
  missing('no-lock', `Nobody holds the lock of ${root.shown}`, {
    at: root.shown,
    why: `lock ${lock} has been released`,
    next: 'go on: there is nothing to unlock',
  })

/**
 * Takes away a lock that somebody left behind on the state of a root.
 *
 * Shows who took it, when and for what. Only for a lock whose owner is gone: taking it from a running apply leaves
 * two writers on one state. Refused (exit 4) when the lock is another one than the one named.
 */
export default operation({
  id: 'terraform.force-unlock',
  summary: 'Take away a lock that was left behind',
  effect: 'delete',
  openWorld: true,
  untrusted: true,
  input: z.object({
    directory,
    lock: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/, 'the id that the error about the lock names')
      .describe('Id of the lock, from the error about it'),
    workspace,
    backendConfig,
  }),
  output: z.object({
    directory: z.string(),
    lock: z.string(),
    who: z.string().optional(),
    created: z.string().optional(),
  }),
  positional: ['directory', 'lock'],
  needs: { programs: ['terraform'] },
  examples: [
    {
      title: 'Unlock after a machine died in the middle of an apply',
      input: { directory: 'envs/dev', lock: '9f3d1c2e-6f0c-4a35-8a1c-0d5e4a7b1c11' },
    },
  ],
  phrases: [
    'unlock {directory}',
    'force unlock {lock}',
    'release the lock {lock} on {directory}',
    'remove the lock {lock} of {directory}',
    'force unlock {directory} with lock {lock}',
    'take away the lock {lock}',
    'the lock {lock} was left behind',
    'break the lock {lock} of {directory}',
    'free the state lock {lock}',
  ],
  words: {
    ...rootWords,
    lock: { kind: 'lock', words: ['lock {}', 'id {}'] },
  },
  lines: [
    {
      line: 'terraform force-unlock {lock}',
      flags: { '-chdir': 'directory', '-no-color -input=false -compact-warnings': null },
    },
  ],
  target: ({ directory, workspace }) => {
    const environment = environmentOf(directory, workspace)
    return { resources: [`terraform:${directory}`], ...(environment ? { environment } : {}) }
  },

  async preview(input, ctx) {
    const root = openRoot(input, ctx)
    const holder = await initialised(ctx, root, () => holderOf(ctx, root))
    if (!holder) throw noLock(root, input.lock)
    if (holder.id !== input.lock)
      throw denied('lock-differs', `The lock of ${root.shown} is ${holder.id}, not ${input.lock}`, {
        at: root.shown,
        why: `${holder.who ?? 'somebody'} took it ${holder.created ?? ''}`.trim(),
        next: 'somebody else is at work now: wait until they have finished',
      })
    return {
      changes: [
        {
          resource: resourceOf(root, input.lock),
          effect: 'delete',
          summary: `held by ${holder.who ?? 'someone'} since ${holder.created ?? 'an unknown time'} for ${holder.operation ?? 'something'}`,
        },
      ],
      context: ['only for a lock whose owner is gone: two writers would damage the state'],
    }
  },

  async run(input, ctx) {
    const root = openRoot(input, ctx)
    const holder = await holderOf(ctx, root)
    if (holder?.id !== input.lock) throw noLock(root, input.lock)
    await runTerraform(ctx, root, ['force-unlock', '-force', input.lock])
    const { who, created } = holder
    return { directory: root.shown, lock: input.lock, ...(who ? { who } : {}), ...(created ? { created } : {}) }
  },

  async verify({ directory, workspace }, { lock }, ctx) {
    const holder = await holderOf(ctx, openRoot({ directory, workspace }, ctx))
    return [
      holder?.id === lock
        ? { status: 'fail', code: 'unlocked', message: 'the lock is still there' }
        : { status: 'pass', code: 'unlocked', message: 'the state can be locked again' },
    ]
  },

  undo: { irreversible: 'a lock cannot be given back' },
  text: ({ directory, lock, who }) => `✓ took away lock ${lock}${who ? ` of ${who}` : ''} on ${directory}`,
})
