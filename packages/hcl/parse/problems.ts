import type { SourceText } from './source.ts'
import type { SyntaxNode } from './syntax-node.ts'
import type { Body, Diagnostic } from './tree.ts'

/** More than this is noise: the first problem usually caused the rest. */
const maxProblems = 20

/** Gives what the grammar could not place. */
export function syntaxProblems(root: SyntaxNode, source: SourceText): Diagnostic[] {
  const problems: Diagnostic[] = []
  const visit = (node: SyntaxNode) => {
    if (problems.length >= maxProblems) return
    if (node.missing) problems.push(source.problem(`expected ${named(node.type)} here`, node.start, node.end))
    else if (node.type === 'ERROR') problems.push(unexpected(node, source))
    else for (const child of node.children) visit(child)
  }
  visit(root)
  return problems
}

/** Gives what the grammar lets pass and the language does not: two items on one line, and one attribute set twice. */
export function bodyProblems(body: Body, source: SourceText): Diagnostic[] {
  const seen = new Map<string, number>()
  const problems: Diagnostic[] = []
  for (const { name, nameRange } of body.attributes) {
    const line = seen.get(name)
    if (line !== undefined) {
      const message = `${name} is already set on line ${line}; an attribute may be set once in a block`
      problems.push(source.problem(message, nameRange.start.offset, nameRange.end.offset))
    }
    seen.set(name, line ?? nameRange.start.line)
  }
  const items = [...body.attributes, ...body.blocks].sort((a, b) => a.range.start.offset - b.range.start.offset)
  for (const [index, { range }] of items.entries()) {
    const before = items[index - 1]
    if (before && before.range.end.line === range.start.line) {
      problems.push(source.problem('expected a new line before this', range.start.offset, range.end.offset))
    }
  }
  for (const block of body.blocks) problems.push(...bodyProblems(block.body, source))
  return problems.slice(0, maxProblems)
}

function unexpected({ start, end }: SyntaxNode, source: SourceText): Diagnostic {
  const text = source.text.slice(start, end).trim().split('\n')[0] ?? ''
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return source.problem(shown === '' ? 'the text ends unexpectedly' : `unexpected ${JSON.stringify(shown)}`, start, end)
}

const names: Readonly<Record<string, string>> = {
  block_end: 'the closing "}" of a block',
  object_end: 'a closing "}"',
  tuple_end: 'a closing "]"',
  quoted_template_end: 'a closing quote',
  template_interpolation_end: 'the closing "}" of "${"',
  identifier: 'a name',
  heredoc_identifier: "the heredoc's closing marker on a line of its own",
}

function named(type: string): string {
  return names[type] ?? (/^\w+$/.test(type) ? type.replaceAll('_', ' ') : JSON.stringify(type))
}
