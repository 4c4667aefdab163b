import { nearest, z } from '@nimbus/kernel/define'
import { SettingsFile } from './file-schema.ts'
import { didYouMean, dotted, type Path, type PathProblem, reach } from './problem.ts'

type Issue = z.core.$ZodIssue
type JsonSchema = z.core.JSONSchema.BaseSchema

const alternatives = (schema: unknown): readonly JsonSchema[] => {
  if (typeof schema !== 'object' || schema === null) return []
  const { anyOf } = schema as JsonSchema
  return anyOf ? anyOf.flatMap(alternatives) : [schema as JsonSchema]
}

/** The keys that may stand at a place of the file. */
const keysAt = (path: Path): string[] => {
  let schemas = alternatives(z.toJSONSchema(SettingsFile, { io: 'input' }))
  for (const step of path)
    schemas = schemas
      .flatMap(({ properties, additionalProperties, items }) => [
        properties && Object.hasOwn(properties, step) ? properties[step] : undefined,
        additionalProperties,
        items,
      ])
      .flatMap(alternatives)
  return [...new Set(schemas.flatMap(({ properties }) => Object.keys(properties ?? {})))]
}

/** JSON has no word for these numbers and would call them null. */
const written = (_key: string, value: unknown): unknown => {
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf'
}

/** A value as it may be shown: never what may be a secret. */
const shown = (value: unknown, path: Path): string => {
  if (path.some((step) => step === 'api_key' || step === 'headers' || step === 'env_vars')) return 'the value'
  const text =
    typeof value === 'number' ? String(written('', value)) : (JSON.stringify(value, written) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** What a kind of data is called, and how it is written. */
const wanted: Readonly<Record<string, readonly [string, string]>> = {
  array: ['a list', 'write [a, b]'],
  boolean: ['true or false', 'write true or false, without quotes'],
  int: ['a whole number', 'write one such as 3'],
  number: ['a number', 'write one such as 3, without quotes'],
  object: ['a map', 'write { key: value }'],
  record: ['a map', 'write { key: value }'],
  string: ['text', 'put it in quotes'],
}

const reason = (issue: Issue, given: unknown): Pick<PathProblem, 'why' | 'next'> => {
  if (issue.code === 'too_small') {
    if (issue.origin === 'string' || issue.origin === 'array')
      return { why: 'it is empty', next: 'write something, or leave it out' }
    return { why: `the smallest is ${issue.minimum}`, next: `use ${issue.minimum} or more` }
  }
  if (issue.code === 'too_big') return { why: `the largest is ${issue.maximum}`, next: `use ${issue.maximum} or less` }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String)
    const right = typeof given === 'string' ? nearest(given, values) : undefined
    return {
      why: `it is one of ${values.join(', ')}`,
      next: right ? didYouMean(right) : `use one of ${values.join(', ')}`,
    }
  }
  if (issue.code === 'invalid_type') {
    const [kind, next] = wanted[issue.expected] ?? [issue.expected, 'write one']
    return { why: `${kind} is wanted here`, next }
  }
  if (issue.code === 'invalid_format')
    return { why: 'it holds a character that has no place here', next: 'use letters, digits and - . _' }
  return { why: issue.message.toLowerCase(), next: 'see docs/guides/llm-configuration.md for what fits here' }
}

const wrongKey = (path: Path): PathProblem => {
  const known = keysAt(path.slice(0, -1))
  const right = nearest(String(path.at(-1)), known)
  return {
    path,
    part: 'key',
    message: `${dotted(path)}: there is no such key`,
    why: `known here: ${known.join(', ')}`,
    next: right ? didYouMean(right) : `use one of ${known.join(', ')}`,
  }
}

const misfit = (path: Path, given: unknown, reason: Pick<PathProblem, 'why' | 'next'>): PathProblem => ({
  path,
  message: `${dotted(path) || 'the file'}: ${shown(given, path)} cannot be used`,
  ...reason,
})

/** What to write where several kinds of data may stand. */
const eitherOf = (kinds: readonly (readonly [string, string])[]): Pick<PathProblem, 'why' | 'next'> => ({
  why: `${kinds.map(([kind]) => kind).join(' or ')} is wanted here`,
  next: kinds.map(([, next]) => next).join(', or '),
})

const explainOne = (issue: Issue, parent: Path, value: unknown): PathProblem[] => {
  const path = [...parent, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))]
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => wrongKey([...path, key]))
  const given = reach(value, path)
  if (issue.code === 'invalid_key')
    return [
      {
        path,
        part: 'key',
        message: `${dotted(path)}: this cannot be a name`,
        why: 'a name begins with a letter or a digit and holds those, - . and _',
        next: 'rename it',
      },
    ]
  if (issue.code === 'invalid_union') {
    // The complaints about the alternative whose kind of data was meant.
    const meant = issue.errors.find((each) => !each.some((one) => one.path.length === 0 && one.code === 'invalid_type'))
    if (meant) return meant.flatMap((inner) => explainOne(inner, path, value))
    const kinds = issue.errors.flatMap(([first]) => (first?.code === 'invalid_type' ? [wanted[first.expected]] : []))
    if (kinds.length > 1 && kinds.every((kind) => kind !== undefined)) return [misfit(path, given, eitherOf(kinds))]
    const last = issue.errors.at(-1)?.[0]
    if (last) return explainOne(last, path, value)
  }
  if (given === undefined)
    return [
      {
        path,
        part: 'key',
        message: `${dotted(path)}: missing`,
        why: `${dotted(path.slice(0, -1))} needs it`,
        next: `add ${path.at(-1)}: …`,
      },
    ]
  return [misfit(path, given, reason(issue, given))]
}

/** Turns what the schema found into problems a person can act on; `value` is what was checked. */
export const explain = (issues: readonly Issue[], value: unknown): PathProblem[] =>
  issues.flatMap((issue) => explainOne(issue, [], value))
