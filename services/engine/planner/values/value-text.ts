/** A value as a question or a line of a plan says it. */
export const valueText = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(valueText).join(',')
  if (typeof value === 'object' && value !== null && '$from' in value) return 'from an earlier step'
  return JSON.stringify(value) ?? ''
}

/** The values of an argument, be it one or a list. */
export const valuesOf = (one: unknown): readonly unknown[] =>
  Array.isArray(one) ? one : one === undefined ? [] : [one]
