import { hostOperation, unkept, z } from '@nimbus/kernel/define'
import { diffPlans, effectMarks, shortly } from '@nimbus/plan-graph'
import { namedPlan, PlanSource, resourceOf } from '../plan-document.ts'

// Inputs may hold what is said to models.
const Value = unkept(z.unknown()).optional()
const Parts = z.array(z.object({ part: z.string(), before: Value, after: Value }))
const Steps = z.array(z.object({ id: z.string(), operation: z.string(), effect: z.string() }))

type Part = z.infer<typeof Parts>[number]

const said = ({ part, before, after }: Part): string =>
  `${part}: ${before === undefined ? 'nothing' : shortly(before)} → ${after === undefined ? 'nothing' : shortly(after)}`

/** Fields of two inputs one by one; any other part as a whole. */
const partLines = (each: Part): string[] => {
  const { part, before, after } = each
  if (part !== 'input' || !before || !after || typeof before !== 'object' || typeof after !== 'object')
    return [said(each)]
  const [a, b] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((name) => !Bun.deepEquals(a.get(name), b.get(name)))
    .map((name) => said({ part: name, before: a.get(name), after: b.get(name) }))
}

/**
 * Compares two plans, saved ones or files: which steps were added, removed or changed, and in what.
 *
 * Steps are matched by what they do; that one is called otherwise is no difference.
 */
export default hostOperation({
  id: 'nimbus.plan-diff',
  summary: 'Show how two plans differ',
  effect: 'read',
  untrusted: true,
  input: z.object({ before: PlanSource, after: PlanSource }),
  output: z.object({
    same: z.boolean(),
    plan: Parts.describe('Parts of the plan as a whole'),
    added: Steps,
    removed: Steps,
    changed: z.array(z.object({ id: z.string(), was: z.string().optional(), operation: z.string(), parts: Parts })),
  }),
  positional: ['before', 'after'],
  aliases: ['plan diff'],
  examples: [{ title: 'What is new in the second?', input: { before: 'plan.json', after: 'larger-plan.json' } }],
  phrases: [
    'compare plans {before} and {after}',
    'how do plans {before} and {after} differ',
    'diff plans {before} and {after}',
    'difference between the plans {before} and {after}',
    'what is new in the plan {after} compared with {before}',
    'what is new in {after} compared with {before}',
    '{after} compared with {before}',
    'what changed in plan {after} since {before}',
    'compare plan {before} with plan {after}',
    'how does {after} differ from {before}',
    'what is different between {before} and {after}',
    'difference between {before} and {after}',
    'where do {before} and {after} differ',
    'how do {before} and {after} differ',
    'what sets {before} apart from {after}',
  ],
  words: {
    before: { kind: 'any-plan', words: ['compared with {}', 'compared to {}', 'than {}', 'since {}'] },
    after: { kind: 'any-plan' },
  },
  lines: [{ line: 'diff {before} {after}' }],

  target: ({ before, after }) => ({ resources: [`file:${before}`, `file:${after}`] }),
  async preview({ before, after }, ctx) {
    const resources = [await resourceOf(before, ctx), await resourceOf(after, ctx)]
    return { changes: resources.map((resource) => ({ resource, effect: 'read' })) }
  },
  async run({ before, after }, ctx) {
    const [a, b] = [await namedPlan(before, ctx), await namedPlan(after, ctx)]
    const { same, plan, added, removed, changed } = diffPlans(a.plan, b.plan)
    return {
      same,
      plan: [...plan],
      added: [...added],
      removed: [...removed],
      changed: changed.map((each) => ({ ...each, parts: [...each.parts] })),
    }
  },
  text: ({ same, plan, added, removed, changed }) =>
    same
      ? '✓ the plans do the same'
      : [
          `${added.length} added, ${removed.length} removed, ${changed.length} changed`,
          ...plan.map((part) => `  ${said(part)}`),
          ...removed.map(
            ({ id, operation, effect }) => `- ${id}  ${effectMarks[effect] ?? '?'} ${effect}  ${operation}`,
          ),
          ...added.map(({ id, operation, effect }) => `+ ${id}  ${effectMarks[effect] ?? '?'} ${effect}  ${operation}`),
          ...changed.flatMap(({ id, was, operation, parts }) => [
            `~ ${was ? `${was} → ` : ''}${id}  ${operation}`,
            ...parts.flatMap(partLines).map((line) => `    ${line}`),
          ]),
        ].join('\n'),
})
