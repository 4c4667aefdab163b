import { isObject } from '@nimbus/kernel/define'
/**
 * Whether a JSON Schema keeps the rules of OpenAI's strict mode: every object closed and all its fields required.
 *
 * A schema that does not would be refused in that mode, although the model can be asked to follow it all the same.
 * https://platform.openai.com/docs/guides/structured-outputs (read 2026-11).
 */
export const fitsStrictMode = (schema: unknown): boolean => {
  if (Array.isArray(schema)) return schema.every(fitsStrictMode)
  if (!isObject(schema)) return true
  const { properties, required, additionalProperties } = schema
  if (isObject(properties) || schema.type === 'object') {
    const fields = isObject(properties) ? Object.keys(properties) : []
    if (additionalProperties !== false) return false
    if (!Array.isArray(required) || fields.some((field) => !required.includes(field))) return fields.length === 0
  }
  return Object.entries(schema).every(([key, inner]) => {
    if (key === 'enum' || key === 'const' || key === 'default' || key === 'examples') return true
    if ((key === 'properties' || key === '$defs' || key === 'definitions') && isObject(inner))
      return Object.values(inner).every(fitsStrictMode)
    return fitsStrictMode(inner)
  })
}
