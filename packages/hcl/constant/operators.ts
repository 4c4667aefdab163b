import { type Evaluated, firstUnknown, isHuge, isObject, Unknown } from './value.ts'

/** Applies `-` or `!`. */
export function applyUnary(operator: string, operand: Evaluated): Evaluated {
  if (operand instanceof Unknown) return operand
  if (operator === '!' && typeof operand === 'boolean') return !operand
  if (operator === '-' && typeof operand === 'number') return -operand
  return new Unknown(`${operator} does not apply here`)
}

/** Applies an arithmetic, comparison or logical operator; an unknown operand leaves the result unknown. */
export function applyBinary(operator: string, left: Evaluated, right: Evaluated): Evaluated {
  const unknown = firstUnknown(left) ?? firstUnknown(right)
  if (unknown) return unknown
  if (isHuge([left, right])) return new Unknown('the values are too large to be compared here')
  if (operator === '==') return sameValue(left, right)
  if (operator === '!=') return !sameValue(left, right)
  if (typeof left === 'boolean' && typeof right === 'boolean') {
    if (operator === '&&') return left && right
    if (operator === '||') return left || right
  }
  if (typeof left === 'number' && typeof right === 'number') {
    const result = arithmetic[operator]?.(left, right)
    if (typeof result === 'boolean' || Number.isFinite(result)) return result ?? null
  }
  return new Unknown(`${operator} does not apply here`)
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** Says whether two known values are equal, whatever the order of their keys. */
export function sameValue(left: Evaluated, right: Evaluated): boolean {
  return canonical(left) === canonical(right)
}

function canonical(value: Evaluated): string {
  return JSON.stringify(value, (_, inner: Evaluated) =>
    isObject(inner) ? Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)) : inner,
  )
}
