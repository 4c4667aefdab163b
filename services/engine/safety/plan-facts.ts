import { type Effect, type HostContext, onlyOne, type StoredPlan } from '@nimbus/kernel/define'
import { hasReference } from '@nimbus/plan-graph'
import type { Before } from '@nimbus/safety'

/** The one plan that a prefix names. Raises `not-found` and `ambiguous-id` (exit 5). */
export const planNamed = async (prefix: string, ctx: HostContext): Promise<StoredPlan> =>
  onlyOne(prefix, await ctx.records.plans.find(prefix, ctx.principal.tenant), 'plan', 'nimbus plan list')

const needsOf = async (operations: readonly string[], ctx: HostContext): Promise<Before['needs']> => {
  const entries = operations.flatMap((id) => ctx.catalog.get(id) ?? [])
  const programs = [...new Set(entries.flatMap(({ needs }) => needs.programs ?? []))]
  const credentials = [...new Set(entries.flatMap(({ needs }) => needs.credentials ?? []))]
  const known = programs.length > 0 ? await ctx.records.programs() : []
  const held = credentials.length > 0 ? await ctx.records.credentials(ctx.principal.tenant).list() : []
  return [
    ...programs.map((name) => {
      const program = known.find((each) => each.name === name)
      return { kind: 'program' as const, name, there: program?.found, ...(program ? { install: program.install } : {}) }
    }),
    ...credentials.map((name) => ({
      kind: 'credential' as const,
      name,
      there: held.some((each) => each.name === name) || ctx.env[name] !== undefined,
    })),
  ]
}

/** What is known of a saved plan now: every step is looked at whose input is known. */
export const plansFacts = async (
  { plan, approval, requester }: StoredPlan,
  ctx: HostContext,
): Promise<Omit<Before, 'limits'>> => {
  const changes: { resource: string; effect: Effect }[] = []
  const unseen: string[] = []
  let isProtected = false
  const decisions: { step: string; decide: Before['decisions'][number]['decide']; rule: string }[] = []
  for (const step of plan.steps) {
    const look = hasReference(step.input)
      ? undefined
      : await ctx.records.look({ operation: step.operation, input: step.input }, ctx)
    const shown = plan.decisions.filter((each) => each.step === step.id)
    if (look?.preview) changes.push(...look.preview.changes)
    else {
      changes.push(...shown.flatMap((each) => each.changes))
      unseen.push(step.id)
    }
    isProtected ||= look?.decision?.protected === true
    const decision = look?.decision ?? shown[0]
    if (decision) decisions.push({ step: step.id, decide: decision.decide, rule: decision.rule })
  }
  const needs = await needsOf(
    plan.steps.map(({ operation }) => operation),
    ctx,
  )
  const by = approval?.by
  const approved = by === undefined ? 'not-yet' : by === requester ? 'by-requester' : 'by-another'
  const protection = isProtected ? { protection: { environment: plan.environment ?? '', approved } as const } : {}
  return { plan, changes, unseen, decisions, entries: ctx.catalog.get, needs, ...protection }
}
