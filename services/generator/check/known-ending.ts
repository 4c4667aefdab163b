import { evaluate, scalarText } from '@nimbus/hcl'
import type { View } from './module.ts'
import { attributeExpression } from './view.ts'

/**
 * Gives as much of the end of an attribute's text as is known: `.s3` of `com.amazonaws.${var.region}.s3` when the
 * region is not. Empty when nothing is.
 */
export function knownEnding(view: View, attribute: string): string {
  const expression = attributeExpression(view.block.body, attribute)
  if (!expression) return ''
  const whole = scalarText(evaluate(expression, view.scope))
  if (whole !== undefined || expression.kind !== 'template') return whole ?? ''
  let ending = ''
  for (const part of expression.parts.toReversed()) {
    if (typeof part === 'object' && part.kind === 'directive') return ending
    const text = typeof part === 'string' ? part : scalarText(evaluate(part, view.scope))
    if (text === undefined) return ending
    ending = text + ending
  }
  return ending
}
