import { effects, hostOperation, idPrefix, strongest, z } from '@nimbus/kernel/define'
import { findPlan } from '@nimbus/plan-graph'
import { blastOf, preCheck } from '@nimbus/safety'
import { CheckResult, checkResult, checkText, LimitFields, limitsFor, takenToday } from '../safety/fields.ts'
import { plansFacts } from '../safety/plan-facts.ts'

/**
 * Says whether a saved plan may begin: whether it can still be applied as it was made, what policy says of each step, how
 * many resources it touches, what it costs, and whether the programs and credentials are there that it needs.
 *
 * Every step whose input is known is looked at anew and held against the plan's preconditions. A cost that is not known
 * does not pass a limit, and what nobody has looked at is unknown, never in order. An approval that is missing is no
 * reason against a plan: it is unknown, and whoever approves may want this answer first. Applying makes the same checks by
 * itself.
 */
export default hostOperation({
  id: 'engine.safety-pre-check',
  summary: 'Check whether a plan is safe to begin',
  effect: 'read',
  untrusted: true,
  input: z.object({
    plan: idPrefix('p').describe('The saved plan; a unique start of at least 4 characters will do'),
    limits: LimitFields,
  }),
  output: CheckResult.extend({
    plan: z.string(),
    level: z.enum(effects).describe('The strongest thing that it does, as far as it was looked at'),
    requiresConfirmation: z.boolean().describe('Whether somebody has to approve it before it can be applied'),
    resources: z.object({
      read: z.number().int(),
      create: z.number().int(),
      update: z.number().int(),
      delete: z.number().int(),
    }),
  }),
  positional: ['plan'],
  aliases: ['safety pre-check'],
  routes: [{ method: 'POST', path: '/api/core/safety/pre-check' }],
  examples: [
    { title: 'May this begin?', input: { plan: 'p_abcd' } },
    { title: 'May it, for ten cents at most?', input: { plan: 'p_abcd', limits: { costUsd: 0.1 } } },
  ],
  phrases: [
    'is {plan} safe',
    'check {plan} before it begins',
    'is the plan {plan} safe to apply',
    'safety check of plan {plan}',
    'is it safe to apply {plan}',
    'check the safety of plan {plan}',
    'what are the risks of {plan}',
    'would {plan} be safe',
  ],
  words: {
    limits: { kind: 'spending' },
  },

  target: ({ plan }) => ({ resources: [`nimbus:records/plans/${plan}`] }),
  async run({ plan, limits }, ctx) {
    const stored = await findPlan(plan, ctx)
    const facts = await plansFacts(stored, ctx)
    const result = checkResult(
      preCheck({ ...facts, limits: await limitsFor(limits, ctx), today: await takenToday(ctx) }),
    )
    return {
      ...result,
      plan: stored.plan.id,
      level: strongest(facts.changes.map(({ effect }) => effect)),
      requiresConfirmation: facts.saved?.needless !== true && stored.approval === undefined,
      resources: { ...blastOf(facts.changes) },
    }
  },
  negative: ({ allowed }) => !allowed,
  text: ({ resources, ...result }) =>
    `${checkText(result)}\n  resources: ${resources.create} created, ${resources.update} updated, ${resources.delete} deleted`,
})
