import { isObject } from '@nimbus/kernel/define'
import { sensitiveMark } from './attribute-diff.ts'
import type { PlanJson } from './plan-json.ts'

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  return isObject(value) ? Object.values(value).flatMap(textsIn) : []
}

/** Every text that lies where a map of marks says `true`. */
export const markedTexts = (value: unknown, marks: unknown): string[] => {
  if (marks === true) return textsIn(value)
  if (Array.isArray(value) && Array.isArray(marks)) return value.flatMap((each, i) => markedTexts(each, marks[i]))
  if (!isObject(value) || !isObject(marks)) return []
  return Object.entries(marks).flatMap(([key, mark]) => markedTexts(value[key], mark))
}

/** Every text that a plan knows to be secret: values of sensitive variables, outputs and attributes. */
export const secretsOf = (plan: PlanJson): string[] => {
  const sides = [
    ...[...plan.resource_changes, ...plan.resource_drift].map(({ change }) => change),
    ...Object.values(plan.output_changes),
  ]
  const variables = Object.entries(plan.configuration.root_module.variables)
    .filter(([, { sensitive }]) => sensitive === true)
    .flatMap(([name]) => textsIn(plan.variables[name]?.value))
  return [
    ...variables,
    ...sides.flatMap(({ before, after, before_sensitive, after_sensitive }) => [
      ...markedTexts(before, before_sensitive),
      ...markedTexts(after, after_sensitive),
    ]),
  ]
}

/** A shorter text is only masked where it is the whole value: inside of others it would blank out ordinary words. */
const shortestInside = 6

/**
 * A value with these secrets masked wherever they turn up.
 *
 * Terraform's marks do not follow a value through a provider: what goes in as a sensitive argument can come back in
 * a computed attribute without a mark.
 */
export const withoutSecrets = <T>(value: T, secrets: readonly string[]): T => {
  const whole = new Set(secrets.filter((secret) => secret !== ''))
  const inside = [...whole].filter((secret) => secret.length >= shortestInside)
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string')
      return whole.has(each) || inside.some((secret) => each.includes(secret)) ? sensitiveMark : each
    if (Array.isArray(each)) return each.map(walk)
    return isObject(each) ? Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, walk(inner)])) : each
  }
  // Texts become texts: the shape stays.
  return walk(value) as T
}
