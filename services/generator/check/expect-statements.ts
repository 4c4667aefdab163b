import { type Evaluated, Unknown } from '@nimbus/hcl'
import type { View } from './module.ts'
import { type Statement, statements } from './policy.ts'
import { fail, type Outcome, pass, unknown } from './rule.ts'
import { place } from './view.ts'

interface Unwanted {
  /** Whether a statement must not be there. */
  is: (statement: Statement) => boolean
  /** Values of a statement that could make it so. */
  doubts?: (statement: Statement) => readonly Evaluated[]
  message: string
}

/** Wants no such statement in the policy of an attribute; unknown where one of the `doubts` is. */
export function expectNoStatement(view: View, attribute: string, { is, doubts, message }: Unwanted): Outcome {
  const found = statements(view, attribute)
  if (found instanceof Unknown) return unknown(found.reason, place(view, attribute))
  const unwanted = found.find(is)
  if (unwanted) return fail(message, unwanted.at)
  const doubt = doubts && found.flatMap(doubts).find((value) => value instanceof Unknown)
  return doubt instanceof Unknown ? unknown(doubt.reason, place(view, attribute)) : pass()
}

/** Whether a statement lets everyone in, without a condition. */
export const isOpenToAll = ({ effect, principals, conditions }: Statement): boolean =>
  effect === 'Allow' && principals.includes('*') && conditions.length === 0

/** Wants the policy of a resource to name whom it lets in; nothing is said where it has no statements. */
export function expectNamedPrincipals(resource: View): Outcome | undefined {
  const found = statements(resource, 'policy')
  if (!(found instanceof Unknown) && found.length === 0) return undefined
  return expectNoStatement(resource, 'policy', {
    is: isOpenToAll,
    // An attribute of a resource is the ARN of one, and no wildcard.
    doubts: ({ effect, principals }) =>
      effect === 'Allow'
        ? principals.filter(
            (principal) => principal instanceof Unknown && !principal.reason.includes('is not known from the source'),
          )
        : [],
    message: 'the policy allows everyone, without a condition',
  })
}
