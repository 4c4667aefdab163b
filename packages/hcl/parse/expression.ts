import { origin, type SourceText } from './source.ts'
import { unescapeQuoted } from './strings.ts'
import type { SyntaxNode } from './syntax-node.ts'
import { heredocNode, quotedTemplateNode } from './template.ts'
import type { Expression, ObjectEntry, Step } from './tree.ts'

/** Turns the syntax of one expression into data. What is damaged comes back as `unparsed`. */
export function expressionOf(node: SyntaxNode, source: SourceText): Expression {
  switch (node.type) {
    case 'expression':
      return sequence(node.children, node, source)
    case 'literal_value':
    case 'template_expr':
    case 'collection_value':
    case 'for_expr':
    case 'operation':
      return node.children[0] ? expressionOf(node.children[0], source) : unparsed(node, source)
    case 'numeric_lit':
      return { kind: 'literal', value: Number(text(node, source)), ...origin(node, source) }
    case 'bool_lit':
      return { kind: 'literal', value: text(node, source) === 'true', ...origin(node, source) }
    case 'null_lit':
      return { kind: 'literal', value: null, ...origin(node, source) }
    case 'string_lit':
      return { kind: 'literal', value: unescapeQuoted(text(node, source).slice(1, -1)), ...origin(node, source) }
    case 'quoted_template':
      return quotedTemplateNode(node, source, expressionOf)
    case 'heredoc_template':
      return heredocNode(node, source, expressionOf)
    case 'variable_expr':
      return { kind: 'traversal', root: text(node, source), steps: [], ...origin(node, source) }
    case 'tuple':
      return { kind: 'tuple', items: expressions(node, source), ...origin(node, source) }
    case 'object':
      return { kind: 'object', entries: objectEntries(node, source), ...origin(node, source) }
    case 'function_call':
      return callNode(node, source)
    case 'for_tuple_expr':
    case 'for_object_expr':
      return forNode(node, source)
    case 'conditional':
      return conditional(node, source)
    case 'unary_operation':
      return unary(node, source)
    case 'binary_operation':
      return binary(node, source)
    default:
      return unparsed(node, source)
  }
}

/** Gives the entries of an object node. */
export function objectEntries(node: SyntaxNode, source: SourceText): ObjectEntry[] {
  const entries: ObjectEntry[] = []
  for (const { type, children } of node.children) {
    const [key, value] = children.filter((child) => child.type === 'expression')
    if (type === 'object_elem' && key && value)
      entries.push({ key: objectKey(key, source), value: expressionOf(value, source) })
  }
  return entries
}

// `{ name = 1 }` has the key "name"; `{ (name) = 1 }` has the value of name.
function objectKey(node: SyntaxNode, source: SourceText): Expression {
  const key = expressionOf(node, source)
  if (key.kind !== 'traversal' || key.steps.length > 0 || node.children[0]?.type === '(') return key
  return { kind: 'literal', value: key.root, ...origin(node, source) }
}

// The grammar leaves a term, its parentheses and the steps after it side by side.
function sequence(children: readonly SyntaxNode[], whole: SyntaxNode, source: SourceText): Expression {
  const [first, ...rest] = children.filter(({ type }) => type !== '(' && type !== ')')
  if (!first) return unparsed(whole, source)
  const target = expressionOf(first, source)
  if (rest.length === 0) return { ...target, ...origin(whole, source) }
  const steps = rest.flatMap((node) => stepsOf(node, source))
  if (!steps.every((step) => step !== undefined)) return unparsed(whole, source)
  if (target.kind === 'traversal' && target.steps.length === 0) return { ...target, steps, ...origin(whole, source) }
  return { kind: 'access', target, steps, ...origin(whole, source) }
}

function stepsOf(node: SyntaxNode, source: SourceText): (Step | undefined)[] {
  switch (node.type) {
    case 'get_attr':
      return [{ kind: 'attribute', name: text(node, source).replace(/^\.\s*/, '') }]
    case 'legacy_index': {
      const value = Number(text(node, source).replace(/^\.\s*/, ''))
      return [{ kind: 'index', key: { kind: 'literal', value, ...origin(node, source) } }]
    }
    case 'new_index': {
      const key = node.children.find(({ type }) => type === 'expression')
      return [key && { kind: 'index', key: expressionOf(key, source) }]
    }
    case 'index':
    case 'splat':
      return node.children.flatMap((child) => stepsOf(child, source))
    case 'attr_splat':
    case 'full_splat':
      return [{ kind: 'splat' }, ...node.children.slice(1).flatMap((child) => stepsOf(child, source))]
    default:
      return [undefined]
  }
}

function callNode(node: SyntaxNode, source: SourceText): Expression {
  const [name] = node.children
  if (name?.type !== 'identifier') return unparsed(node, source)
  const list = node.children.find(({ type }) => type === 'function_arguments')
  return {
    kind: 'call',
    name: text(name, source),
    arguments: list ? expressions(list, source) : [],
    expand: list?.children.some(({ type }) => type === 'ellipsis') ?? false,
    ...origin(node, source),
  }
}

function forNode(node: SyntaxNode, source: SourceText): Expression {
  const intro = node.children.find(({ type }) => type === 'for_intro')
  const collection = intro?.children.find(({ type }) => type === 'expression')
  const results = expressions(node, source)
  const [first, second] = results
  if (!intro || !collection || !first) return unparsed(node, source)
  const filter = node.children
    .find(({ type }) => type === 'for_cond')
    ?.children.find(({ type }) => type === 'expression')
  return {
    kind: 'for',
    names: intro.children.filter(({ type }) => type === 'identifier').map((name) => text(name, source)),
    collection: expressionOf(collection, source),
    ...(second ? { key: first, value: second } : { value: first }),
    ...(filter && { condition: expressionOf(filter, source) }),
    grouped: node.children.some(({ type }) => type === 'ellipsis'),
    ...origin(node, source),
  }
}

function conditional(node: SyntaxNode, source: SourceText): Expression {
  const [condition, whenTrue, whenFalse] = expressions(node, source)
  if (!condition || !whenTrue || !whenFalse) return unparsed(node, source)
  return { kind: 'conditional', condition, whenTrue, whenFalse, ...origin(node, source) }
}

function unary(node: SyntaxNode, source: SourceText): Expression {
  const [operator, ...operand] = node.children
  const [first] = operand
  if (!operator || !first) return unparsed(node, source)
  const span = { ...node, start: first.start }
  return { kind: 'unary', operator: operator.type, operand: sequence(operand, span, source), ...origin(node, source) }
}

const operators = new Set(['*', '/', '%', '+', '-', '>', '>=', '<', '<=', '==', '!=', '&&', '||'])

function binary(node: SyntaxNode, source: SourceText): Expression {
  const at = node.children.findIndex(({ type }) => operators.has(type))
  const operator = node.children[at]
  const left = node.children.slice(0, at)
  const right = node.children.slice(at + 1)
  if (!operator || !left[0] || !right[0]) return unparsed(node, source)
  return {
    kind: 'binary',
    operator: operator.type,
    left: sequence(left, { ...node, end: left.at(-1)?.end ?? node.end }, source),
    right: sequence(right, { ...node, start: right[0].start }, source),
    ...origin(node, source),
  }
}

function expressions(node: SyntaxNode, source: SourceText): Expression[] {
  return node.children.filter(({ type }) => type === 'expression').map((child) => expressionOf(child, source))
}

function unparsed(node: SyntaxNode, source: SourceText): Expression {
  return { kind: 'unparsed', ...origin(node, source) }
}

function text({ start, end }: SyntaxNode, source: SourceText): string {
  return source.text.slice(start, end)
}
