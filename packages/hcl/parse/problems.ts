import type { SourceText } from './source.ts'
import type { SyntaxNode } from './syntax-node.ts'
import type { Body, Diagnostic } from './tree.ts'

/** More than this is noise: the first problem usually caused the rest. */
const maxProblems = 20

/** Gives what the grammar could not place, and quoted strings that run over a line's end. */
export function syntaxProblems(root: SyntaxNode, source: SourceText): Diagnostic[] {
  const problems: Diagnostic[] = []
  const visit = (node: SyntaxNode, opener: SyntaxNode) => {
    if (problems.length >= maxProblems) return
    if (node.missing) problems.push(missing(node, opener, source))
    else if (node.type === 'ERROR') problems.push(unexpected(node, source))
    else if (runsOn(node, source)) problems.push(source.problem(runOnMessage, node.start, node.end))
    else for (const child of node.children) visit(child, openers.has(node.type) ? node : opener)
  }
  visit(root, root)
  return problems
}

const runOnMessage = 'a quoted string must end on the line it starts on; use a heredoc for several lines'
const openers = new Set(['block', 'object', 'tuple', 'function_call', 'for_tuple_expr', 'for_object_expr'])

function runsOn(node: SyntaxNode, source: SourceText): boolean {
  if (node.type === 'string_lit') return source.text.slice(node.start, node.end).includes('\n')
  if (node.type !== 'quoted_template') return false
  const sequences = node.children.filter(({ type }) => type.startsWith('template_') && type !== 'template_literal')
  const starts = [node.start, ...sequences.map(({ end }) => end)]
  const ends = [...sequences.map(({ start }) => start), node.end]
  return starts.some((start, index) => source.text.slice(start, ends[index]).includes('\n'))
}

function missing(node: SyntaxNode, opener: SyntaxNode, source: SourceText): Diagnostic {
  const opened = openers.has(opener.type) ? ` to close what starts on line ${source.position(opener.start).line}` : ''
  return source.problem(`expected ${named(node.type)}${opened}`, node.start, node.end)
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
