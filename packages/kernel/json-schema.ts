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
  anyOf?: readonly JsonSchema[]
  oneOf?: readonly JsonSchema[]
  format?: string
  minimum?: number
  maximum?: number
  /** A path that is confined to the workspace. */
  'x-nimbus-path'?: 'file' | 'directory'
  /** A value that is never recorded or printed. */
  'x-nimbus-secret'?: true
  readonly [key: string]: unknown
}

/** The keys of the marks that the pipeline acts on. */
export type Mark = 'x-nimbus-path' | 'x-nimbus-secret'

/** Where a marked value lies: property names, and `*` for every item. */
export type FieldPath = readonly string[]

/** A catalog's schemas never change, and every call asks for the same places. */
const remembered: Readonly<Record<Mark, WeakMap<JsonSchema, readonly FieldPath[]>>> = {
  'x-nimbus-path': new WeakMap(),
  'x-nimbus-secret': new WeakMap(),
}

/** Every place in a schema that carries a mark. The schema must not change afterwards. */
export const markedFields = (schema: JsonSchema, mark: Mark): readonly FieldPath[] => {
  const known = remembered[mark].get(schema) ?? findMarked(schema, mark, [])
  remembered[mark].set(schema, known)
  return known
}

const findMarked = (schema: JsonSchema, mark: Mark, at: FieldPath): FieldPath[] => {
  const here: FieldPath[] = schema[mark] === undefined ? [] : [at]
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    findMarked(property, mark, [...at, name]),
  )
  const items = schema.items ? findMarked(schema.items, mark, [...at, '*']) : []
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((variant) =>
    findMarked(variant, mark, at),
  )
  return [...here, ...inner, ...items, ...variants]
}

/** A copy of a value with the strings at some places replaced. Places that are absent or no strings stay. */
export const mapStrings = (value: unknown, paths: readonly FieldPath[], change: (text: string) => string): unknown => {
  const step = (current: unknown, path: FieldPath): unknown => {
    const [head, ...rest] = path
    if (head === undefined) return typeof current === 'string' ? change(current) : current
    if (head === '*') return Array.isArray(current) ? current.map((item) => step(item, rest)) : current
    if (current === null || typeof current !== 'object' || !(head in current)) return current
    return { ...current, [head]: step(Object.getOwnPropertyDescriptor(current, head)?.value, rest) }
  }
  return paths.reduce((result, path) => step(result, path), value)
}
