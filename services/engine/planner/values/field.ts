import type { CatalogEntry, FieldWords } from '@nimbus/kernel/define'
import { type Pattern, patternOf } from '../tokens/pattern.ts'
import { cuesOf } from './usual-cues.ts'

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
  /** What comes with a value, whatever is said. */
  brings: Readonly<Record<string, readonly string[]>>
  /** It is switched on where something is asked and not ordered. */
  asked: boolean
  /** The field that may be given in its place; one of them is needed. */
  unless: string | undefined
  /** The field with a text that may name such things. */
  inside: string | undefined
  /** The output of an operation that gives such a value. */
  from: { operation: string; pointer: string } | undefined
  /** The operation that prepares what was only just made. */
  prepared: string | undefined
  /** Where the roots are that it makes. */
  roots: string | undefined
  schema: Schema
}

const kindOf = (name: string, schema: Schema): string => {
  const path = schema['x-nimbus-path']
  if (path) return path
  if (schema.enum) return 'choice'
  if (schema.items) return kindOf(name, schema.items)
  const pattern = typeof schema.pattern === 'string' ? schema.pattern : ''
  const record = /^\^\(?([a-z])_/.exec(pattern)?.[1]
  if (record !== undefined) return recordKinds[record] ?? 'word'
  if (schema.type === 'integer' || schema.type === 'number') return name === 'limit' ? 'limit' : 'number'
  if (schema.type === 'boolean') return 'switch'
  if (schema.type === 'object' || schema.anyOf) return 'structure'
  return 'word'
}

/** Kinds of records, by the letter with which their ids begin. */
const recordKinds: Readonly<Record<string, string>> = {
  r: 'run',
  p: 'plan',
  g: 'grant',
  a: 'artifact',
  t: 'task',
  c: 'conversation',
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
    const kind = own.kind ?? kindOf(name, schema)
    return {
      name,
      kind,
      many: schema.type === 'array',
      required: required.includes(name),
      default: schema.default,
      description: schema.description ?? name,
      cues: cuesOf(name, kind, own.words).map(patternOf),
      values: valuesOf(schema, own.values),
      brings: own.brings ?? {},
      asked: own.asked ?? false,
      unless: own.unless,
      inside: own.inside,
      from: own.from,
      prepared: own.prepared,
      roots: own.roots,
      schema,
    }
  })
