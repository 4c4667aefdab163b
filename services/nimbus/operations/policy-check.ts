import { hostOperation, z } from '@nimbus/kernel/define'
import { hanging } from '@nimbus/text-table'

/**
 * Checks the policy files and lists the rules in force.
 *
 * Every rule's samples are tried; a broken file or sample is an error that names the rule, and nothing runs with it.
 */
export default hostOperation({
  id: 'nimbus.policy-check',
  summary: 'Check policy and list the rules in force',
  effect: 'read',
  untrusted: true,
  input: z.object({}),
  output: z.object({
    layers: z.array(
      z.object({
        name: z.string(),
        protected: z.array(z.string()).describe('Environments that need a second person'),
        rules: z.array(
          z.object({
            decide: z.string(),
            operation: z.string(),
            effect: z.string(),
            resource: z.string(),
            except: z.string().optional().describe('Resources it does not apply to'),
            reason: z.string(),
          }),
        ),
      }),
    ),
    ignored: z
      .array(z.object({ file: z.string(), setting: z.string(), reason: z.string() }))
      .describe('What an untrusted workspace set in vain'),
  }),
  aliases: ['policy check'],
  examples: [{ title: 'Which rules are in force here', input: {} }],
  phrases: [
    'check the policy',
    'which rules are in force',
    'which policy rules apply here',
    'show the policy',
    'list the policy rules',
    'what does the policy say',
    'is the policy valid',
    'rules of the policy',
    'policy rules',
  ],

  target: () => ({ resources: ['nimbus:policy'] }),
  async run(_input, ctx) {
    const layers = await ctx.records.policy(ctx.workspace)
    const { ignored } = await ctx.records.trust.status(ctx.workspace)
    return {
      layers: layers.map((layer) => ({
        name: layer.name,
        protected: [...(layer.protected ?? [])],
        rules: layer.rules.map(({ decide, operation, effect, resource, except, reason }) => ({
          decide,
          operation,
          effect: effect === undefined ? '*' : [effect].flat().join(', '),
          resource: resource ?? '*',
          ...(except ? { except } : {}),
          reason,
        })),
      })),
      ignored: ignored.map((each) => ({ ...each })),
    }
  },
  text: ({ layers, ignored }, _input, columns) =>
    [
      ...layers.flatMap(({ name, rules, protected: guarded }) => [
        `${name}${guarded.length > 0 ? `  protected: ${guarded.join(', ')}` : ''}`,
        ...(rules.length === 0
          ? ['  no rules']
          : rules.flatMap(({ decide, operation, effect, resource, except, reason }) => [
              hanging(`  ${decide.padEnd(5)}  `, reason, columns),
              hanging(
                '         ',
                `${effect === '*' ? 'any effect' : effect} by ${operation} on ${resource}${except ? `, except ${except}` : ''}`,
                columns,
              ),
            ])),
      ]),
      ...ignored.map(({ file, setting, reason }) => `! ignored until trusted: ${setting} in ${file} — ${reason}`),
    ].join('\n'),
})
