import { isObject } from '@nimbus/kernel/define'
/** What is wrong with a JSON Schema, and where: names and numbers with dots, empty for the whole. */
export interface SchemaFault {
  path: string
  why: string
}

const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string')

const isType = (value: unknown): boolean =>
  typeof value === 'string'
    ? types.includes(value)
    : Array.isArray(value) && value.length > 0 && value.every((each) => types.includes(String(each)))

/** Keywords with a plain value, after the vocabularies of https://json-schema.org/draft/2020-12 (and of draft 7). */
const plain: Readonly<Record<string, readonly [(value: unknown) => boolean, string]>> = {
  type: [isType, `takes ${types.join(', ')}, or a list of them`],
  required: [isTexts, 'takes a list of names'],
  enum: [Array.isArray, 'takes a list'],
  description: [(value) => typeof value === 'string', 'takes a text'],
  title: [(value) => typeof value === 'string', 'takes a text'],
  pattern: [(value) => typeof value === 'string', 'takes a regular expression'],
  format: [(value) => typeof value === 'string', 'takes a name'],
  $ref: [(value) => typeof value === 'string', 'takes a reference'],
  ...Object.fromEntries(
    ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'].map((name) => [
      name,
      [isCount, 'takes a whole number from 0 on'] as const,
    ]),
  ),
  ...Object.fromEntries(
    ['minimum', 'maximum', 'multipleOf', 'exclusiveMinimum', 'exclusiveMaximum'].map((name) => [
      name,
      [(value: unknown) => typeof value === 'number' || typeof value === 'boolean', 'takes a number'] as const,
    ]),
  ),
}

const inner = new Set(['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'])
const lists = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])
const maps = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])

const below = (path: string, next: string): string => (path === '' ? next : `${path}.${next}`)

const faultOf = (key: string, value: unknown, path: string): SchemaFault | undefined => {
  const here = below(path, key)
  const rule = Object.hasOwn(plain, key) ? plain[key] : undefined
  if (rule) return rule[0](value) ? undefined : { path: here, why: `${key} ${rule[1]}` }
  // Draft 7 has a list of schemas here, as `prefixItems` has it since.
  if (lists.has(key) || (key === 'items' && Array.isArray(value)))
    return Array.isArray(value)
      ? firstOf(value.map((each, i) => schemaFault(each, below(here, String(i)))))
      : { path: here, why: `${key} takes a list of schemas` }
  if (inner.has(key)) return schemaFault(value, here)
  if (maps.has(key))
    return isObject(value)
      ? firstOf(Object.entries(value).map(([name, each]) => schemaFault(each, below(here, name))))
      : { path: here, why: `${key} takes an object of schemas` }
  return undefined
}

const firstOf = (faults: readonly (SchemaFault | undefined)[]): SchemaFault | undefined =>
  faults.find((fault) => fault !== undefined)

/** The first thing that makes a value no JSON Schema (draft 2020-12 or 7), or undefined. Unknown keywords are allowed. */
export const schemaFault = (schema: unknown, path = ''): SchemaFault | undefined => {
  if (typeof schema === 'boolean') return undefined
  if (!isObject(schema)) return { path, why: 'a schema is an object, true or false' }
  return firstOf(Object.entries(schema).map(([key, value]) => faultOf(key, value, path)))
}
