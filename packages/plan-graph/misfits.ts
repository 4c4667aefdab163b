import { isObject, type JsonSchema, nearest } from '@nimbus/kernel'
import { into } from './pointer.ts'
import { named, typeOf } from './schema-places.ts'

/** What does not fit, and where: a JSON pointer within the value. */
export interface Misfit {
  at: string
  message: string
  next?: string
  /** The value has a field that the schema does not know; a call would ignore it. */
  unknown?: true
}

/** Says what is wrong with a value that is only known later; undefined when `value` is not such a one. */
export type Later = (value: unknown, schema: JsonSchema, at: string) => readonly Misfit[] | undefined

const patterns = new Map<string, RegExp>()

// A schema does not say with which flags its pattern was written: as Unicode, where it can be read so (JSON Schema
// 2020-12, core, section 6.4: regular expressions should be built with the flag u).
const compiled = (pattern: string): RegExp => {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    return new RegExp(pattern)
  }
}

const matches = (pattern: string, text: string): boolean => {
  const known = patterns.get(pattern) ?? compiled(pattern)
  patterns.set(pattern, known)
  return known.test(text)
}

const isOf = (type: string, value: unknown): boolean => {
  if (type === 'object') return isObject(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'integer') return Number.isSafeInteger(value)
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value)
  return typeof value === type
}

const textMisfit = (schema: JsonSchema, text: string): string | undefined => {
  const { minLength, maxLength, pattern } = schema
  if (typeof minLength === 'number' && text.length < minLength)
    return minLength === 1 ? 'may not be empty' : `takes at least ${minLength} characters`
  if (typeof maxLength === 'number' && text.length > maxLength) return `takes at most ${maxLength} characters`
  if (typeof pattern === 'string' && !matches(pattern, text)) return `does not match ${pattern}`
  return undefined
}

const numberMisfit = (schema: JsonSchema, value: number): string | undefined => {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below, multipleOf: step } = schema
  if (minimum !== undefined && value < minimum) return `is at least ${minimum}`
  if (maximum !== undefined && value > maximum) return `is at most ${maximum}`
  if (typeof above === 'number' && value <= above) return `is above ${above}`
  if (typeof below === 'number' && value >= below) return `is below ${below}`
  if (typeof step === 'number' && value % step !== 0) return `is a multiple of ${step}`
  return undefined
}

const listMisfits = (schema: JsonSchema, list: readonly unknown[], at: string, later: Later): readonly Misfit[] => {
  const { minItems, maxItems, prefixItems, items } = schema
  if (typeof minItems === 'number' && list.length < minItems) return [{ at, message: `takes at least ${minItems}` }]
  if (typeof maxItems === 'number' && list.length > maxItems) return [{ at, message: `takes at most ${maxItems}` }]
  return list.flatMap((item, i) => {
    const place = prefixItems?.[i] ?? items
    return place ? misfits(place, item, into(at, i), later) : []
  })
}

const unknownField = (name: string, known: readonly string[], at: string): Omit<Misfit, 'unknown'> => {
  const close = nearest(name, known)
  const next = close ? `did you mean ${close}?` : `it takes ${known.join(', ') || 'nothing'}`
  return { at: into(at, name), message: `there is no ${name}`, next }
}

const fieldMisfits = (
  schema: JsonSchema,
  value: Readonly<Record<string, unknown>>,
  at: string,
  later: Later,
): readonly Misfit[] => {
  const { properties = {}, required = [], additionalProperties: others, propertyNames } = schema
  const absent = required.filter((name) => value[name] === undefined || !Object.hasOwn(value, name))
  const known = Object.keys(properties)
  return [
    ...absent.map((name) => ({ at: into(at, name), message: 'is needed' })),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined
      if (property) return inner === undefined ? [] : misfits(property, inner, into(at, name), later)
      const names = isSchema(propertyNames) ? misfits(propertyNames, name, into(at, name), later) : []
      if (isSchema(others)) return [...names, ...misfits(others, inner, into(at, name), later)]
      if (others === true || (known.length === 0 && others === undefined)) return names
      const field = unknownField(name, known, at)
      return [others === false ? field : { ...field, unknown: true as const }]
    }),
  ]
}

const isSchema = (value: unknown): value is JsonSchema => isObject(value)

/** What was given instead, unless it may be a secret. */
const shownIn = (schema: JsonSchema, value: unknown): string =>
  schema['x-nimbus-secret'] ? '' : `, not ${String(JSON.stringify(value)).slice(0, 60)}`

/** Of several forms that do not fit, the one that was most likely meant: what it misses lies deepest, or is least. */
const closest = (tried: readonly (readonly Misfit[])[], schema: JsonSchema, at: string): readonly Misfit[] => {
  const ignored = tried.find((some) => some.every((each) => each.unknown))
  if (ignored) return ignored
  const inner = tried.filter((some) => some.every((each) => each.at !== at))
  const [only] = inner
  return only && inner.length === 1 ? only : [{ at, message: `takes ${named(schema)}, in none of whose forms it is` }]
}

/**
 * What of a value does not fit a JSON Schema, as far as catalogs use it (draft 2020-12 without `format`, `if`, `$ref`).
 *
 * Fields that a schema does not know are misfits, although a call ignores them: in a plan they are typing errors.
 */
export const misfits = (schema: JsonSchema, value: unknown, at: string, later: Later): readonly Misfit[] => {
  const told = later(value, schema, at)
  if (told) return told
  const types = typeOf(schema)
  if (types && !types.some((type) => isOf(type, value)))
    return [{ at, message: `takes ${types.join(' or ')}${shownIn(schema, value)}` }]
  const { enum: some, const: only, anyOf, oneOf, allOf } = schema
  if (some && !some.includes(value)) return [{ at, message: `is one of ${some.join(', ')}`, ...meant(value, some) }]
  if (only !== undefined && only !== value) return [{ at, message: `is ${JSON.stringify(only)}` }]
  const variants = anyOf ?? oneOf
  const tried = (variants ?? []).map((variant) => misfits(variant, value, at, later))
  const ofVariants = variants && !tried.some((each) => each.length === 0) ? closest(tried, schema, at) : []
  const ofAll = (allOf ?? []).flatMap((part) => misfits(part, value, at, later))
  const wrong =
    typeof value === 'string'
      ? textMisfit(schema, value)
      : typeof value === 'number'
        ? numberMisfit(schema, value)
        : undefined
  const own = wrong ? [{ at, message: wrong }] : []
  const list = Array.isArray(value) ? listMisfits(schema, value, at, later) : []
  // Where there are variants, each of them says which fields it knows.
  const fields = isObject(value) && !(variants && !schema.properties) ? fieldMisfits(schema, value, at, later) : []
  return [...ofVariants, ...ofAll, ...own, ...list, ...fields]
}

const meant = (value: unknown, some: readonly unknown[]): { next?: string } => {
  const close = typeof value === 'string' ? nearest(value, some.map(String)) : undefined
  return close ? { next: `did you mean ${close}?` } : {}
}
