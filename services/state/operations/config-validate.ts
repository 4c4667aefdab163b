import { hostOperation, z } from '@nimbus/kernel/define'

/**
 * Checks the files of you and of the workspace: settings that are unknown or do not fit, policy that does not hold, and
 * files that cannot be read at all, which stop every command but this one and `nimbus doctor`.
 *
 * Exit code 6 when something is wrong. What an untrusted workspace set in vain is shown by `nimbus trust status`.
 */
export default hostOperation({
  id: 'state.config-validate',
  summary: 'Check the configuration files',
  effect: 'read',
  untrusted: true,
  whenBroken: true,
  input: z.object({}),
  output: z.object({
    valid: z.boolean(),
    problems: z.array(
      z.object({
        message: z.string(),
        at: z.string().optional(),
        why: z.string().optional(),
        next: z.string().optional(),
      }),
    ),
  }),
  aliases: ['config validate'],
  routes: [{ method: 'POST', path: '/api/state/config/validate' }],
  examples: [{ title: 'Is my configuration right?', input: {} }],
  phrases: [
    'did i break my settings',
    'have i broken my configuration',
    'settings valid',
    'is my configuration ok',
    'are my settings ok',
    'is my configuration fine',
    'does my configuration have errors',
    'do my settings make sense',
    'check my configuration',
    'validate the settings',
    'is my configuration valid',
    'are my settings valid',
    'is anything broken in my settings',
    'check the settings',
    'anything wrong with my settings',
    'validate my configuration',
    'are the configuration files in order',
  ],

  target: () => ({ resources: ['nimbus:config/all'] }),
  async run(_input, ctx) {
    const problems = (await ctx.records.config.validate(ctx.workspace)).map((each) => ({ ...each }))
    return { valid: problems.length === 0, problems }
  },
  negative: ({ valid }) => !valid,
  text: ({ valid, problems }) =>
    valid
      ? '✓ the configuration is valid'
      : problems
          .map(({ message, at, why, next }) =>
            [
              `✗ ${message}`,
              ...(at ? [`  at   ${at}`] : []),
              ...(why ? [`  why  ${why}`] : []),
              ...(next ? [`  next ${next}`] : []),
            ].join('\n'),
          )
          .join('\n'),
})
