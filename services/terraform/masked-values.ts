import { sensitiveMark } from './attribute-diff.ts'

const member = (value: unknown, key: string | number): unknown => {
  if (Array.isArray(value)) return value[Number(key)]
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([name]) => name === key)?.[1]
}

/** A value with everything that its map of marks calls sensitive replaced by `(sensitive)`. */
export const masked = (value: unknown, sensitive: unknown): unknown => {
  if (sensitive === true) return sensitiveMark
  if (Array.isArray(value)) return value.map((each, i) => masked(each, member(sensitive, i)))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(each, member(sensitive, key))]))
}
