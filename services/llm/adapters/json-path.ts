import { member } from '@nimbus/kernel/define'

const childrenOf = (value: unknown): unknown[] =>
  value !== null && typeof value === 'object' ? Object.values(value) : []

/**
 * Every value at a dot-separated path of a JSON value; `*` stands for every element or property. Empty when there is
 * none. Keys that hold a dot cannot be named.
 */
export const valuesAt = (root: unknown, path: string): unknown[] =>
  path
    .split('.')
    .reduce<unknown[]>(
      (found, key) => found.flatMap((value) => (key === '*' ? childrenOf(value) : [member(value, key)])),
      [root],
    )
    .filter((value) => value !== undefined && value !== null)

/** A number, or a text that says one such as `2.4k`; undefined for everything else. */
export const numberIn = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string') return undefined
  const said = /^\$?(\d[\d,]*(?:\.\d+)?|\.\d+)\s*([kKmM]?)$/.exec(value.trim())
  if (!said) return undefined
  const factor = { k: 1e3, m: 1e6 }[(said[2] ?? '').toLowerCase()] ?? 1
  return Number((said[1] ?? '').replaceAll(',', '')) * factor
}

/**
 * A figure of a JSON value: paths joined by ` + ` and ` - `, such as `usage.input_tokens - usage.cached_input_tokens`.
 *
 * What several values are found for is added. Undefined when the first path finds no number; a later one that finds
 * none counts as nothing, because programs leave out what is zero.
 */
export const figureAt = (root: unknown, expression: string): number | undefined => {
  const terms = expression.trim().split(/\s+([+-])\s+/)
  let sum: number | undefined
  for (let index = 0; index < terms.length; index += 2) {
    const numbers = valuesAt(root, terms[index] ?? '')
      .map(numberIn)
      .filter((number) => number !== undefined)
    if (numbers.length === 0 && index === 0) return undefined
    const term = numbers.reduce((total, number) => total + number, 0)
    sum = (sum ?? 0) + (terms[index - 1] === '-' ? -term : term)
  }
  return sum
}
