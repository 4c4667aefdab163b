import type { JsonSchema } from '@nimbus/kernel'

/** The name of a schema among the components, such as `git.commit.input`. */
export const componentName = (id: string, part: 'input' | 'output'): string => `${id}.${part}`

/** A reference to a component schema. */
export const refTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

/** A copy of a schema whose references to itself hold where it now lies: inside the components of the document. */
export const asComponent = (schema: JsonSchema, name: string): JsonSchema => {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== '$schema')
        .map(([key, inner]) =>
          key === '$ref' && typeof inner === 'string' && inner.startsWith('#')
            ? [key, `#/components/schemas/${name}${inner.slice(1)}`]
            : [key, walk(inner)],
        ),
    )
  }
  return walk(schema) as JsonSchema
}
