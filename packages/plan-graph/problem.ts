import { type ErrorData, invalid, type NimbusError } from '@nimbus/kernel'

/** Something that is wrong with a plan: the parts of an error, as data. */
export interface PlanProblem {
  /** Stable, kebab case. */
  code: string
  message: string
  /** `step 2: /input/directory`, or `plan: /expires`. */
  at: string
  why?: string
  next?: string
}

/** The place of a part of a step. */
export const inStep = (step: string, pointer = ''): string => (pointer ? `step ${step}: ${pointer}` : `step ${step}`)

/** The place of a part of a plan. */
export const inPlan = (pointer: string): string => (pointer ? `plan: ${pointer}` : 'plan')

/** An error as a problem of the plan it came from. */
export const problemOf = ({ code, message, at, why, next }: ErrorData): PlanProblem => ({
  code,
  message,
  at: at ?? inPlan(''),
  ...(why ? { why } : {}),
  ...(next ? { next } : {}),
})

/** Problems as the one error that refuses a plan (exit 2): the first in full, the others in its reason. */
export const refusalOf = ([first, ...more]: readonly [PlanProblem, ...PlanProblem[]]): NimbusError => {
  const { code, message, at, why, next } = first
  const others = more.slice(0, 5).map((each) => `${each.at}: ${each.message}`)
  const rest = more.length > others.length ? [`and ${more.length - others.length} more`] : []
  const also = others.length > 0 ? `also ${[...others, ...rest].join('; ')}` : undefined
  const reasons = [why, also].filter((each) => each !== undefined)
  return invalid(code, message, {
    at,
    ...(reasons.length > 0 ? { why: reasons.join('; ') } : {}),
    next: next ?? 'correct the plan and give it again',
  })
}
