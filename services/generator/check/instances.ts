import { type Evaluated, evaluate, isList, isObject, type Scope, Unknown } from '@nimbus/hcl'
import type { View } from './module.ts'
import { attributeExpression } from './view.ts'

/** Beyond this many the instances are judged as one, with `each` unknown. */
const maxInstances = 200

/**
 * Gives a block once for each instance that `for_each` or `count` makes when that is known, else once with `each` and
 * `count` unknown. None means that the block makes nothing.
 */
export function blockInstances(view: View): readonly View[] {
  const count = attributeExpression(view.block.body, 'count')
  if (count && isNone(evaluate(count, view.scope))) return []
  const forEach = attributeExpression(view.block.body, 'for_each')
  if (!forEach) return [withInstance(view, unknownInstance)]
  const pairs = instancePairs(evaluate(forEach, view.scope))
  if (!pairs || pairs.length > maxInstances) return [withInstance(view, unknownInstance)]
  return pairs.map(([key, value]) => withInstance(view, (root) => (root === 'each' ? { key, value } : undefined)))
}

/** Gives the key and value of each instance of a known `for_each`, else undefined. */
export function instancePairs(collection: Evaluated): (readonly [Evaluated, Evaluated])[] | undefined {
  if (isObject(collection)) return Object.entries(collection)
  if (!isList(collection)) return undefined
  return collection.map((item) => [item, item])
}

/** Gives the view with further names known in it. */
function withInstance(view: View, inner: Scope): View {
  return { ...view, scope: (root, name) => inner(root, name) ?? view.scope(root, name) }
}

function isNone(count: Evaluated): boolean {
  return count === 0 || count === '0'
}

const unknownInstance: Scope = (root) =>
  root === 'each' || root === 'count' ? new Unknown(`${root} differs between instances`) : undefined
