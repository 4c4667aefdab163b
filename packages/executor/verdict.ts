import type { Plan, PlanStep, TaskStep, Verdict } from '@nimbus/kernel'
import { changedNothing } from '@nimbus/plan-graph'
import { asserted, assertedCode } from './asserts.ts'

type Evidence = Verdict['evidence'][number]

/** What its result was held to, as it was found right after it; of a step of which nobody saw the result, as it stands. */
const heldTo = (step: PlanStep, { findings = [], data }: TaskStep): Evidence[] =>
  findings.some(({ code }) => code === assertedCode)
    ? []
    : asserted(step, data).map((finding) => ({ ...finding, step: step.id }))

const unverified = (step: PlanStep): Evidence => ({
  step: step.id,
  status: 'unknown',
  code: 'not-verified',
  message: `${step.operation} says that it is done, and nothing has looked`,
})

const notDone = (step: PlanStep, { status, error }: TaskStep): Evidence => ({
  step: step.id,
  status: status === 'unclear' ? 'unknown' : 'fail',
  code: `step-${status}`,
  message: error?.message ?? `step ${step.id} ${status === 'asks' ? '' : 'is '}${status}`,
})

/**
 * What one step came to. A read needs no second look; an effect that nobody has looked at is unknown. One that could not
 * be taken back has done what it did.
 */
const evidenceOf = (step: PlanStep, stands: TaskStep): Evidence[] => {
  if (stands.status !== 'done' && stands.status !== 'kept') return [notDone(step, stands)]
  const found = (stands.findings ?? []).map((finding): Evidence => ({ ...finding, step: step.id }))
  const own = [...found, ...heldTo(step, stands)]
  if (own.length > 0 || step.effect === 'read') return own
  return stands.outcome === 'done' && changedNothing(stands.undo) ? [] : [unverified(step)]
}

const ofStep = (step: PlanStep, stands: TaskStep): Verdict['verdict'] => {
  const evidence = evidenceOf(step, stands)
  if (evidence.some(({ status }) => status === 'fail')) return 'not-achieved'
  return evidence.some(({ status }) => status === 'unknown') ? 'unknown' : 'achieved'
}

/**
 * What a plan came to, with the evidence for it.
 *
 * `achieved` only when every step is done and every effect was seen by another look; `unknown` when nothing failed and
 * something could not be seen; `partly` when some steps are there and others are not.
 */
export const verdictOf = (plan: Plan, stands: (id: string) => TaskStep): Verdict => {
  const each = plan.steps.map((step) => ofStep(step, stands(step.id)))
  const evidence = plan.steps.flatMap((step) => evidenceOf(step, stands(step.id)))
  const effects = plan.steps.filter(({ effect }) => effect !== 'read')
  const counted = (effects.length > 0 ? effects : plan.steps).map((step) => each[plan.steps.indexOf(step)])
  const missed = each.includes('not-achieved')
  const some = counted.includes('achieved')
  if (missed) return { verdict: some ? 'partly' : 'not-achieved', evidence }
  return { verdict: each.includes('unknown') ? 'unknown' : 'achieved', evidence }
}
