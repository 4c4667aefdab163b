import { type Evaluated, scalarText, Unknown } from '@nimbus/hcl'
import { companions } from './companions.ts'
import type { Resource, View } from './module.ts'
import { references } from './references.ts'
import { fail, gravest, type Outcome, pass, unknown } from './rule.ts'
import { attributeExpression, nested, place, read } from './view.ts'

/** Judges a known value; says what is wrong with it, or nothing. */
type Judge = (value: Exclude<Evaluated, Unknown> | undefined) => string | undefined

/** Judges the value at a path, `undefined` when it is not set; unknown values stay unknown. */
export function expectValue(view: View, path: string, judge: Judge): Outcome {
  const value = read(view, path)
  if (value instanceof Unknown) return unknown(`${path}: ${value.reason}`, place(view, path))
  const wrong = judge(value)
  return wrong === undefined ? pass() : fail(wrong, place(view, path))
}

/** Wants true; `unset` is what AWS or the provider does when the attribute is absent. */
export function expectTrue(view: View, path: string, message: string, unset: boolean | undefined = false): Outcome {
  return expectValue(view, path, (value) => (isTrue(value ?? unset) ? undefined : message))
}

/** Wants false; `unset` is what AWS or the provider does when the attribute is absent. */
export function expectFalse(view: View, path: string, message: string, unset = false): Outcome {
  return expectValue(view, path, (value) => (isTrue(value ?? unset) ? message : undefined))
}

/** Wants one of some values; `unset` is the value an absent attribute means. */
export function expectOneOf(
  view: View,
  path: string,
  allowed: readonly string[],
  message: string,
  unset = '',
): Outcome {
  return expectValue(view, path, (value) => (allowed.includes(scalarText(value) ?? unset) ? undefined : message))
}

/** Wants a number of at least `least`; `unset` is the number an absent attribute means. */
export function expectAtLeast(view: View, path: string, least: number, message: string, unset = 0): Outcome {
  return expectValue(view, path, (value) => (Number(value ?? unset) >= least ? undefined : message))
}

/** Wants something at a path. A reference to a resource's attribute is something, although its value is not known yet. */
export function expectSet(view: View, path: string, message: string): Outcome {
  const value = read(view, path)
  if (value instanceof Unknown)
    return refersToResource(view, path) ? pass() : unknown(`${path}: ${value.reason}`, place(view, path))
  return value === undefined || value === '' ? fail(message, place(view, path)) : pass()
}

/**
 * Wants a resource of another type whose attribute points at this one, such as a bucket's public access block, and
 * judges it. One that points at something unknown might be it, so without a sure one the answer is unknown.
 */
export function expectCompanion(
  resource: Resource,
  types: readonly string[],
  attribute: string,
  message: string,
  judge: (companion: View) => Outcome = () => pass(),
): Outcome {
  const { sure, possible } = companions(resource, types, attribute)
  const [companion] = sure
  if (companion) return gravest(companion.instances.map(judge)) ?? fail(message, resource)
  if (possible[0]) return unknown(`which resource ${possible[0].address} belongs to is not known`, resource)
  return fail(message, resource)
}

function refersToResource(view: View, path: string): boolean {
  const [name = '', ...rest] = path.split('.')
  const expression = attributeExpression(view.block.body, name)
  if (expression)
    return references(expression, view).size > 0 && ['traversal', 'template', 'access'].includes(expression.kind)
  const [inner] = nested(view, name)
  return inner !== undefined && !inner.maybe && refersToResource(inner, rest.join('.'))
}

function isTrue(value: Exclude<Evaluated, Unknown> | undefined): boolean {
  return value === true || value === 'true'
}
