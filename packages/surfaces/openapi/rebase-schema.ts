import type { JsonSchema } from '@nimbus/kernel'

/**
 * A copy of a schema that is about to lie inside another document, at a JSON pointer such as `#/properties/data`: its
 * references to itself still hold there. The dialect is left out, because the document has its own.
 */
export const rebased = (schema: JsonSchema, pointer: string): JsonSchema => {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key, inner]) => !(key === '$schema' && typeof inner === 'string'))
        .map(([key, inner]) =>
          key === '$ref' && typeof inner === 'string' && inner.startsWith('#')
            ? [key, `${pointer}${inner.slice(1)}`]
            : [key, walk(inner)],
        ),
    )
  }
  return walk(schema) as JsonSchema
}
