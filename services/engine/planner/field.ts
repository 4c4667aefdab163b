import type { CatalogEntry, FieldWords } from '@nimbus/kernel/define'
import { type Pattern, patternOf } from './pattern.ts'

type Schema = CatalogEntry['input']

/** How a value of a field is said. */
export interface ValueWords {
  value: unknown
  patterns: readonly Pattern[]
}

/** An argument of an operation as the planner sees it. */
export interface Field {
  name: string
  /** What kind of thing it takes; see `kinds/`. */
  kind: string
  /** Whether it takes several. */
  many: boolean
  required: boolean
  default: unknown
  description: string
  /** Words around a value, or words that switch it on. */
  cues: readonly Pattern[]
  /** The values there are, with how people say them. */
  values: readonly ValueWords[]
  /** It is switched on where something is asked and not ordered. */
  asked: boolean
  /** The field that may be given in its place; one of them is needed. */
  unless: string | undefined
  /** The output of an operation that gives such a value. */
  from: { operation: string; pointer: string } | undefined
  /** The operation that prepares what was only just made. */
  prepared: string | undefined
  schema: Schema
}

const kindOf = (schema: Schema): string => {
  const path = schema['x-nimbus-path']
  if (path) return path
  if (schema.enum) return 'choice'
  if (schema.items) return kindOf(schema.items)
  const [record] = /^\^([rpg])_/.exec(String(schema.pattern ?? ''))?.slice(1) ?? []
  if (record) return { r: 'run', p: 'plan', g: 'grant' }[record] ?? 'word'
  if (schema.type === 'integer' || schema.type === 'number') return 'number'
  if (schema.type === 'boolean') return 'switch'
  if (schema.type === 'object' || schema.anyOf) return 'structure'
  return 'word'
}

const asTyped = (value: string, { type }: Schema): unknown =>
  type === 'integer' || type === 'number' ? Number(value) : type === 'boolean' ? value === 'true' : value

const valuesOf = (schema: Schema, said: FieldWords['values'] = {}): readonly ValueWords[] => {
  const listed = (schema.enum ?? schema.items?.enum ?? []).filter((value) => typeof value === 'string')
  const plain = schema.type !== 'boolean' && schema.type !== 'integer'
  return [...new Set([...listed, ...Object.keys(said)])].map((value) => ({
    value: asTyped(value, schema),
    patterns: [...(plain ? [value, value.replaceAll(/[_.-]/g, ' ')] : []), ...(said[value] ?? [])].map(patternOf),
  }))
}

/** The arguments of an operation that a request can give. */
export const fieldsOf = (
  { properties = {}, required = [] }: Schema,
  words: Readonly<Record<string, FieldWords>>,
): readonly Field[] =>
  Object.entries(properties).map(([name, schema]) => {
    const own = words[name] ?? {}
    return {
      name,
      kind: own.kind ?? kindOf(schema),
      many: schema.type === 'array',
      required: required.includes(name),
      default: schema.default,
      description: schema.description ?? name,
      cues: (own.words ?? []).map(patternOf),
      values: valuesOf(schema, own.values),
      asked: own.asked ?? false,
      unless: own.unless,
      from: own.from,
      prepared: own.prepared,
      schema,
    }
  })
