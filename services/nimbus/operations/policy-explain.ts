import {
  type CatalogEntry,
  decide as decideBy,
  type HostContext,
  hostOperation,
  invalid,
  rank,
  z,
} from '@nimbus/kernel/define'
import { hanging } from '@nimbus/text-table'

/** What policy says of an operation whatever it touches, and the rules that decide by what it touches. */
const byRulesAlone = async ({ id, effect }: CatalogEntry, ctx: HostContext) => {
  const layers = await ctx.records.policy(ctx.workspace)
  const question = { operation: id, principal: ctx.principal, direct: ctx.direct }
  const unknown = { resource: '', effect }
  const { decide, rule, protected: guarded } = decideBy(layers, question, [unknown])
  const otherwise = layers.flatMap(({ name, rules }) =>
    rules.flatMap(({ resource, environment, ...every }) => {
      if (every.decide === decide || (resource === undefined && environment === undefined)) return []
      // As if its place were met: what is left of the rule has to speak of this caller and an effect it may have.
      const speaks = [every.effect ?? effect].flat().some((each) => {
        if (rank(each) > rank(effect)) return false
        const alone = decideBy([{ name, rules: [every] }], question, [{ ...unknown, effect: each }])
        return alone.rule === `${name}: ${every.reason}`
      })
      const on = [resource, environment && `environment ${environment}`]
        .filter((each) => each !== undefined)
        .join(' in ')
      return speaks ? [{ decide: every.decide, on, rule: `${name}: ${every.reason}` }] : []
    }),
  )
  return { decide, rule, protected: guarded, changes: [], otherwise }
}

/** Whether a look says nothing of what an operation is for: it has no input, or now there would be nothing to do. */
const showsNothing = ({ decision }: Awaited<ReturnType<HostContext['records']['look']>>, { effect }: CatalogEntry) =>
  !decision || (effect !== 'read' && decision.changes.every(({ change }) => change.effect === 'read'))

/**
 * Shows what policy decides about a call, and which rule says so, without making the call.
 *
 * With an input the call is previewed, so that the decision is about what it would really touch. Without one that it
 * needs, or where now there would be nothing to do, it is about the strongest that the operation may do, and the rules
 * that go by what it touches are listed.
 */
export default hostOperation({
  id: 'nimbus.policy-explain',
  summary: 'Show what policy decides about a call',
  effect: 'read',
  untrusted: true,
  input: z.object({
    operation: z.string().min(1).describe('The operation, such as fs.write'),
    input: z.record(z.string(), z.unknown()).optional().describe('Its input'),
  }),
  output: z.object({
    decide: z.enum(['allow', 'ask', 'plan', 'deny']),
    rule: z.string(),
    protected: z.boolean().describe('Whether it needs a second person'),
    changes: z.array(z.object({ decide: z.string(), effect: z.string(), resource: z.string(), rule: z.string() })),
    otherwise: z
      .array(z.object({ decide: z.string(), on: z.string(), rule: z.string() }))
      .optional()
      .describe('Without an input: rules that may decide otherwise, by what it touches'),
  }),
  positional: ['operation'],
  aliases: ['policy explain'],
  examples: [{ title: 'May I read this file?', input: { operation: 'fs.read', input: { file: 'README.md' } } }],
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
    const look = await ctx.records.look({ operation, input: input ?? {} }, ctx)
    const entry = input ? undefined : ctx.catalog.get(operation)
    if (entry && showsNothing(look, entry)) return byRulesAlone(entry, ctx)
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
  text: ({ decide, rule, protected: guarded, changes, otherwise }, { operation }, columns) =>
    [
      `${decide}  ${rule}${guarded ? '  (protected: needs a second person)' : ''}`,
      ...changes.map(
        (each) => `  ${each.decide.padEnd(5)}  ${each.effect.padEnd(6)}  ${each.resource}\n         ${each.rule}`,
      ),
      ...(otherwise
        ? [`  this is what ${operation} may do at most; give the call with --input to be told of that`]
        : []),
      ...(otherwise ?? []).flatMap((each) => [
        hanging(`  ${each.decide.padEnd(5)}  `, each.on, columns),
        `         ${each.rule}`,
      ]),
    ].join('\n'),
})
