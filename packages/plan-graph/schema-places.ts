import type { JsonSchema } from '@nimbus/kernel'

/** A schema without choices: every way through its variants, each merged with what holds for all of them. */
const formsOf = (schema: JsonSchema): readonly JsonSchema[] => {
  const { anyOf, oneOf, allOf, ...rest } = schema
  const variants = anyOf ?? oneOf
  if (!variants && !allOf) return [schema]
  const bases = (allOf ?? []).reduce<JsonSchema[]>(
    (some, part) => some.flatMap((one) => formsOf(part).map((form) => ({ ...one, ...form }))),
    [rest],
  )
  if (!variants) return bases
  return bases.flatMap((base) => variants.flatMap((variant) => formsOf(variant).map((form) => ({ ...base, ...form }))))
}

const isIndex = (part: string): boolean => /^(0|[1-9]\d*)$/.test(part)

const inside = (form: JsonSchema, part: string): readonly JsonSchema[] => {
  const { properties, additionalProperties: others, prefixItems, items } = form
  const types = typeOf(form)
  const property = properties && Object.hasOwn(properties, part) ? properties[part] : undefined
  const item = isIndex(part) ? (prefixItems?.[Number(part)] ?? items) : undefined
  const found = [
    ...(property ? [property] : []),
    ...(!property && typeof others === 'object' ? [others] : []),
    ...(item ? [item] : []),
  ]
  if (found.length > 0) return found
  // A schema that says nothing of what is inside allows anything there.
  const open = types === undefined || (types.includes('object') && !properties && others === undefined)
  return open ? [{}] : []
}

/** The schemas of what a pointer may find; none when there can be nothing. An empty schema allows anything. */
export const schemasAt = (schema: JsonSchema, parts: readonly string[]): readonly JsonSchema[] =>
  parts.reduce<readonly JsonSchema[]>(
    (some, part) => some.flatMap((one) => formsOf(one).flatMap((form) => inside(form, part))),
    [schema],
  )

/** The names that may come next at a place, for who mistyped one. */
export const namesAt = (schema: JsonSchema, parts: readonly string[]): string[] =>
  schemasAt(schema, parts).flatMap((one) => formsOf(one).flatMap(({ properties }) => Object.keys(properties ?? {})))

const typeNameOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

/** The types a schema without choices allows; undefined when it allows any. */
export const typeOf = ({ type, const: only, enum: some }: JsonSchema): readonly string[] | undefined => {
  if (type !== undefined) return typeof type === 'string' ? [type] : type
  if (some) return [...new Set(some.map(typeNameOf))]
  return only === undefined ? undefined : [typeNameOf(only)]
}

const sameType = (given: string, wanted: string): boolean =>
  given === wanted || (given === 'integer' && wanted === 'number') || (given === 'number' && wanted === 'integer')

const valuesOf = ({ enum: some, const: only }: JsonSchema): readonly unknown[] | undefined =>
  some ?? (only === undefined ? undefined : [only])

const formsFit = (given: JsonSchema, wanted: JsonSchema): boolean => {
  const [from, to] = [typeOf(given), typeOf(wanted)]
  if (from && to && !from.some((one) => to.some((other) => sameType(one, other)))) return false
  const [values, allowed] = [valuesOf(given), valuesOf(wanted)]
  if (values && allowed && !values.some((value) => allowed.includes(value))) return false
  if (given.items && wanted.items && !mayFit(given.items, wanted.items)) return false
  const { properties = {}, additionalProperties } = given
  if (additionalProperties === false && wanted.required?.some((name) => !Object.hasOwn(properties, name))) return false
  return Object.entries(wanted.properties ?? {}).every(([name, inner]) => {
    const ours = Object.hasOwn(properties, name) ? properties[name] : undefined
    return !ours || mayFit(ours, inner)
  })
}

/** Whether some value of one schema may fit another; a text for a number, for instance, never does. */
export const mayFit = (given: JsonSchema, wanted: JsonSchema): boolean =>
  formsOf(given).some((from) => formsOf(wanted).some((to) => formsFit(from, to)))

/** What a schema allows, in a word or two. */
export const named = (schema: JsonSchema): string => {
  const types = new Set(formsOf(schema).flatMap((form) => typeOf(form) ?? ['anything']))
  return [...types].join(' or ')
}
