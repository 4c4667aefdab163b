import { isObject } from '@nimbus/kernel/define'
/** One attribute that changes, with values fit to be printed. */
export interface AttributeChange {
  /** `tags.team`, `ingress[0].port`. */
  path: string
  before?: unknown
  after?: unknown
}

/** What stands in place of values that are secret, and of values that nobody knows yet. */
export const sensitiveMark = '(sensitive)'
export const unknownMark = '(known after apply)'

const member = (value: unknown, key: string | number): unknown => {
  if (Array.isArray(value)) return value[Number(key)]
  return isObject(value) ? value[key] : undefined
}

/** `a.b[0]` for `['a', 'b', 0]`. */
export const pathText = (path: readonly (string | number)[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? part : `${text}.${part}`
  }, '')

/** Whether a map of marks says so of the value or of anything in it. */
const marked = (mark: unknown): boolean => {
  if (mark === true) return true
  if (Array.isArray(mark)) return mark.some(marked)
  return isObject(mark) && Object.values(mark).some(marked)
}

const longest = 200

const short = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(short)
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, short(each)]))
  return typeof value === 'string' && value.length > longest ? `${value.slice(0, longest)}…` : value
}

interface Sides {
  before?: unknown
  after?: unknown
  after_unknown?: unknown
  before_sensitive?: unknown
  after_sensitive?: unknown
}

const keysOf = (value: unknown): (string | number)[] => {
  if (Array.isArray(value)) return value.map((_, i) => i)
  return isObject(value) ? Object.keys(value) : []
}

/**
 * The attributes that differ between the two sides of a change.
 *
 * Secret values never come out: a value that either side marks as sensitive is replaced by a mark, also inside of
 * lists and maps. Long texts are shortened.
 */
export const attributeChanges = (sides: Sides, path: readonly (string | number)[] = []): AttributeChange[] => {
  const { before, after, after_unknown: unknown, before_sensitive: was, after_sensitive: becomes } = sides
  const bothLists = Array.isArray(before) && Array.isArray(after)
  if (path.length === 0 || bothLists || (isObject(before) && isObject(after))) {
    const keys = new Set([...keysOf(before), ...keysOf(after), ...keysOf(unknown)])
    if (was !== true && becomes !== true && unknown !== true)
      return [...keys].flatMap((key) =>
        attributeChanges(
          {
            before: member(before, key),
            after: member(after, key),
            after_unknown: member(unknown, key),
            before_sensitive: member(was, key),
            after_sensitive: member(becomes, key),
          },
          [...path, key],
        ),
      )
  }
  const known = !marked(unknown)
  if (known && JSON.stringify(before ?? null) === JSON.stringify(after ?? null)) return []
  // A mark anywhere inside hides the whole: the other side may hold the same secret in another place.
  const secret = marked(was) || marked(becomes)
  const print = (value: unknown) => (secret ? sensitiveMark : short(value))
  return [
    {
      path: pathText(path),
      ...(before === undefined || before === null ? {} : { before: print(before) }),
      ...(known ? (after === undefined || after === null ? {} : { after: print(after) }) : { after: unknownMark }),
    },
  ]
}
