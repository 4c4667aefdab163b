import { type HttpFront, invalid } from '@nimbus/kernel/define'
import { fault, fieldsOf, givenAs, plainAnswer } from './plain-answer.ts'

/** A body as input of an operation that takes a plan: an id or a file by its name, or the document itself. */
const inputOf = (body: unknown): object => {
  const fields = fieldsOf(body)
  const name = givenAs(['plan', 'planId', 'document'], fields)
  if (name === undefined)
    throw invalid('invalid-input', 'plan: missing', {
      at: 'plan',
      next: 'send { "plan": { "steps": [ … ] } }, or the id of a saved plan: { "plan": "p_…" }',
    })
  const { plan: _plan, planId: _planId, document: _document, ...more } = fields
  const given = fields[name]
  return typeof given === 'string' ? { ...more, plan: given } : { ...more, document: given }
}

const front = (path: string, operation: string, summary: string): HttpFront => ({
  kind: 'http',
  method: 'POST',
  path,
  operation,
  summary,
  open: ({ body }) => ({ input: inputOf(body), answer: plainAnswer }),
  fault,
})

/** The routes that were promised for plans that are there already; they take what `/api/core/plan` answers. */
export const givenPlanFronts: readonly HttpFront[] = [
  front(
    '/api/core/plans/validate',
    'nimbus.plan-validate',
    'Is this plan in order? { plan } → { valid, steps, problems, unknown }',
  ),
  front(
    '/api/core/plans/optimize',
    'nimbus.plan-optimize',
    'A plan becomes a smaller one that does the same: { plan } → { plan, saved, changes, stages }',
  ),
]
