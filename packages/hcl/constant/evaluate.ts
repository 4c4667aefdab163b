import type { Expression, ForNode, Step, TemplatePart, Traversal } from '../parse/tree.ts'
import { callFunction } from './functions.ts'
import { applyBinary, applyUnary } from './operators.ts'
import { type Constant, type Evaluated, firstUnknown, isKnown, isList, isObject, scalarText, Unknown } from './value.ts'

/**
 * Says what a name stands for: `scope('var', 'region')`. The second part is absent for a bare name, such as a `for`
 * variable. Gives `undefined` for a name it does not know.
 */
export type Scope = (root: string, name: string | undefined) => Evaluated | undefined

/** A scope in which nothing is known. */
export const emptyScope: Scope = () => undefined

/** Gives an expression's value if the source alone decides it, else the reason it does not. */
export function constant(expression: Expression, scope: Scope): Constant {
  const value = evaluate(expression, scope)
  if (isKnown(value)) return { known: true, value }
  return { known: false, reason: firstUnknown(value)?.reason ?? 'not known from the source' }
}

/** Longer texts and lists are not evaluated: a few lines that double each other would fill the memory. */
const maxText = 100_000
const maxItems = 10_000
/** A `for` over more is not evaluated; two of them inside each other are at most the square of this. */
const maxIterations = 500

/** Gives an expression's value with `Unknown` wherever the source does not decide it: never a guess. */
export function evaluate(expression: Expression, scope: Scope): Evaluated {
  const value = unbounded(expression, scope)
  const length = typeof value === 'string' ? value.length / maxText : isList(value) ? value.length / maxItems : 0
  return length > 1 ? new Unknown('the value is too large to be evaluated here') : value
}

function unbounded(expression: Expression, scope: Scope): Evaluated {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'template':
      return templateValue(expression.parts, scope)
    case 'tuple':
      return expression.items.map((item) => evaluate(item, scope))
    case 'object':
      return objectValue(expression.entries, scope)
    case 'traversal':
      return traversalValue(expression, scope)
    case 'access':
      return follow(evaluate(expression.target, scope), expression.steps, expression.text, scope)
    case 'call':
      return callValue(expression, scope)
    case 'conditional': {
      const condition = asBoolean(evaluate(expression.condition, scope))
      if (condition instanceof Unknown) return condition
      return evaluate(condition ? expression.whenTrue : expression.whenFalse, scope)
    }
    case 'for':
      return forValue(expression, scope)
    case 'unary':
      return applyUnary(expression.operator, evaluate(expression.operand, scope))
    case 'binary':
      return applyBinary(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope))
    case 'unparsed':
      return new Unknown(`${expression.text} could not be parsed`)
  }
}

function templateValue(parts: readonly TemplatePart[], scope: Scope): Evaluated {
  const [only] = parts
  // "${x}" alone is x itself, whatever its type.
  if (parts.length === 1 && typeof only === 'object' && only.kind !== 'directive') return evaluate(only, scope)
  let text = ''
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    if (part.kind === 'directive') return new Unknown('template directives are not evaluated')
    const value = evaluate(part, scope)
    if (value instanceof Unknown) return value
    const written = scalarText(value)
    if (written === undefined) return new Unknown(`${part.text} is not text`)
    text += written
  }
  return text
}

function objectValue(entries: readonly { key: Expression; value: Expression }[], scope: Scope): Evaluated {
  const object: Record<string, Evaluated> = {}
  for (const { key, value } of entries) {
    const name = evaluate(key, scope)
    if (name instanceof Unknown) return name
    const written = scalarText(name)
    if (written === undefined) return new Unknown(`${key.text} is not a key`)
    setOwn(object, written, evaluate(value, scope))
  }
  return object
}

function traversalValue({ root, steps, text }: Traversal, scope: Scope): Evaluated {
  const bare = scope(root, undefined)
  if (bare !== undefined) return follow(bare, steps, text, scope)
  const [first, ...rest] = steps
  const value = first?.kind === 'attribute' ? scope(root, first.name) : undefined
  if (value === undefined) return new Unknown(`${text} is not known from the source`)
  return follow(value, rest, text, scope)
}

function follow(start: Evaluated, steps: readonly Step[], text: string, scope: Scope): Evaluated {
  let value = start
  for (const [index, step] of steps.entries()) {
    if (value instanceof Unknown) return value
    if (step.kind === 'splat') {
      const rest = steps.slice(index + 1)
      const items = isList(value) ? value : value === null ? [] : [value]
      return items.map((item) => follow(item, rest, text, scope))
    }
    const key = step.kind === 'attribute' ? step.name : evaluate(step.key, scope)
    if (key instanceof Unknown) return key
    value = member(value, key) ?? new Unknown(`${text} has no ${scalarText(key) ?? 'such key'} that the source shows`)
  }
  return value
}

function member(value: Evaluated, key: Evaluated): Evaluated | undefined {
  if (isList(value)) return value[Number(key)]
  const name = scalarText(key)
  return isObject(value) && name !== undefined && Object.hasOwn(value, name) ? value[name] : undefined
}

function callValue(call: Extract<Expression, { kind: 'call' }>, scope: Scope): Evaluated {
  const values = call.arguments.map((argument) => evaluate(argument, scope))
  if (!call.expand) return callFunction(call.name, values)
  const last = values.at(-1)
  if (!isList(last)) return last instanceof Unknown ? last : new Unknown(`${call.text} spreads what is not a list`)
  return callFunction(call.name, [...values.slice(0, -1), ...last])
}

function forValue(node: ForNode, scope: Scope): Evaluated {
  const collection = evaluate(node.collection, scope)
  if (collection instanceof Unknown) return collection
  if (!isList(collection) && !isObject(collection)) return new Unknown(`${node.collection.text} cannot be iterated`)
  if (Object.keys(collection).length > maxIterations)
    return new Unknown(`${node.collection.text} is too long to be iterated here`)
  const list: Evaluated[] = []
  const object: Record<string, Evaluated> = {}
  for (const [key, value] of Object.entries(collection)) {
    const inner = binding(node.names, isList(collection) ? Number(key) : key, value, scope)
    const kept = node.condition ? asBoolean(evaluate(node.condition, inner)) : true
    if (kept instanceof Unknown) return kept
    if (!kept) continue
    if (!node.key) {
      list.push(evaluate(node.value, inner))
      continue
    }
    const name = scalarText(evaluate(node.key, inner))
    if (name === undefined) return new Unknown(`the keys of ${node.text} are not known from the source`)
    const before = object[name]
    const result = evaluate(node.value, inner)
    setOwn(object, name, node.grouped ? [...(isList(before) ? before : []), result] : result)
  }
  return node.key ? object : list
}

function binding(names: readonly string[], key: string | number, value: Evaluated, outer: Scope): Scope {
  const [first, second] = names
  return (root, name) => {
    if (second !== undefined && root === first) return key
    if (root === (second ?? first)) return value
    return outer(root, name)
  }
}

function asBoolean(value: Evaluated): boolean | Unknown {
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  return value instanceof Unknown ? value : new Unknown('a condition is not a boolean')
}

// `__proto__` from a hostile file must stay an ordinary key.
function setOwn(object: Record<string, Evaluated>, key: string, value: Evaluated): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}
