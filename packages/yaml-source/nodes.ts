import { isCollection, isPair, isScalar, type Node, type Pair, type Scalar } from 'yaml'

/**
 * Every node and pair below a node of a document, in the order of the text. The parser's own `visit` keeps the path to
 * each node, which takes time with the square of the depth: seconds for a few kilobytes of brackets.
 */
export function* nodesIn(root: Node | null | undefined): Generator<Node | Pair> {
  const open: unknown[] = [root]
  while (open.length > 0) {
    const node = open.pop() as Node | Pair | null | undefined
    if (!node) continue
    yield node
    if (isPair(node)) open.push(node.value, node.key)
    else if (isCollection(node)) for (let index = node.items.length; index-- > 0; ) open.push(node.items[index])
  }
}

/**
 * Every key that its map has already. The parser would compare each key with all before it, a minute and more for a file
 * of a megabyte, so it is told not to look (`uniqueKeys: false`).
 */
export function* repeatedKeys(root: Node | null | undefined): Generator<Scalar> {
  for (const node of nodesIn(root)) {
    if (!isCollection(node)) continue
    const seen = new Set<unknown>()
    for (const item of node.items) {
      if (!isPair(item) || !isScalar(item.key)) continue
      if (seen.has(item.key.value)) yield item.key
      seen.add(item.key.value)
    }
  }
}
