import { isObject } from '@nimbus/kernel'
import { into, partsOf } from './pointer.ts'

/** A place of an input whose value is part of what an earlier step gives. */
export interface Reference {
  /** JSON pointer within the input. */
  at: string
  step: string
  pointer: string
}

/** Something that begins like a reference and is none. */
export interface BrokenReference {
  at: string
  fault: string
}

/** What a value is as a reference: one, a broken one, or none at all. */
export const asReference = (value: unknown, at: string): Reference | BrokenReference | undefined => {
  if (!isObject(value) || !Object.hasOwn(value, '$from')) return undefined
  const { $from: from } = value
  if (Object.keys(value).length > 1) return { at, fault: '$from stands beside other fields' }
  if (!isObject(from)) return { at, fault: '$from takes an object with step and pointer' }
  const { step, pointer } = from
  if (typeof step !== 'string' || typeof pointer !== 'string' || Object.keys(from).length > 2)
    return { at, fault: '$from takes exactly step and pointer, both texts' }
  if (!partsOf(pointer)) return { at, fault: `${JSON.stringify(pointer)} is no JSON pointer: it begins with /` }
  return { at, step, pointer }
}

/** Every reference in an input, broken ones included. */
export const allReferences = (value: unknown, at = ''): (Reference | BrokenReference)[] => {
  const here = asReference(value, at)
  if (here) return [here]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => allReferences(inner, into(at, key)))
}

/** The references in an input that are in order. */
export const referencesIn = (value: unknown): Reference[] =>
  allReferences(value).filter((each): each is Reference => 'step' in each)

/** An input with every reference to one step turned to another. */
export const redirected = (value: unknown, steps: ReadonlyMap<string, string>): unknown => {
  const here = asReference(value, '')
  if (here && 'step' in here) return { $from: { step: steps.get(here.step) ?? here.step, pointer: here.pointer } }
  if (Array.isArray(value)) return value.map((inner) => redirected(inner, steps))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redirected(inner, steps)]))
}

/** Whether some part of an input is only known once another step has run. */
export const hasReference = (value: unknown): boolean => JSON.stringify(value ?? null).includes('"$from":')
