import { type Effect, type HostContext, redacted, type StoredPlan } from '@nimbus/kernel/define'
import {
  allowedAsItIs,
  groundOf,
  hasReference,
  madeFor,
  needsSecondPerson,
  type Plan,
  type PlanStep,
  stirred,
} from '@nimbus/plan-graph'
import type { Before, Saved } from '@nimbus/safety'

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

type Look = Awaited<ReturnType<HostContext['records']['look']>>

/** Whether a secret of a step is left out, so that a look at it is not the one that applying takes. */
const isMasked = ({ input }: PlanStep): boolean => JSON.stringify(input).includes(redacted)

/** What a look says against a step, as applying the plan would find it before its first effect. */
const against = (plan: Plan, step: PlanStep, { preview, error }: Look): Pick<Saved, 'moved' | 'refused'> => {
  const { id } = step
  if (error) {
    const { code, message } = error
    return { moved: [], refused: stirred(plan, step) ? [] : [{ step: id, code, message }] }
  }
  const now = preview?.preconditions ?? {}
  const moved = Object.entries(groundOf(plan, id)).filter(([name, was]) => now[name] !== was)
  return { moved: moved.map(([name, was]) => ({ step: id, name, was, is: now[name] })), refused: [] }
}

/** What is known of a saved plan now: every step is looked at whose input is known. */
export const plansFacts = async (stored: StoredPlan, ctx: HostContext): Promise<Omit<Before, 'limits'>> => {
  const { plan, approval } = stored
  const changes: { resource: string; effect: Effect }[] = []
  const found: Pick<Saved, 'moved' | 'refused'>[] = []
  const unseen: string[] = []
  let isProtected = needsSecondPerson(plan, await ctx.records.policy(plan.workspace))
  const decisions: { step: string; decide: Before['decisions'][number]['decide']; rule: string }[] = []
  for (const step of plan.steps) {
    const look = hasReference(step.input)
      ? undefined
      : await ctx.records.look({ operation: step.operation, input: step.input }, ctx)
    if (look && !isMasked(step)) found.push(against(plan, step, look))
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
  const approved = by === undefined ? 'not-yet' : by === madeFor(stored) ? 'by-requester' : 'by-another'
  const protection = isProtected ? { protection: { environment: plan.environment ?? '', approved } as const } : {}
  const saved: Saved = {
    stored,
    masked: plan.steps.some(isMasked),
    needless: !isProtected && allowedAsItIs(plan),
    workspace: ctx.workspace,
    now: ctx.now(),
    moved: found.flatMap(({ moved }) => moved),
    refused: found.flatMap(({ refused }) => refused),
  }
  return { plan, changes, unseen, decisions, entries: ctx.catalog.get, needs, ...protection, saved }
}
