import { type Body, type Evaluated, type Expression, evaluate, isObject, type Range, Unknown } from '@nimbus/hcl'
import type { View } from './module.ts'

/** A place in a file. */
export type At = { readonly file: string; readonly range: Range }

/** Gives the expression of an attribute. */
export function attributeExpression(body: Body, name: string): Expression | undefined {
  return body.attributes.find((attribute) => attribute.name === name)?.expression
}

/**
 * Gives the value at a path such as `vpc_config.endpoint_public_access`, through nested blocks and objects; the first
 * block of a kind is taken. Absent, and null, which means the same to Terraform, are undefined.
 */
export function read(view: View, path: string): Evaluated | undefined {
  const [name = '', ...rest] = path.split('.')
  const expression = attributeExpression(view.block.body, name)
  if (expression) return member(evaluate(expression, view.scope), rest)
  const [inner] = rest.length > 0 ? nested(view, name) : []
  if (!inner) return undefined
  const value = read(inner, rest.join('.'))
  return inner.maybe && value !== undefined ? new Unknown(`whether ${name} is there is not known`) : value
}

/** Gives the nested blocks of a kind, `dynamic` ones expanded when their `for_each` is known. */
export function nested(view: View, type: string): View[] {
  return view.block.body.blocks.flatMap((block) => {
    if (block.type === type) return [{ ...view, block }]
    if (block.type === 'dynamic' && block.labels[0] === type) return expanded({ ...view, block }, type)
    return []
  })
}

/** Gives where a path is set; the nearest enclosing block's heading when it is not. */
export function place(view: View, path: string): At {
  const [name = '', ...rest] = path.split('.')
  const attribute = view.block.body.attributes.find((candidate) => candidate.name === name)
  if (attribute) return { file: view.file, range: attribute.range }
  const [inner] = nested(view, name)
  if (!inner) return heading(view)
  return rest.length > 0 ? place(inner, rest.join('.')) : heading(inner)
}

/** Gives the place of a block's first line. */
export function heading({ file, block }: View): At {
  return { file, range: block.heading }
}

function member(value: Evaluated, path: readonly string[]): Evaluated | undefined {
  const [name, ...rest] = path
  if (value === null) return undefined
  if (name === undefined || value instanceof Unknown) return value
  const inner = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
  return inner === undefined ? undefined : member(inner, rest)
}

function expanded(dynamic: View, type: string): View[] {
  const content = dynamic.block.body.blocks.find((block) => block.type === 'content')
  const forEach = attributeExpression(dynamic.block.body, 'for_each')
  if (!content || !forEach) return []
  const iterator = attributeExpression(dynamic.block.body, 'iterator')?.text ?? type
  const collection = evaluate(forEach, dynamic.scope)
  const inner = (value: Evaluated, maybe: boolean): View => ({
    ...dynamic,
    block: { ...content, type },
    maybe,
    scope: (root, name) => (root === iterator && name === undefined ? value : dynamic.scope(root, name)),
  })
  if (collection instanceof Unknown) return [inner(collection, true)]
  return Object.entries(collection ?? []).map(([key, value]: [string, Evaluated]) => inner({ key, value }, false))
}
