import { failed } from '@nimbus/kernel'
import { partsOf } from '@nimbus/plan-graph'

/** The part of a value that a JSON pointer names (RFC 6901), or undefined. */
export const atPointer = (value: unknown, pointer: string): unknown =>
  (partsOf(pointer) ?? []).reduce<unknown>(
    (at, key) => (at && typeof at === 'object' ? Object.getOwnPropertyDescriptor(at, key)?.value : undefined),
    value,
  )

/** A value with every `{ $from: { step, pointer } }` replaced by that part of an earlier step's data. Raises `no-reference`. */
export const resolveReferences = (value: unknown, results: ReadonlyMap<string, unknown>): unknown => {
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, results))
  if (value === null || typeof value !== 'object') return value
  const from: unknown = Object.getOwnPropertyDescriptor(value, '$from')?.value
  if (from && typeof from === 'object' && 'step' in from && 'pointer' in from) {
    const found = atPointer(results.get(String(from.step)), String(from.pointer))
    if (found !== undefined) return found
    throw failed('no-reference', `step ${String(from.step)} gave nothing at ${String(from.pointer)}`, {
      why: 'a later step takes its input from there',
      next: 'make a new plan',
    })
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveReferences(inner, results)]))
}
