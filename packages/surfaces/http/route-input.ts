import { isObject, type JsonSchema } from '@nimbus/kernel'

/** The parts of a request that an input is made of. */
export interface RequestParts {
  /** From the path; wins over the others. */
  path: Readonly<Record<string, string>>
  /** From the query, each name with all its values; wins over the body. */
  query: Readonly<Record<string, readonly string[]>>
  body: unknown
}

/** Query parameters that are about the call and never part of its input. */
const reservedQuery: ReadonlySet<string> = new Set(['dryRun'])

const typesOf = ({ type }: JsonSchema): readonly string[] =>
  type === undefined ? [] : typeof type === 'string' ? [type] : type

const isEmpty = (parts: object): boolean => {
  for (const _ in parts) return false
  return true
}

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // The text goes on as it is, and validation names the field and says what it should have been.
    return text
  }
}

const coerceText = (text: string, schema: JsonSchema): unknown => {
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) {
    if (variants.some((variant) => typesOf(variant).includes('string'))) return text
    return variants.map((variant) => coerceText(text, variant)).find((value) => value !== text) ?? text
  }
  const types = typesOf(schema)
  if (types.includes('string') || types.length === 0) return text
  if ((types.includes('number') || types.includes('integer')) && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text))
    return Number(text)
  if (types.includes('boolean') && (text === 'true' || text === 'false' || text === '')) return text !== 'false'
  if (types.includes('null') && text === 'null') return null
  if (types.includes('object') || types.includes('array')) return fromJson(text)
  return text
}

const coerce = (values: readonly string[], schema: JsonSchema | undefined): unknown => {
  const [first = ''] = values
  if (!schema) return values.length > 1 ? values : first
  if (!typesOf(schema).includes('array')) return values.length > 1 ? values : coerceText(first, schema)
  if (values.length === 1 && first.startsWith('[')) return coerceText(first, schema)
  return values.map((value) => coerceText(value, schema.items ?? {}))
}

/**
 * One input from path, query and body. Text becomes what the schema says, as flags do on the command line; text that
 * does not fit stays text, so that validation reports it. Repeating a query parameter makes a list.
 *
 * A body that is no object is passed on alone, for validation to refuse.
 */
export const inputOf = ({ path, query, body }: RequestParts, schema: JsonSchema): unknown => {
  if (isEmpty(path) && isEmpty(query)) return body ?? {}
  const named = [
    ...Object.entries(query).filter(([name]) => !reservedQuery.has(name)),
    ...Object.entries(path).map(([name, value]) => [name, [value]] as const),
  ]
  if (named.length === 0) return body ?? {}
  if (body !== undefined && !isObject(body)) return body
  const properties = schema.properties ?? {}
  const own = (name: string) => (Object.hasOwn(properties, name) ? properties[name] : undefined)
  // Entries define properties, so `__proto__` in a query is a field like any other.
  return Object.fromEntries([
    ...Object.entries(body ?? {}),
    ...named.map(([name, values]) => [name, coerce(values, own(name))]),
  ])
}
