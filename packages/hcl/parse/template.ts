import { origin, type SourceText } from './source.ts'
import { removeSharedIndent, unescapeQuoted, unescapeTemplate } from './strings.ts'
import type { SyntaxNode } from './syntax-node.ts'
import type { DirectiveNode, Expression, TemplatePart } from './tree.ts'

/** Turns an `expression` node into data; handed in because expressions and templates hold each other. */
type Convert = (node: SyntaxNode, source: SourceText) => Expression

/** Gives a quoted string with sequences in it. */
export function quotedTemplateNode(node: SyntaxNode, source: SourceText, convert: Convert): Expression {
  const parts = pieces(node.children, node.start + 1, node.end - 1, source, convert)
  return templateOf(
    node,
    parts.map((part) => (typeof part === 'string' ? unescapeQuoted(part) : part)),
    source,
  )
}

/** Gives a heredoc; one without sequences is a literal. */
export function heredocNode(node: SyntaxNode, source: SourceText, convert: Convert): Expression {
  const [opening, , ...rest] = node.children
  const closing = rest.at(-1)
  const bodyStart = source.text.indexOf('\n', opening?.end ?? node.start) + 1
  const bodyEnd = source.text.lastIndexOf('\n', closing?.start ?? node.end) + 1
  const parts = pieces(rest, bodyStart, Math.max(bodyStart, bodyEnd), source, convert)
  const indented = opening && source.text.slice(opening.start, opening.end) === '<<-'
  const texts = parts.map((part) => (typeof part === 'string' ? part : undefined))
  const trimmed = indented ? removeSharedIndent(texts) : texts
  const resolved = parts.map((part, index) =>
    typeof part === 'string' ? unescapeTemplate(trimmed[index] ?? '') : part,
  )
  return templateOf(node, resolved, source)
}

// The grammar leaves leading white space out of literals, so text is whatever lies between the sequences.
function pieces(
  children: readonly SyntaxNode[],
  start: number,
  end: number,
  source: SourceText,
  convert: Convert,
): TemplatePart[] {
  const parts: TemplatePart[] = []
  let position = start
  for (const child of children) {
    if (child.type !== 'template_interpolation' && child.type !== 'template_directive') continue
    if (child.start > position) parts.push(source.text.slice(position, child.start))
    parts.push(
      child.type === 'template_interpolation'
        ? interpolation(child, source, convert)
        : directive(child, source, convert),
    )
    position = child.end
  }
  if (end > position) parts.push(source.text.slice(position, end))
  return trimmedAtMarkers(parts)
}

// `${~ x ~}` takes the white space on its side away.
function trimmedAtMarkers(parts: readonly TemplatePart[]): TemplatePart[] {
  return parts.map((part, index) => {
    if (typeof part !== 'string') return part
    const before = sequenceText(parts[index - 1])
    const after = sequenceText(parts[index + 1])
    const trimmedStart = before?.endsWith('~}') ? part.trimStart() : part
    return /^[$%]\{~/.test(after ?? '') ? trimmedStart.trimEnd() : trimmedStart
  })
}

function sequenceText(part: TemplatePart | undefined): string | undefined {
  return typeof part === 'string' ? undefined : part?.text
}

function templateOf(node: SyntaxNode, parts: readonly TemplatePart[], source: SourceText): Expression {
  if (!parts.every((part) => typeof part === 'string')) return { kind: 'template', parts, ...origin(node, source) }
  return { kind: 'literal', value: parts.join(''), ...origin(node, source) }
}

function interpolation(node: SyntaxNode, source: SourceText, convert: Convert): Expression {
  const inner = node.children.find(({ type }) => type === 'expression')
  if (!inner) return { kind: 'unparsed', ...origin(node, source) }
  return { ...convert(inner, source), ...origin(node, source) }
}

function directive(node: SyntaxNode, source: SourceText, convert: Convert): DirectiveNode {
  return { kind: 'directive', expressions: mentioned(node, source, convert), ...origin(node, source) }
}

function mentioned(node: SyntaxNode, source: SourceText, convert: Convert): Expression[] {
  if (node.type === 'expression') return [convert(node, source)]
  return node.children.flatMap((child) => mentioned(child, source, convert))
}
