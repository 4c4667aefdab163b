import { invalid } from '@nimbus/kernel'
import { isMap, isScalar, parse, parseDocument, stringify } from 'yaml'
import { spliced } from './splice.ts'

const isEmpty = (node: unknown): boolean => isMap(node) && node.items.length === 0

const readBack = (text: string): unknown => {
  try {
    return parse(text) as unknown
  } catch {
    // Lines that were put together wrongly: the same as a wrong value.
    return undefined
  }
}

/**
 * A YAML text with the value at a path set, or removed when it is undefined.
 *
 * In mappings that are written over lines, lines are replaced, added and removed, and everything else stays as it was
 * written, byte for byte. Edits inside `{ … }` keep comments and order, and may change spacing.
 *
 * Raises `invalid-yaml` (exit 2) when something else than a mapping is in the way.
 */
export const edited = (text: string, path: readonly string[], value: unknown): string => {
  const document = parseDocument(text)
  for (let depth = 0; depth < path.length; depth++) {
    const parent: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
    if (parent && !isMap(parent) && !(isScalar(parent) && parent.value === null))
      throw invalid('invalid-yaml', `${path.slice(0, depth).join('.') || 'the file'} is not a mapping`, {
        at: path.join('.'),
        next: 'mend it first',
      })
  }
  const found: unknown = value === undefined ? undefined : document.getIn(path, true)
  const line = value === undefined ? '' : stringify(value, { lineWidth: 0 }).trimEnd()
  if (isScalar(found) && found.range && !line.includes('\n') && found.range[1] > found.range[0])
    return text.slice(0, found.range[0]) + line + text.slice(found.range[1])
  const byLines = spliced(text, document, path, value)
  const printed = printedWith(text, path, value)
  return byLines !== undefined && Bun.deepEquals(readBack(byLines), readBack(printed)) ? byLines : printed
}

/** The same by printing the document anew. */
const printedWith = (text: string, path: readonly string[], value: unknown): string => {
  const document = parseDocument(text)
  const [first = ''] = path
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
  if (isMap(document.contents) && !document.contents.flow && !document.contents.has(first)) {
    const tree = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value)
    return `${text.endsWith('\n') ? text : `${text}\n`}${stringify(tree, { lineWidth: 0 })}`
  }
  if (isScalar(document.getIn(path.slice(0, -1), true))) document.deleteIn(path.slice(0, -1))
  document.setIn(path, value)
  return document.toString({ lineWidth: 0 })
}
