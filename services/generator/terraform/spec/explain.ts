import { nearest, z } from '@nimbus/kernel/define'
import { dotted, type Path, type PathProblem } from '../problem.ts'
import { didYouMean, reason } from './reason.ts'
import { Spec } from './schema.ts'

type ZodIssue = z.core.$ZodIssue

/** A problem, and whether it is about a key or about its value. */
type Explained = PathProblem & { readonly part: 'key' | 'value' }

/**
 * Turns what the schema found into problems a person can act on; `value` is what was checked.
 *
 * Wrong keys come first, and what is only missing because its key is mistyped is left out.
 */
export function explain(issues: readonly ZodIssue[], value: unknown, schema: z.ZodType = Spec): readonly Explained[] {
  const explained = issues.flatMap((issue) => explainOne(issue, [], { value, schema }))
  const wrongKeys = explained.filter(({ message }) => message.endsWith(noSuchKey))
  const meant = new Set(wrongKeys.map(({ path, next }) => dotted([...path.slice(0, -1), meantBy(next)])))
  const others = explained.filter((each) => !wrongKeys.includes(each))
  return [
    ...wrongKeys,
    ...others.filter(({ message, path }) => !(message.endsWith('missing') && meant.has(dotted(path)))),
  ]
}

const noSuchKey = 'there is no such key'
const meantBy = (next = '') => /^did you mean (\S+)\?$/.exec(next)?.[1] ?? ''

/** What was checked, and against which schema. */
type Checked = { readonly value: unknown; readonly schema: z.ZodType }

function explainOne(issue: ZodIssue, parent: Path, checked: Checked): Explained[] {
  const path = [...parent, ...issue.path] as Path
  // Where no key is known at all, naming the wrong ones would not help.
  if (issue.code === 'unrecognized_keys' && keysAt(path, checked.schema).length > 0)
    return issue.keys.map((key) => wrongKey([...path, key], checked.schema))
  if (issue.code === 'invalid_union') {
    const deepest = mostTelling(issue, reach(checked.value, path))
    if (deepest) return deepest.flatMap((inner) => explainOne(inner, path, checked))
  }
  const given = reach(checked.value, path)
  const name = dotted(path) || 'spec'
  if (given === undefined) {
    const next = name === 'components' ? 'add components: { vpc: true } or others' : `add ${path.at(-1) ?? name}: …`
    return [{ path, part: 'key', message: `${name}: missing`, why: 'a stack needs it', next }]
  }
  return [{ path, part: 'value', message: `${name}: ${shown(given)} cannot be used`, ...reason(issue, path, given) }]
}

/** Of the alternatives a value could have matched, the complaints about the one whose kind of data was meant. */
function mostTelling(issue: Extract<ZodIssue, { code: 'invalid_union' }>, given: unknown) {
  const meant = issue.errors.filter(
    (alternative) =>
      !alternative.some(({ code, path }) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_value')),
  )
  return meant.length > 0 && typeof given === 'object' ? meant[0] : undefined
}

function wrongKey(path: Path, schema: z.ZodType): PathProblem & { part: 'key' } {
  const known = keysAt(path.slice(0, -1), schema)
  const wrong = String(path.at(-1))
  const right = nearest(wrong, known)
  const next = right ? didYouMean(right) : `use one of ${known.join(', ')}`
  return {
    path,
    part: 'key',
    message: `${dotted(path)}: ${noSuchKey}`,
    why: `known here: ${known.join(', ')}`,
    next,
  }
}

/** The keys the schema knows at a place, whichever alternative they belong to. */
function keysAt(path: Path, schema: z.ZodType): readonly string[] {
  let schemas = alternatives(z.toJSONSchema(schema))
  for (const step of path) {
    schemas = schemas
      .flatMap(({ properties, additionalProperties, items }) => [properties?.[step], additionalProperties, items])
      .flatMap(alternatives)
  }
  return [...new Set(schemas.flatMap(({ properties }) => Object.keys(properties ?? {})))]
}

type Schema = z.core.JSONSchema.BaseSchema

function alternatives(schema: unknown): readonly Schema[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { anyOf } = schema as Schema
  return anyOf ? anyOf.flatMap(alternatives) : [schema as Schema]
}

function reach(root: unknown, path: Path): unknown {
  let value = root
  for (const step of path) value = (value as Record<string | number, unknown> | null | undefined)?.[step]
  return value
}

function shown(value: unknown) {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
