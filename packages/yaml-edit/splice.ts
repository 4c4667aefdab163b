import { type Document, isMap, isScalar, type Pair, type YAMLMap } from 'yaml'
import { type ListStyle, printed } from './print.ts'

/** A mapping written over lines, with the rest of a path that it does not have. */
interface Place {
  map: YAMLMap.Parsed
  /** The pair of the next key, when it is there. */
  pair: Pair | undefined
  rest: readonly string[]
}

/** How deep a path goes before a key is missing, or it ends; undefined when something is not written over lines. */
const placeOf = (contents: unknown, path: readonly string[]): Place | undefined => {
  let map: unknown = contents
  for (let depth = 0; depth < path.length; depth++) {
    if (!isMap(map) || map.flow || map.items.length === 0) return undefined
    const pair: Pair | undefined = map.items.find(({ key }) => isScalar(key) && key.value === path[depth])
    if (!pair || depth === path.length - 1) return { map: map as YAMLMap.Parsed, pair, rest: path.slice(depth) }
    // `tools:` with nothing behind it is no mapping yet.
    if (!isMap(pair.value)) return undefined
    map = pair.value
  }
  return undefined
}

const rangeOf = (node: unknown): readonly number[] | undefined =>
  node && typeof node === 'object' && 'range' in node && Array.isArray(node.range) ? node.range : undefined

const startOf = (pair: Pair): number | undefined => rangeOf(pair.key)?.[0]

/** Where the line after a pair begins, or the text ends. */
const endOf = (text: string, pair: Pair): number => {
  const end = rangeOf(pair.value)?.[1] ?? rangeOf(pair.key)?.[1] ?? text.length
  if (text[end - 1] === '\n') return end
  const newline = text.indexOf('\n', end)
  return newline < 0 ? text.length : newline + 1
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1

const indented = (text: string, indent: string): string => text.replaceAll(/^(?=.)/gm, indent)

/**
 * The text with a value set or removed by replacing whole lines, all others as they are; undefined where it is not
 * written so that this could be done. The caller has to check what came of it.
 */
export const spliced = (
  text: string,
  document: Document.Parsed,
  path: readonly string[],
  value: unknown,
  lists: ListStyle,
): string | undefined => {
  const place = placeOf(document.contents, path)
  const first = place?.map.items[0]
  const column = first && startOf(first)
  if (!place || column === undefined) return undefined
  const indent = text.slice(lineStart(text, column), column)
  if (/[^ ]/.test(indent)) return undefined
  const tree = place.rest.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value)
  const lines = value === undefined ? '' : indented(printed(tree, lists), indent)
  const last = place.map.items.at(-1)
  const around = place.pair ?? last
  if (!around) return undefined
  const end = endOf(text, around)
  if (place.pair) {
    const start = startOf(place.pair)
    // A mapping without its last key would be nothing at all.
    if (start === undefined || (value === undefined && place.map.items.length === 1)) return undefined
    return text.slice(0, lineStart(text, start)) + lines + text.slice(end)
  }
  if (value === undefined) return text
  const before = text.slice(0, end)
  return (before.endsWith('\n') ? before : `${before}\n`) + lines + text.slice(end)
}
