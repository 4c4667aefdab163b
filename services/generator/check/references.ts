import type { Expression, Traversal } from '@nimbus/hcl'
import type { Module, Resource } from './module.ts'
import { argumentExpression, localExpression } from './scope.ts'
import { attributeExpression } from './view.ts'

/** Where an expression stands. */
type Owner = Pick<Resource, 'module' | 'block'>

/**
 * Gives the full addresses of the resources an expression depends on, through locals, variables that a caller passes,
 * outputs of called modules, and `each` of a `for_each` over resources.
 */
export function references(expression: Expression, owner: Owner): Set<string> {
  const found = new Set<string>()
  const seen = new Set<Expression>()
  // A list of what is still to do, because a chain of locals may be longer than the stack is deep.
  const pending: { next: Expression; from: Owner }[] = []
  const follow = (next: Expression | undefined, from: Owner) => {
    if (!next || seen.has(next)) return
    seen.add(next)
    pending.push({ next, from })
  }
  const resolve = ({ root, steps }: Traversal, from: Owner) => {
    const { module } = from
    const [first, second, third] = steps.filter((step) => step.kind === 'attribute').map(({ name }) => name)
    if (first === undefined) return
    if (root === 'local') return follow(localExpression(module, first), from)
    if (root === 'each') return follow(attributeExpression(from.block.body, 'for_each'), from)
    if (root === 'var') return module.caller && follow(argumentExpression(module, first), calledFrom(module.caller))
    if (root === 'module') return followOutput(module.children.get(first), second)
    // Every resource type has its provider's name and an underscore; a `for` variable or `path` is no resource.
    if (root !== 'data' && !root.includes('_')) return
    found.add(`${module.prefix}${root === 'data' ? `data.${first}.${second ?? third ?? ''}` : `${root}.${first}`}`)
  }
  const followOutput = (child: Module | undefined, name: string | undefined) => {
    const output = child?.blocks.find(({ block }) => block.type === 'output' && block.labels[0] === name)
    if (child && output) follow(attributeExpression(output.block.body, 'value'), output)
  }
  follow(expression, owner)
  for (let one = pending.pop(); one; one = pending.pop()) {
    for (const traversal of traversals(one.next)) resolve(traversal, one.from)
  }
  return found
}

function calledFrom({ module, call }: NonNullable<Module['caller']>): Owner {
  return { module, block: call.block }
}

/** Gives every name with its steps inside an expression. */
function traversals(expression: Expression): Traversal[] {
  if (expression.kind === 'traversal') return [expression, ...expression.steps.flatMap(indexed)]
  return parts(expression).flatMap(traversals)
}

function indexed(step: Traversal['steps'][number]): Traversal[] {
  return step.kind === 'index' ? traversals(step.key) : []
}

function parts(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'template':
      return expression.parts.flatMap((part) =>
        typeof part === 'string' ? [] : part.kind === 'directive' ? part.expressions : [part],
      )
    case 'tuple':
      return expression.items
    case 'object':
      return expression.entries.flatMap(({ key, value }) => [key, value])
    case 'access':
      return [expression.target, ...expression.steps.flatMap((step) => (step.kind === 'index' ? [step.key] : []))]
    case 'call':
      return expression.arguments
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse]
    case 'for':
      return [expression.collection, expression.value, expression.key, expression.condition].filter(
        (part) => part !== undefined,
      )
    case 'unary':
      return [expression.operand]
    case 'binary':
      return [expression.left, expression.right]
    default:
      return []
  }
}
