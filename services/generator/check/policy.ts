import { type Evaluated, type Expression, evaluate, isList, isObject, Unknown } from '@nimbus/hcl'
import { relatives } from './companions.ts'
import type { View } from './module.ts'
import { references } from './references.ts'
import { type At, attributeExpression, heading, nested, place, read } from './view.ts'

/** One statement of an IAM policy. Lists may hold `Unknown` items; a whole list is `Unknown` when nothing is known of it. */
export type Statement = {
  readonly effect: Evaluated
  readonly actions: readonly Evaluated[]
  readonly resources: readonly Evaluated[]
  /** Identifiers such as `*` or an ARN, of AWS and wildcard principals; services are left out. */
  readonly principals: readonly Evaluated[]
  /** Names of condition keys with their values. */
  readonly conditions: readonly { readonly test: string; readonly key: string; readonly values: readonly Evaluated[] }[]
  readonly at: At
}

/**
 * Gives the statements of the policy an attribute holds: from a policy document data source, `jsonencode`, or JSON
 * text. Several documents are joined; what the source does not show is `Unknown`.
 */
export function statements(view: View, attribute: string): readonly Statement[] | Unknown {
  const expression = attributeExpression(view.block.body, attribute)
  if (!expression) return []
  const documents = [...references(expression, view)].filter((address) =>
    address.includes('data.aws_iam_policy_document.'),
  )
  if (documents.length > 0) return documentStatements(view, documents)
  return valueStatements(documentValue(expression, view), place(view, attribute))
}

function documentStatements(view: View, addresses: readonly string[]): readonly Statement[] | Unknown {
  const all = relatives(view.module)
  const found = all.filter(({ address }) => addresses.includes(address))
  if (found.length < addresses.length) return new Unknown(`${addresses.join(', ')} is not among the files`)
  return found.flatMap((document) => (document.instances[0] ? blockStatements(document.instances[0]) : []))
}

/** Gives the statements of a policy document data source. */
function blockStatements(document: View): Statement[] {
  return nested(document, 'statement').map((statement) => ({
    effect: read(statement, 'effect') ?? 'Allow',
    actions: items(read(statement, 'actions')),
    resources: items(read(statement, 'resources')),
    principals: nested(statement, 'principals')
      .filter((principal) => read(principal, 'type') !== 'Service')
      .flatMap((principal) => items(read(principal, 'identifiers'))),
    conditions: nested(statement, 'condition').map((condition) => ({
      test: text(read(condition, 'test')),
      key: text(read(condition, 'variable')),
      values: items(read(condition, 'values')),
    })),
    at: heading(statement),
  }))
}

function documentValue(expression: Expression, view: View): Evaluated {
  if (expression.kind === 'call' && expression.name === 'jsonencode') {
    const [argument] = expression.arguments
    return argument ? evaluate(argument, view.scope) : null
  }
  const value = evaluate(expression, view.scope)
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as Evaluated
  } catch {
    // Terraform reports malformed JSON itself; here it only means that nothing can be said.
    return new Unknown('the policy is not JSON')
  }
}

function valueStatements(document: Evaluated, at: At): readonly Statement[] | Unknown {
  if (document instanceof Unknown) return document
  if (!isObject(document)) return new Unknown('the policy is not an object')
  const list = document.Statement
  if (list instanceof Unknown) return list
  return (isList(list) ? list : [list]).filter(isObject).map((statement) => ({
    effect: statement.Effect ?? 'Allow',
    actions: items(statement.Action),
    resources: items(statement.Resource),
    principals: principalIds(statement.Principal),
    conditions: Object.entries(isObject(statement.Condition) ? statement.Condition : {}).flatMap(([test, keys]) =>
      Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({ test, key, values: items(values) })),
    ),
    at,
  }))
}

function principalIds(principal: Evaluated | undefined): readonly Evaluated[] {
  return isObject(principal) ? items(principal.AWS) : items(principal)
}

function items(value: Evaluated | undefined): readonly Evaluated[] {
  if (value === undefined) return []
  return isList(value) ? value : [value]
}

function text(value: Evaluated | undefined): string {
  return typeof value === 'string' ? value : ''
}
