import type { JsonSchema } from '@nimbus/kernel'

/** A schema for tools: always an object at the top, as models and MCP want it, whatever the operation says. */
export const objectSchema = (schema: JsonSchema): JsonSchema & { type: 'object' } => ({ ...schema, type: 'object' })

/** A copy of a schema without the marks of Nimbus and the dialect, which strict providers refuse. */
export const withoutMarks = (schema: JsonSchema): JsonSchema => {
  const walk = (value: unknown, names: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, false))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => names || (!key.startsWith('x-nimbus-') && key !== '$schema'))
        // Below `properties` the keys are names of fields, which may be anything.
        .map(([key, inner]) => [key, walk(inner, !names && key === 'properties')]),
    )
  }
  return walk(schema, false) as JsonSchema
}
