import type { JsonSchema } from '@nimbus/kernel'

const literal = (value: unknown): string => JSON.stringify(value)

const objectType = (schema: JsonSchema): string => {
  const required = new Set(schema.required ?? [])
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, property]) => `${literal(name)}${required.has(name) ? '' : '?'}: ${schemaType(property)}`,
  )
  const extra = schema.additionalProperties
  if (fields.length === 0)
    return typeof extra === 'object' ? `Record<string, ${schemaType(extra)}>` : 'Record<string, unknown>'
  return `{ ${fields.join('; ')} }`
}

/** A JSON Schema as a structural TypeScript type; what it cannot say becomes `unknown`. */
export const schemaType = (schema: JsonSchema): string => {
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum) return schema.enum.map(literal).join(' | ')
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) return variants.map(schemaType).join(' | ')
  switch (schema.type) {
    case 'string':
      return 'string'
    case 'number':
    case 'integer':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    case 'array':
      return `(${schema.items ? schemaType(schema.items) : 'unknown'})[]`
    case 'object':
      return objectType(schema)
    default:
      return 'unknown'
  }
}
