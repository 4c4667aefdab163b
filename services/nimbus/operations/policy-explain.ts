import { hostOperation, invalid, z } from '@nimbus/kernel/define'

/**
 * Shows what policy decides about a call, and which rule says so, without making the call.
 *
 * With an input the call is previewed, so that the decision is about what it would really touch.
 */
export default hostOperation({
  id: 'nimbus.policy-explain',
  summary: 'Show what policy decides about a call',
  effect: 'read',
  untrusted: true,
  input: z.object({
    operation: z.string().min(1).describe('The operation, such as fs.write'),
    input: z.record(z.string(), z.unknown()).default({}).describe('Its input'),
  }),
  output: z.object({
    decide: z.enum(['allow', 'ask', 'plan', 'deny']),
    rule: z.string(),
    protected: z.boolean().describe('Whether it needs a second person'),
    changes: z.array(z.object({ decide: z.string(), effect: z.string(), resource: z.string(), rule: z.string() })),
  }),
  positional: ['operation'],
  aliases: ['policy explain'],
  examples: [{ title: 'May I write this file?', input: { operation: 'fs.read', input: { file: 'README.md' } } }],
  phrases: [
    'would i be allowed to run {operation}',
    'may i {operation}',
    'can i {operation}',
    "why can't i {operation}",
    'why am i not allowed to {operation}',
    'why is {operation} not allowed',
    'would {operation} be allowed',
    'is it ok to {operation}',
    'why does {operation} ask',
    'explain the policy for {operation}',
    'am i allowed to run {operation}',
    'may i run {operation}',
    'is {operation} allowed',
    'would {operation} be denied',
    'what does the policy say about {operation}',
    'why is {operation} denied',
    'why can i not {operation}',
    'does {operation} need approval',
    'would {operation} ask',
    'can i run {operation}',
    'policy for {operation}',
  ],
  words: {
    operation: { kind: 'operation' },
    input: { kind: 'call-input' },
  },

  target: ({ operation }) => ({ resources: [`nimbus:policy/${operation}`] }),
  async run({ operation, input }, ctx) {
    const look = await ctx.records.look({ operation, input }, ctx)
    if (!look.decision)
      throw invalid('no-decision', look.error?.message ?? 'the call cannot be previewed', {
        ...(look.error?.why ? { why: look.error.why } : {}),
        next: look.error?.next ?? `see what it takes with: nimbus ${operation.replace('.', ' ')} --help`,
      })
    const { decide, rule, changes, protected: guarded } = look.decision
    return {
      decide,
      rule,
      protected: guarded,
      changes: changes.map((each) => ({
        decide: each.decide,
        effect: each.change.effect,
        resource: each.change.resource,
        rule: each.rule,
      })),
    }
  },
  text: ({ decide, rule, protected: guarded, changes }) =>
    [
      `${decide}  ${rule}${guarded ? '  (protected: needs a second person)' : ''}`,
      ...changes.map(
        (each) => `  ${each.decide.padEnd(5)}  ${each.effect.padEnd(6)}  ${each.resource}\n         ${each.rule}`,
      ),
    ].join('\n'),
})
