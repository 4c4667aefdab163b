import { isMap, isNode, isScalar, isSeq, type Node } from 'yaml'

/** Keys and list positions from the top of a file. */
export type Path = readonly (string | number)[]

/** The way back from a value of a file to where the file says it. */
export interface Places {
  /** `file:line:column` of a value or its key; of the nearest parent when the path is not there. */
  locate: (path: Path, part?: 'key' | 'value') => string
  /** Whether the value was written without quotes: then what stands for a variable in it may be a number. */
  isPlain: (path: Path) => boolean
}

/** A step on the way to a value: the key that leads to it, and the value. */
interface Step {
  key?: Node
  value?: Node
}

const childOf = (node: Node | undefined, step: string | number): Step | undefined => {
  if (isSeq(node)) {
    const value = node.items[Number(step)]
    return isNode(value) ? { value } : undefined
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
  if (!pair) return undefined
  return { ...(isNode(pair.key) ? { key: pair.key } : {}), ...(isNode(pair.value) ? { value: pair.value } : {}) }
}

/** Follows a path as far as it goes; `offset` is the place of the last step that is there. */
const follow = (root: Node | undefined, path: Path): Step & { found: boolean; offset: number } => {
  let at: Step = root ? { value: root } : {}
  let offset = root?.range?.[0] ?? 0
  for (const step of path) {
    const next = childOf(at.value, step)
    if (!next) return { found: false, offset }
    at = next
    offset = at.key?.range?.[0] ?? at.value?.range?.[0] ?? offset
  }
  return { ...at, found: true, offset }
}

/** The places of a parsed document; `at` says an offset as a person reads it. */
export const placesIn = (root: Node | undefined, at: (offset: number) => string): Places => {
  const known = new Map<string, string>()
  return {
    locate(path, part = 'value') {
      const name = `${part} ${path.join('.')}`
      const before = known.get(name)
      if (before !== undefined) return before
      const { found, key, value, offset } = follow(root, path)
      const node = part === 'key' ? (key ?? value) : (value ?? key)
      const place = at((found ? node?.range?.[0] : undefined) ?? offset)
      known.set(name, place)
      return place
    },
    isPlain(path) {
      const { value } = follow(root, path)
      return isScalar(value) && value.type === 'PLAIN'
    },
  }
}
