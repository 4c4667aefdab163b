import grammarPath from '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm' with { type: 'file' }
import { file as bunFile } from 'bun'
import { Language, Parser, type Tree } from 'web-tree-sitter'
import runtimePath from 'web-tree-sitter/web-tree-sitter.wasm' with { type: 'file' }
import { fileBody } from './body.ts'
import { tooDeepAt } from './nesting.ts'
import { bodyProblems, syntaxProblems } from './problems.ts'
import { type SourceText, sourceText } from './source.ts'
import { type SyntaxNode, syntaxNodes } from './syntax-node.ts'
import type { CommentNode, Diagnostic, ParsedFile } from './tree.ts'

/**
 * Parses one file in native or JSON syntax. Never throws for what a text holds: everything wrong with it is a
 * diagnostic, and the body holds what could still be understood.
 */
export type ParseHcl = (text: string, file: string) => ParsedFile

/**
 * The longest text that is parsed, in characters. Parsing one megabyte takes seconds, and
 * configuration that people write is a hundredth of that.
 */
export const maxLength = 1024 * 1024

let loading: Promise<ParseHcl> | undefined

/** Loads the grammar once (about 20 ms) and gives the parser, which is synchronous. */
export function loadHcl(): Promise<ParseHcl> {
  loading ??= load()
  return loading
}

async function load(): Promise<ParseHcl> {
  const [runtime, grammar] = await Promise.all([bunFile(runtimePath).arrayBuffer(), bunFile(grammarPath).bytes()])
  await Parser.init({ wasmBinary: runtime })
  const parser = new Parser()
  parser.setLanguage(await Language.load(grammar))
  return (text, file) => parseFile(parser, text, file)
}

function parseFile(parser: Parser, text: string, file: string): ParsedFile {
  const source = sourceText(text, file)
  const refused = unreadable(source)
  if (refused) return empty(source, refused)
  // The grammar wants a line end after a heredoc's marker.
  const tree = parser.parse(text.endsWith('\n') ? text : `${text}\n`)
  if (!tree) return empty(source, source.problem('the text could not be parsed', 0, 0))
  try {
    return understood(tree, source)
  } finally {
    tree.delete()
  }
}

function understood(tree: Tree, source: SourceText): ParsedFile {
  const nodes = syntaxNodes(tree)
  if ('tooDeepAt' in nodes) return empty(source, tooDeep(source, nodes.tooDeepAt))
  const { root, comments } = nodes
  const body = fileBody(root, source)
  const broken = syntaxProblems(root, source)
  const diagnostics = broken.length > 0 ? broken : bodyProblems(body, source)
  return {
    file: source.file,
    text: source.text,
    body,
    comments: comments.map((node) => commentOf(node, source)),
    diagnostics,
  }
}

function commentOf({ start, end }: SyntaxNode, source: SourceText): CommentNode {
  return { text: source.text.slice(start, end).trimEnd(), range: source.range(start, end) }
}

const tooDeep = (source: SourceText, at: number): Diagnostic =>
  source.problem('nested too deeply: about 300 levels are allowed', at, at)

function unreadable(source: SourceText): Diagnostic | undefined {
  const { text } = source
  if (text.length > maxLength) {
    const size = (text.length / 1024 / 1024).toFixed(1)
    return source.problem(
      `${size} MB is more than the ${maxLength / 1024 / 1024} MB a configuration file may have`,
      0,
      0,
    )
  }
  const nul = text.indexOf('\u0000')
  if (nul !== -1) return source.problem('not a text file: it holds a zero byte', nul, nul + 1)
  const damaged = text.indexOf('\ufffd')
  if (damaged !== -1) return source.problem('not valid UTF-8 here', damaged, damaged + 1)
  const deep = tooDeepAt(text)
  return deep === undefined ? undefined : tooDeep(source, deep)
}

function empty(source: SourceText, problem: Diagnostic): ParsedFile {
  const body = { attributes: [], blocks: [], range: source.range(0, source.text.length) }
  return { file: source.file, text: source.text, body, comments: [], diagnostics: [problem] }
}
