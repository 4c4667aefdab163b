import {
  denied,
  type HostContext,
  invalid,
  irreversibleIn,
  NimbusError,
  rank,
  redacted,
  strongest,
} from '@nimbus/kernel/define'
import {
  comesAfter,
  hasReference,
  inPlan,
  inStep,
  notForPlans,
  type Plan,
  type PlanProblem,
  type PlanStep,
  preconditionName,
  refusalOf,
  sealed,
  validatePlan,
} from '@nimbus/plan-graph'
import { knownTo, type Named } from './plan-document.ts'

type Look = Awaited<ReturnType<HostContext['records']['look']>>
type Decision = Plan['decisions'][number]

/** Whether a plan was read where its secrets are not shown. */
export const hidesSecrets = (plan: Plan): boolean => JSON.stringify(plan.steps).includes(redacted)

const hidden = (plan: Plan): PlanProblem[] =>
  plan.steps
    .filter(({ input }) => JSON.stringify(input).includes(redacted))
    .map(({ id }) => ({
      code: 'secret-missing',
      message: `a secret of step ${id} is not there`,
      at: inStep(id, '/input'),
      why: 'plans are shown without their secrets',
      next: 'put it in, or make the plan again from its request',
    }))

/** Refuses a plan that is not in order, is not for here, or has been applied already. Changes and previews nothing. */
export const mustBeInOrder = async ({ plan, made }: Named, ctx: HostContext): Promise<void> => {
  const catalog = knownTo(ctx)
  const [first, ...more] = [...validatePlan(plan, catalog, ctx.now()), ...notForPlans(plan, catalog), ...hidden(plan)]
  if (first) throw refusalOf([first, ...more])
  if (plan.workspace !== ctx.workspace)
    throw invalid('other-workspace', `The plan was made for ${plan.workspace}`, {
      at: inPlan('/workspace'),
      next: 'save it from there, or with --directory',
    })
  const known =
    made && /^p_[a-z2-7]{20}$/.test(made.id) ? await ctx.records.plans.find(made.id, ctx.principal.tenant) : []
  if (known.some(({ status, plan: { digest } }) => status === 'used' && digest === made?.digest))
    throw denied('plan-used', `${made?.id} has been applied already`, {
      at: inPlan('/id'),
      why: 'a plan is for a single use',
      next: 'take id and digest out to make it a plan of your own',
    })
}

/** What can be said of a step that shows nothing yet: it asks when its turn comes. */
const undecided = ({ id }: PlanStep, why: string): Decision => ({
  step: id,
  decide: 'ask',
  rule: `asked when its turn comes: ${why}`,
  changes: [],
})

/**
 * As whose calls the steps are looked at. The plan is applied from where the call at the top came in; but what a model
 * planned no person asked for by themselves, however its plan gets here.
 */
export const callerOf = ({ plannedBy }: Plan, ctx: HostContext): Parameters<HostContext['records']['look']>[1] => {
  const { run, principal, workspace, signal, request, topSurface } = ctx
  return { run, principal, workspace, signal, request, surface: plannedBy ? 'call' : topSurface }
}

const decided = (step: PlanStep, { preview, decision, error }: Look): Decision => {
  if (error) throw new NimbusError({ ...error, at: error.at ? `${inStep(step.id)}: ${error.at}` : inStep(step.id) })
  const changes = (preview?.changes ?? []).map(({ diff: _diff, ...change }) => change)
  const { decide = 'ask', rule = '' } = decision ?? {}
  if (decide === 'deny')
    throw denied('policy-denied', `Policy forbids step ${step.id}: ${step.operation}`, {
      at: inStep(step.id),
      why: rule,
      next: `see every decision with: nimbus policy explain ${step.operation}`,
    })
  const isIdle = changes.length === 0 && step.effect !== 'read' && decide === 'allow'
  const says = isIdle ? 'it changes nothing: what it asks for is there' : rule
  return { step: step.id, decide, rule: says, changes, ...(preview ? irreversibleIn(preview) : {}) }
}

/** Why a step waits for its turn, as far as a look at it tells; nothing where it can be decided. */
const waitsFor = (step: PlanStep, look: Look | undefined, early: readonly string[], ctx: HostContext): string => {
  if (!look) return 'its input comes from an earlier step'
  if (look.error) return early.length > 0 ? look.error.message : ''
  // Policy lets pass what touches nothing; of an effect that shows nothing yet nobody has said anything.
  const hides = ctx.catalog.get(step.operation)?.effect !== 'read' && look.preview?.changes.length === 0
  // Where it stands on something that the plan itself leaves alone, it is refused once that is something else.
  const stands = early.length === 0 && Object.keys(look.preview?.preconditions ?? {}).length > 0
  return hides && !stands && look.decision?.decide !== 'deny' ? 'as things are now, it would change nothing' : ''
}

const within = (step: PlanStep, { changes }: Decision): void => {
  const over = changes.find(({ effect }) => rank(effect) > rank(step.effect))
  if (over)
    throw invalid('effect-exceeded', `Step ${step.id} says ${step.effect}, and would ${over.effect} ${over.resource}`, {
      at: inStep(step.id, '/effect'),
      next: `say ${over.effect}, or leave effect out`,
    })
}

const sameGround = (plan: Plan, preconditions: Plan['preconditions'], made: Named['made']): void => {
  const moved = made && Object.keys(plan.preconditions).find((name) => plan.preconditions[name] !== preconditions[name])
  if (moved !== undefined)
    throw invalid('precondition-changed', `${moved} is no longer what it was when the plan was made`, {
      at: inPlan('/preconditions'),
      why: `then ${plan.preconditions[moved]}, now ${preconditions[moved] ?? 'unknown'}`,
      next: 'make a fresh plan, or take id and digest out to make it a plan of your own',
    })
}

/**
 * A plan with what policy says of each step, worked out by looking at every one whose input is known: effects, changes,
 * preconditions and environment. A step that has to wait for the work of another asks when its turn comes.
 *
 * Raises what a look raises, with the step; `policy-denied`; `effect-exceeded` when a step would do more than it says;
 * `several-environments`; and `precondition-changed` for a plan that was made before and has lost its ground.
 */
export const decidePlan = async ({ plan, made, unstated }: Named, ctx: HostContext): Promise<Plan> => {
  const caller = callerOf(plan, ctx)
  const effectOf = new Map(plan.steps.map(({ id, effect }) => [id, effect]))
  const decisions: Decision[] = []
  const idle = new Set<string>()
  const steps: PlanStep[] = []
  const preconditions: Record<string, string> = {}
  const environments = new Set(plan.environment ? [plan.environment] : [])
  for (const step of plan.steps) {
    const early = [...comesAfter(plan, step)].filter((id) => effectOf.get(id) !== 'read' && !idle.has(id))
    const look = hasReference(step.input) ? undefined : await ctx.records.look(step, caller)
    const waits = waitsFor(step, look, early, ctx)
    const decision = look && !waits ? decided(step, look) : undecided(step, waits)
    within(step, decision)
    decisions.push(decision)
    if (decision.changes.length === 0 && decision.decide === 'allow') idle.add(step.id)
    const found = decision.changes.map(({ effect }) => effect)
    steps.push(unstated.has(step.id) && found.length > 0 ? { ...step, effect: strongest(found) } : step)
    const { preconditions: ground = {}, environment } = look?.preview ?? {}
    for (const [name, value] of Object.entries(ground)) preconditions[preconditionName(plan, step.id, name)] = value
    if (environment) environments.add(environment)
  }
  if (environments.size > 1)
    throw invalid('several-environments', `The plan is for ${[...environments].join(' and ')}`, {
      at: inPlan('/environment'),
      why: 'an approval is for one environment',
      next: 'make one plan for each',
    })
  sameGround(plan, preconditions, made)
  const [environment] = environments
  return sealed({ ...plan, ...(environment ? { environment } : {}), steps, decisions, preconditions })
}
