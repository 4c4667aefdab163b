import { hostOperation, NimbusError, z } from '@nimbus/kernel/define'
import { notForPlans, type PlanProblem, problemOf, validatePlan } from '@nimbus/plan-graph'
import { hidesSecrets } from '../decide-plan.ts'
import { givenPlan, knownTo, type Named, PlanInline, PlanSource, Problem, resourceOf } from '../plan-document.ts'

const closed: Readonly<Record<string, string>> = {
  used: 'has been applied already',
  refused: 'was refused',
}

const problemsOf = ({ plan, stored, made }: Named, found: readonly PlanProblem[]): PlanProblem[] => {
  const status = closed[stored?.status ?? '']
  const past = status
    ? [{ code: `plan-${stored?.status}`, message: `the plan ${status}`, at: 'plan', next: 'make a fresh one' }]
    : []
  // A saved plan is shown without its secrets, so that its digest cannot be checked against what is seen.
  const unseen = stored !== undefined && made === undefined && hidesSecrets(plan)
  return [...past, ...(unseen ? found.filter(({ code }) => code !== 'plan-edited') : found)]
}

/**
 * Checks a plan file or a saved plan: operations exist, inputs fit their schemas, references find a value of the right
 * type, no step waits for itself, effects are within what operations declare, digest and expiry hold.
 *
 * It looks at the plan and the catalog alone; what the world says of it is looked at when it is saved and applied.
 * A plan with problems, or a file that is none, ends with exit 6.
 */
export default hostOperation({
  id: 'nimbus.plan-validate',
  summary: 'Check a plan without making it',
  effect: 'read',
  untrusted: true,
  input: z.object({ plan: PlanSource.optional(), document: PlanInline }),
  output: z.object({
    valid: z.boolean(),
    steps: z.number().int(),
    problems: z.array(Problem),
    unknown: z.array(z.string()).describe('What could not be checked'),
  }),
  positional: ['plan'],
  aliases: ['plan validate'],
  examples: [{ title: 'Is this plan in order?', input: { plan: 'plan.json' } }],
  phrases: [
    'validate the plan {plan}',
    'is plan {plan} in order',
    'check the plan {plan}',
    'validate {plan}',
    'is the plan {plan} still valid',
    'check the plan file {plan} for mistakes',
    'is {plan} a valid plan',
    'check {plan}',
    'are there errors in the plan {plan}',
    'are there mistakes in the plan {plan}',
    'is {plan} valid',
    'is {plan} sound',
    'is {plan} well formed',
    'is {plan} free of errors',
    'correctness of {plan}',
    'lint the plan {plan}',
    'is {plan} in order',
  ],
  words: {
    plan: { kind: 'any-plan', unless: 'document' },
  },

  target: ({ plan }) => ({ resources: plan === undefined ? [] : [`file:${plan}`] }),
  async preview({ plan }, ctx) {
    return { changes: plan === undefined ? [] : [{ resource: await resourceOf(plan, ctx), effect: 'read' }] }
  },
  async run(input, ctx) {
    try {
      const named = await givenPlan(input, ctx)
      const { plan, stored } = named
      const catalog = knownTo(ctx)
      const exclusions = stored ? [] : notForPlans(plan, catalog)
      const problems = problemsOf(named, [...validatePlan(plan, catalog, ctx.now()), ...exclusions])
      const unknown = hidesSecrets(plan) ? ['inputs that are secret, and the digest that covers them'] : []
      return { valid: problems.length === 0, steps: plan.steps.length, problems, unknown }
    } catch (thrown) {
      if (!(thrown instanceof NimbusError) || !thrown.data.code.startsWith('plan-')) throw thrown
      return { valid: false, steps: 0, problems: [problemOf(thrown.data)], unknown: [] }
    }
  },
  negative: ({ valid }) => !valid,
  text: ({ valid, steps, problems, unknown }) =>
    [
      valid
        ? `✓ the plan is in order: ${steps} step${steps === 1 ? '' : 's'}`
        : `✗ the plan has ${problems.length} problem${problems.length === 1 ? '' : 's'}`,
      ...unknown.map((each) => `? not checked: ${each}`),
      ...problems.flatMap(({ message, at, why, next }) => [
        `✗ ${message}`,
        `  at   ${at}`,
        ...(why ? [`  why  ${why}`] : []),
        ...(next ? [`  next ${next}`] : []),
      ]),
    ].join('\n'),
})
