import { invalid } from '@nimbus/kernel'
import { isMap, isScalar, parseDocument, stringify } from 'yaml'

const isEmpty = (node: unknown): boolean => isMap(node) && node.items.length === 0

/**
 * A YAML text with the value at a path set, or removed when it is undefined.
 *
 * A value that is there is replaced in its place and a new top-level key is added at the end, so that everything else
 * stays as it was written, byte for byte. Other edits keep comments and order, and may change spacing.
 *
 * Raises `invalid-yaml` (exit 2) when something else than a mapping is in the way.
 */
export const edited = (text: string, path: readonly string[], value: unknown): string => {
  const document = parseDocument(text)
  const [first = ''] = path
  for (let depth = 0; depth < path.length; depth++) {
    const parent: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
    if (parent && !isMap(parent) && !(isScalar(parent) && parent.value === null))
      throw invalid('invalid-yaml', `${path.slice(0, depth).join('.') || 'the file'} is not a mapping`, {
        at: path.join('.'),
        next: 'mend it first',
      })
  }
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
  const found: unknown = document.getIn(path, true)
  const line = stringify(value, { lineWidth: 0 }).trimEnd()
  if (isScalar(found) && found.range && !line.includes('\n') && found.range[1] > found.range[0])
    return text.slice(0, found.range[0]) + line + text.slice(found.range[1])
  if (isMap(document.contents) && !document.contents.flow && !document.contents.has(first)) {
    const tree = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value)
    return `${text.endsWith('\n') ? text : `${text}\n`}${stringify(tree, { lineWidth: 0 })}`
  }
  if (isScalar(document.getIn(path.slice(0, -1), true))) document.deleteIn(path.slice(0, -1))
  document.setIn(path, value)
  return document.toString({ lineWidth: 0 })
}
