import { failed, member, redacted, unkeptMark } from '@nimbus/kernel'
import { partsOf } from '@nimbus/plan-graph'

/** The part of a value that a JSON pointer names (RFC 6901), or undefined. */
export const atPointer = (value: unknown, pointer: string): unknown => member(value, ...(partsOf(pointer) ?? []))

/** What stands for a secret, or for what is not kept, is no value: a step that took it would work on with it. */
const whole = (found: unknown, { step, pointer }: Record<'step' | 'pointer', unknown>): unknown => {
  const text = JSON.stringify(found)
  if (!text.includes(redacted) && !text.includes(unkeptMark)) return found
  throw failed('reference-masked', `step ${String(step)} gave something at ${String(pointer)} that is masked`, {
    why: 'a secret, or what was said to a model, does not go from step to step',
    next: 'make a new plan whose step reads it by itself',
  })
}

/** A value with every `{ $from: { step, pointer } }` replaced by that part of an earlier step's data. Raises `no-reference` and `reference-masked`. */
export const resolveReferences = (value: unknown, results: ReadonlyMap<string, unknown>): unknown => {
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, results))
  if (value === null || typeof value !== 'object') return value
  const from: unknown = member(value, '$from')
  if (from && typeof from === 'object' && 'step' in from && 'pointer' in from) {
    const found = atPointer(results.get(String(from.step)), String(from.pointer))
    if (found !== undefined) return whole(found, from)
    throw failed('no-reference', `step ${String(from.step)} gave nothing at ${String(from.pointer)}`, {
      why: 'a later step takes its input from there',
      next: 'make a new plan',
    })
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveReferences(inner, results)]))
}
