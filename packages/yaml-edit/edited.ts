import { invalid } from '@nimbus/kernel'
import { isMap, isScalar, isSeq, parse, parseDocument, type Scalar, type YAMLSeq } from 'yaml'
import { type ListStyle, printed } from './print.ts'
import { spliced } from './splice.ts'

const isEmpty = (node: unknown): boolean => isMap(node) && node.items.length === 0

/** Whether a value, or a list as `[a, b]`, stands within a line, so that it can be replaced with all around it kept. */
const isOnOneLine = (node: unknown, text: string): node is Scalar.Parsed | YAMLSeq.Parsed => {
  if (!isScalar(node) && !(isSeq(node) && node.flow)) return false
  const [start = 0, end = 0] = node.range ?? []
  return end > start && (isScalar(node) || !text.slice(start, end).includes('\n'))
}

/** To look for keys that stand twice takes the square of their number, and whoever reads the file looks. */
const unlooked = { uniqueKeys: false } as const

const unreadable = Symbol('unreadable')

const readBack = (text: string): unknown => {
  try {
    return parse(text, unlooked) as unknown
  } catch {
    // Lines that were put together wrongly: no value is the same as this.
    return unreadable
  }
}

/** How new lines are written. */
export interface EditOptions {
  /** `flow` writes lists of single values as `[a, b]`; default: an item on each line. */
  lists?: ListStyle
}

/**
 * A YAML text with the value at a path set, or removed when it is undefined.
 *
 * In mappings that are written over lines, lines are replaced, added and removed, and everything else stays as it was
 * written, byte for byte. Edits inside `{ … }` keep comments and order, and may change spacing.
 *
 * Raises `invalid-yaml` (exit 2) when something else than a mapping is in the way.
 */
export const edited = (
  text: string,
  path: readonly string[],
  value: unknown,
  { lists = 'block' }: EditOptions = {},
): string => {
  const document = parseDocument(text, unlooked)
  for (let depth = 0; depth < path.length; depth++) {
    const parent: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
    if (parent && !isMap(parent) && !(isScalar(parent) && parent.value === null))
      throw invalid('invalid-yaml', `${path.slice(0, depth).join('.') || 'the file'} is not a mapping`, {
        at: path.join('.'),
        next: 'mend it first',
      })
  }
  const found: unknown = value === undefined ? undefined : document.getIn(path, true)
  // What stands within a line stays there, however lists are written elsewhere.
  const line = value === undefined ? '' : printed(value, isSeq(found) ? 'flow' : lists).trimEnd()
  const isAlike = isSeq(found) ? Array.isArray(value) : typeof value !== 'object'
  const fits = isOnOneLine(found, text) && found.range && !line.includes('\n') && isAlike
  const anew = printedWith(text, path, value)
  const wanted = readBack(anew)
  // A text over several lines, or one that ends where its document does, may be put together wrongly.
  const candidates = [
    fits ? text.slice(0, found.range[0]) + line + text.slice(found.range[1]) : undefined,
    spliced(text, document, path, value, lists),
  ]
  return candidates.find((each) => each !== undefined && Bun.deepEquals(readBack(each), wanted)) ?? anew
}

/** The same by printing the document anew. */
const printedWith = (text: string, path: readonly string[], value: unknown): string => {
  const document = parseDocument(text, unlooked)
  if (value === undefined) {
    document.deleteIn(path)
    for (
      let parent = path.slice(0, -1);
      parent.length > 0 && isEmpty(document.getIn(parent, true));
      parent = parent.slice(0, -1)
    )
      document.deleteIn(parent)
    return isEmpty(document.contents) ? '' : document.toString({ lineWidth: 0 })
  }
  if (isScalar(document.getIn(path.slice(0, -1), true))) document.deleteIn(path.slice(0, -1))
  document.setIn(path, value)
  return document.toString({ lineWidth: 0 })
}
