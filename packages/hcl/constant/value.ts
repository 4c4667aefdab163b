/** A value that reading the source alone cannot tell, and why. It may stand anywhere inside a list or object. */
export class Unknown {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

/** A value of the language, with `Unknown` wherever the source does not say. Sets are sorted lists. */
export type Partial = string | number | boolean | null | Unknown | readonly Partial[] | PartialObject
/** An object or map. */
export type PartialObject = { readonly [key: string]: Partial }
/** A value known to its last part. */
export type Known = string | number | boolean | null | readonly Known[] | { readonly [key: string]: Known }
/** What `constant` gives. */
export type Constant =
  | { readonly known: true; readonly value: Known }
  | { readonly known: false; readonly reason: string }

/** Says whether a value is an object or map. */
export function isObject(value: Partial | undefined): value is PartialObject {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Unknown)
}

/** Says whether a value is a list, tuple or set. */
export function isList(value: Partial | undefined): value is readonly Partial[] {
  return Array.isArray(value)
}

/** Gives the first unknown inside a value, depth first. */
export function firstUnknown(value: Partial): Unknown | undefined {
  if (value instanceof Unknown) return value
  if (isList(value)) return value.map(firstUnknown).find((found) => found !== undefined)
  if (isObject(value)) return firstUnknown(Object.values(value))
  return undefined
}

/** Says whether a value is known to its last part. */
export function isKnown(value: Partial): value is Known {
  return firstUnknown(value) === undefined
}

/** Gives a string, number or boolean as the language writes it in text; undefined for anything else. */
export function scalarText(value: Partial | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}
