import { invalid, type LedgerEntry, nearest } from '@nimbus/kernel/define'

/** What usage can be told apart by. */
export const dimensions = [
  'day',
  'month',
  'agent',
  'model',
  'provider',
  'tool',
  'task-type',
  'project',
  'outcome',
] as const

export type Dimension = (typeof dimensions)[number]

/** What stands where an invocation has no such thing: nobody's agent, no program. */
const nobody = '-'

const isDimension = (text: string): text is Dimension => dimensions.some((each) => each === text)

/** Dimensions from `agent,model`, each once. Raises `unknown-dimension` (exit 2) with the nearest name. */
export const dimensionsOf = (text: string): Dimension[] => {
  const names = text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
  return [...new Set(names)].map((name) => {
    if (isDimension(name)) return name
    const close = nearest(name, dimensions)
    throw invalid('unknown-dimension', `by: usage is not told apart by ${name}`, {
      at: 'by',
      ...(close ? { why: `did you mean ${close}?` } : {}),
      next: `use some of ${dimensions.join(', ')}`,
    })
  })
}

/** The value of an entry in a dimension; `date` gives the date of a moment. */
export const valueIn = (dimension: Dimension, { at, labels }: LedgerEntry, date: (at: string) => string): string => {
  if (dimension === 'day') return date(at)
  if (dimension === 'month') return date(at).slice(0, 7)
  return labels[dimension] ?? nobody
}
