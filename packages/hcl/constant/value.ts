/** A value that reading the source alone cannot tell, and why. It may stand anywhere inside a list or object. */
export class Unknown {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

/** A value of the language, with `Unknown` wherever the source does not say. Sets are sorted lists. */
export type Evaluated = string | number | boolean | null | Unknown | readonly Evaluated[] | EvaluatedObject
/** An object or map. */
export type EvaluatedObject = { readonly [key: string]: Evaluated }
/** A value known to its last part. */
export type Known = string | number | boolean | null | readonly Known[] | { readonly [key: string]: Known }
/** What `constant` gives. */
export type Constant =
  | { readonly known: true; readonly value: Known }
  | { readonly known: false; readonly reason: string }

/** Says whether a value is an object or map. */
export function isObject(value: Evaluated | undefined): value is EvaluatedObject {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Unknown)
}

/** Says whether a value is a list, tuple or set. */
export function isList(value: Evaluated | undefined): value is readonly Evaluated[] {
  return Array.isArray(value)
}

/** Gives the first unknown inside a value, depth first. */
export function firstUnknown(value: Evaluated): Unknown | undefined {
  // A part may be shared many times over, and is looked at once.
  const seen = new Set<Evaluated>()
  const visit = (part: Evaluated): Unknown | undefined => {
    if (part instanceof Unknown) return part
    if (part === null || typeof part !== 'object' || seen.has(part)) return undefined
    seen.add(part)
    for (const inner of isList(part) ? part : Object.values(part)) {
      const found = visit(inner)
      if (found) return found
    }
    return undefined
  }
  return visit(value)
}

/** The most parts a value may have to be compared, encoded or flattened. */
const maxParts = 100_000

/** Says whether a value, with shared parts counted each time, is too large to write out. */
export function isHuge(value: Evaluated): boolean {
  let left = maxParts
  const visit = (part: Evaluated): void => {
    if (left-- < 0 || part === null || typeof part !== 'object' || part instanceof Unknown) return
    for (const inner of isList(part) ? part : Object.values(part)) {
      if (left < 0) return
      visit(inner)
    }
  }
  visit(value)
  return left < 0
}

/** Says whether a value is known to its last part. */
export function isKnown(value: Evaluated): value is Known {
  return firstUnknown(value) === undefined
}

/** Gives a string, number or boolean as the language writes it in text; undefined for anything else. */
export function scalarText(value: Evaluated | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}
