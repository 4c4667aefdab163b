/** A value as a question or a line of a plan says it. */
export const valueText = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(valueText).join(',')
  if (typeof value === 'object' && value !== null && '$from' in value) return 'from an earlier step'
  return JSON.stringify(value) ?? ''
}
