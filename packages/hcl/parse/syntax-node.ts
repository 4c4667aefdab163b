import type { Tree, TreeCursor } from 'web-tree-sitter'

/** A node of the concrete syntax as plain data. Comments are kept apart; what a leaf holds is read from the text. */
export type SyntaxNode = {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly missing: boolean
  readonly children: readonly SyntaxNode[]
}

/** A tree too deep to walk safely, and where it got too deep. */
export type TooDeep = { readonly tooDeepAt: number }

/**
 * One level of brackets in the source is three levels of syntax, so this allows about 300: far beyond any
 * configuration people write, and far below what would exhaust the stack.
 */
const maxDepth = 1000

// Crossing into wasm for each node is what parsing costs most, and these are understood from their text alone.
const leaves = new Set([
  'identifier',
  'numeric_lit',
  'bool_lit',
  'string_lit',
  'get_attr',
  'legacy_index',
  'template_literal',
])

/** Copies a syntax tree out of wasm memory. */
export function syntaxNodes(tree: Tree): { root: SyntaxNode; comments: SyntaxNode[] } | TooDeep {
  const comments: SyntaxNode[] = []
  const cursor = tree.walk()
  try {
    const root = copy(cursor, comments, 0, tree.rootNode.hasError)
    return { root, comments }
  } catch (error) {
    if (error instanceof DepthExceeded) return { tooDeepAt: error.offset }
    throw error
  } finally {
    cursor.delete()
  }
}

class DepthExceeded extends Error {
  readonly offset: number
  constructor(offset: number) {
    super(`syntax nested deeper than ${maxDepth} levels`)
    this.offset = offset
  }
}

function copy(cursor: TreeCursor, comments: SyntaxNode[], depth: number, damaged: boolean): SyntaxNode {
  const type = cursor.nodeType
  const start = cursor.startIndex
  if (depth > maxDepth) throw new DepthExceeded(start)
  const missing = damaged && cursor.nodeIsMissing
  const children: SyntaxNode[] = []
  if ((damaged || !leaves.has(type)) && cursor.gotoFirstChild()) {
    do {
      const child = copy(cursor, comments, depth + 1, damaged)
      if (child.type === 'comment') comments.push(child)
      else children.push(child)
    } while (cursor.gotoNextSibling())
    cursor.gotoParent()
  }
  return { type, start, end: cursor.endIndex, missing, children }
}
