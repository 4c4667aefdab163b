import { redacted, unkept } from './redact.ts'

/** The part of JSON Schema (draft 2020-12) that catalogs use. */
export interface JsonSchema {
  type?: string | readonly string[]
  description?: string
  default?: unknown
  enum?: readonly unknown[]
  const?: unknown
  properties?: Readonly<Record<string, JsonSchema>>
  required?: readonly string[]
  additionalProperties?: boolean | JsonSchema
  items?: JsonSchema
  prefixItems?: readonly JsonSchema[]
  allOf?: readonly JsonSchema[]
  anyOf?: readonly JsonSchema[]
  oneOf?: readonly JsonSchema[]
  format?: string
  minimum?: number
  maximum?: number
  /** A path that is confined to the workspace. */
  'x-nimbus-path'?: 'file' | 'directory'
  /** A value that is never recorded or printed. */
  'x-nimbus-secret'?: true
  /** What people and models say to each other: passed on and printed, never kept in the history. */
  'x-nimbus-unkept'?: true
  readonly [key: string]: unknown
}

/** The keys of the marks that the pipeline acts on. */
export type Mark = 'x-nimbus-path' | 'x-nimbus-secret' | 'x-nimbus-unkept'

/** Stands for every item of a list and every value of a record. */
export const each = Symbol('each')

/** Where a marked value lies: property names, places in a list, and `each`. */
export type FieldPath = readonly (string | typeof each)[]

/** A catalog's schemas never change, and every call asks for the same places. */
const remembered: Readonly<Record<Mark, WeakMap<JsonSchema, readonly FieldPath[]>>> = {
  'x-nimbus-path': new WeakMap(),
  'x-nimbus-secret': new WeakMap(),
  'x-nimbus-unkept': new WeakMap(),
}

/** Every place in a schema that carries a mark. The schema must not change afterwards. */
export const markedFields = (schema: JsonSchema, mark: Mark): readonly FieldPath[] => {
  const known = remembered[mark].get(schema)
  if (known) return known
  const found = findMarked(schema, mark, [])
  remembered[mark].set(schema, found)
  return found
}

const findMarked = (schema: JsonSchema, mark: Mark, at: FieldPath): FieldPath[] => {
  const here: FieldPath[] = schema[mark] === undefined ? [] : [at]
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    findMarked(property, mark, [...at, name]),
  )
  const places = (schema.prefixItems ?? []).flatMap((item, i) => findMarked(item, mark, [...at, String(i)]))
  const { items, additionalProperties: values } = schema
  const repeated = [items, typeof values === 'object' ? values : undefined].flatMap((one) =>
    one ? findMarked(one, mark, [...at, each]) : [],
  )
  const variants = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((some) =>
    (some ?? []).flatMap((variant) => findMarked(variant, mark, at)),
  )
  const found = [...here, ...inner, ...places, ...repeated, ...variants]
  // Two variants may mark the same place, which is still one place.
  return found.filter((path, i) => found.findIndex((other) => samePath(path, other)) === i)
}

const samePath = (a: FieldPath, b: FieldPath): boolean => a.length === b.length && a.every((part, i) => part === b[i])

/** A value with what lies at some places replaced, in a copy of it. Places that are absent stay so. */
const mapPlaces = (value: unknown, paths: readonly FieldPath[], change: (found: unknown) => unknown): unknown => {
  const step = (current: unknown, path: FieldPath, at: number): unknown => {
    const head = path[at]
    if (head === undefined) return change(current)
    if (current === null || typeof current !== 'object') return current
    const keys = head === each ? Object.keys(current) : Object.hasOwn(current, head) ? [head] : []
    // Most calls name no file and no secret: what has none is not copied.
    if (keys.length === 0) return current
    const copy = (Array.isArray(current) ? [...current] : { ...current }) as Record<string, unknown>
    for (const key of keys) copy[key] = step(copy[key], path, at + 1)
    return copy
  }
  return paths.length === 0 ? value : paths.reduce((result, path) => step(result, path, 0), value)
}

/** A copy of a value with the strings at some places replaced. Places that are absent or no strings stay. */
export const mapStrings = (value: unknown, paths: readonly FieldPath[], change: (text: string) => string): unknown =>
  mapPlaces(value, paths, (found) => (typeof found === 'string' ? change(found) : found))

/** A value as it may be shown and recorded: whatever its schema marks as secret is left out. */
export const withoutSecrets = (schema: JsonSchema, value: unknown): unknown =>
  mapStrings(value, markedFields(schema, 'x-nimbus-secret'), () => redacted)

/** A value as the history keeps it: what was said, which its schema marks, is left out. */
export const withoutUnkept = (schema: JsonSchema, value: unknown): unknown =>
  mapPlaces(value, markedFields(schema, 'x-nimbus-unkept'), (said) => (said === undefined ? said : unkept))
