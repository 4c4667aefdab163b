import type { Choice } from '../choosing/choose.ts'
import type { Token } from '../tokens/token.ts'

/** A word that stands beside the name of a choice and is none of its values: `the enterprise template`. */
export const otherValue = ({ subject, readings }: Choice, left: readonly Token[], tokens: readonly Token[]) => {
  for (const field of subject.fields) {
    if (readings.has(field.name) || field.kind !== 'choice') continue
    const at = tokens.findIndex(({ word }) => word === field.name)
    const beside = left.find((token) => at >= 0 && [at - 1, at + 1].includes(tokens.indexOf(token)))
    if (beside) return { field, said: beside.text }
  }
  return undefined
}
