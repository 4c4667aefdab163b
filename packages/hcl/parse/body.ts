import { expressionOf, objectEntries } from './expression.ts'
import { jsonBody } from './json-body.ts'
import type { SourceText } from './source.ts'
import { unescapeQuoted } from './strings.ts'
import type { SyntaxNode } from './syntax-node.ts'
import type { AttributeNode, BlockNode, Body } from './tree.ts'

/** Gives the body of a whole file, written in native or JSON syntax. */
export function fileBody(root: SyntaxNode, source: SourceText): Body {
  const whole = { start: 0, end: source.text.length }
  const object = root.children.find(({ type }) => type === 'object')
  if (object) return jsonBody(objectEntries(object, source), source.range(0, source.text.length))
  // A damaged file has its intact pieces beside the errors instead of in one body.
  const items = root.children.flatMap((node) =>
    node.type === 'body' || node.type === 'ERROR' ? node.children : [node],
  )
  return bodyOf(items, whole, source)
}

function bodyOf(items: readonly SyntaxNode[], span: { start: number; end: number }, source: SourceText): Body {
  const attributes: AttributeNode[] = []
  const blocks: BlockNode[] = []
  for (const item of items) {
    if (item.type === 'attribute') attributes.push(...attributeOf(item, source))
    if (item.type === 'block') blocks.push(...blockOf(item, source))
  }
  return { attributes, blocks, range: source.range(span.start, span.end) }
}

function attributeOf(node: SyntaxNode, source: SourceText): AttributeNode[] {
  const name = node.children.find(({ type }) => type === 'identifier')
  const value = node.children.find(({ type }) => type === 'expression')
  if (!name || !value) return []
  return [
    {
      name: source.text.slice(name.start, name.end),
      nameRange: source.range(name.start, name.end),
      expression: expressionOf(value, source),
      range: source.range(node.start, node.end),
    },
  ]
}

function blockOf(node: SyntaxNode, source: SourceText): BlockNode[] {
  const opening = node.children.find(({ type }) => type === 'block_start')
  const closing = node.children.find(({ type }) => type === 'block_end')
  const [type, ...labels] = node.children.filter((child) => child.type === 'identifier' || child.type === 'string_lit')
  if (!type || !opening || !closing) return []
  const body = node.children.find((child) => child.type === 'body')
  return [
    {
      type: source.text.slice(type.start, type.end),
      labels: labels.map((label) => labelText(label, source)),
      body: bodyOf(body?.children ?? [], { start: opening.end, end: closing.start }, source),
      heading: source.range(node.start, (labels.at(-1) ?? type).end),
      range: source.range(node.start, node.end),
    },
  ]
}

function labelText(node: SyntaxNode, source: SourceText): string {
  const text = source.text.slice(node.start, node.end)
  return node.type === 'string_lit' ? unescapeQuoted(text.slice(1, -1)) : text
}
