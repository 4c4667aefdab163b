import type { Choice } from '../choosing/choose.ts'
import { valueText } from '../values/value-text.ts'

/** What was understood of an order that is asked about, so that whoever asked sees what a better request may keep. */
export const heardOf = ({ subject, readings }: Choice): readonly string[] => [
  subject.id,
  ...[...readings].flatMap(([name, found]) => {
    const values = found.flatMap(({ value, absent, several }) => (absent || several ? [] : [valueText(value)]))
    return values.length > 0 ? [`${name}=${[...new Set(values)].join(',')}`] : []
  }),
]
