import { sameValue } from './operators.ts'
import {
  type Evaluated,
  type EvaluatedObject,
  firstUnknown,
  isHuge,
  isKnown,
  isList,
  isObject,
  type Known,
  scalarText,
  Unknown,
} from './value.ts'

/** Gives undefined when the arguments do not fit. */
type Pure = (...values: readonly Evaluated[]) => Evaluated | undefined

/**
 * Calls one of the language's pure functions. Any other, and any whose arguments do not fit, is unknown.
 *
 * Behaviour follows developer.hashicorp.com/terraform/language/functions (read 2025).
 */
export function callFunction(name: string, values: readonly Evaluated[]): Evaluated {
  if (isHuge(values)) return new Unknown(`the arguments of ${name}() are too large to be evaluated here`)
  const lenient = ofPartialValues[name]
  if (lenient) return lenient(...values) ?? firstUnknown([...values]) ?? new Unknown(`${name}() is not evaluated here`)
  const strict = ofKnownValues[name]
  if (!strict) return new Unknown(`${name}() is not evaluated`)
  return firstUnknown([...values]) ?? strict(...values) ?? new Unknown(`${name}() is not evaluated here`)
}

// These keep the known parts of a value whose other parts are unknown.
const ofPartialValues: Readonly<Record<string, Pure>> = {
  tolist: (list) => (isList(list) ? list : undefined),
  tomap: (map) => (isObject(map) ? map : undefined),
  merge: (...maps) => (maps.every((map) => isObject(map) || map === null) ? mergeAll(maps) : undefined),
  concat: (...lists) => (lists.every(isList) ? lists.flat(1) : undefined),
  flatten: (list) => (isList(list) ? flatten(list) : undefined),
  // A later argument counts only if an earlier one fails, which an unknown one may or may not.
  try: (first) => (first !== undefined && isKnown(first) ? first : undefined),
  sensitive: (value) => value,
  nonsensitive: (value) => value,
}

const ofKnownValues: Readonly<Record<string, Pure>> = {
  toset: (list) => (isList(list) ? distinct(list).sort(order) : undefined),
  distinct: (list) => (isList(list) ? distinct(list) : undefined),
  compact: (list) => (isList(list) ? list.filter((item) => item !== '' && item !== null) : undefined),
  tostring: (value) => scalarText(value),
  tonumber: (value) => numeric(value),
  tobool: (value) =>
    value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined,
  jsonencode: (value) => (value === undefined ? undefined : jsonText(value)),
  jsondecode: (text) => (typeof text === 'string' ? parsedJson(text) : undefined),
  lower: (text) => (typeof text === 'string' ? text.toLowerCase() : undefined),
  upper: (text) => (typeof text === 'string' ? text.toUpperCase() : undefined),
  trimspace: (text) => (typeof text === 'string' ? text.trim() : undefined),
  startswith: (text, start) => ofTexts(text, start, (a, b) => a.startsWith(b)),
  endswith: (text, end) => ofTexts(text, end, (a, b) => a.endsWith(b)),
  join: (separator, list) => (typeof separator === 'string' && isList(list) ? joined(separator, list) : undefined),
  split: (separator, text) => ofTexts(text, separator, (a, b) => a.split(b)),
  format: (pattern, ...values) => (typeof pattern === 'string' ? formatted(pattern, values) : undefined),
  // The length of a string counts grapheme clusters by Unicode tables that differ between versions: left unknown.
  length: (value) => (isList(value) ? value.length : isObject(value) ? Object.keys(value).length : undefined),
  keys: (map) => (isObject(map) ? Object.keys(map).sort() : undefined),
  values: (map) => (isObject(map) ? sortedValues(map) : undefined),
  contains: (list, item) =>
    isList(list) && item !== undefined ? list.some((each) => sameValue(each, item)) : undefined,
  lookup: (map, key, otherwise) =>
    isObject(map) && typeof key === 'string' ? (Object.hasOwn(map, key) ? map[key] : otherwise) : undefined,
  element: (list, index) => (isList(list) && typeof index === 'number' ? list[index % list.length] : undefined),
  coalesce: (...values) => values.find((value) => value !== null && value !== ''),
  max: (...values) => (values.length > 0 && values.every(isNumber) ? Math.max(...values) : undefined),
  min: (...values) => (values.length > 0 && values.every(isNumber) ? Math.min(...values) : undefined),
}

function mergeAll(maps: readonly Evaluated[]): EvaluatedObject {
  return Object.fromEntries(maps.flatMap((map) => (isObject(map) ? Object.entries(map) : [])))
}

function flatten(list: readonly Evaluated[]): Evaluated[] {
  return list.flatMap((item) => (isList(item) ? flatten(item) : [item]))
}

function distinct(list: readonly Evaluated[]): Evaluated[] {
  return list.filter((item, index) => list.findIndex((other) => sameValue(item, other)) === index)
}

function order(left: Evaluated, right: Evaluated): number {
  return (scalarText(left) ?? '') < (scalarText(right) ?? '') ? -1 : 1
}

function numeric(value: Evaluated | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return isNumber(number) && Number.isFinite(number) ? number : undefined
}

function isNumber(value: Evaluated | undefined): value is number {
  return typeof value === 'number'
}

function ofTexts(
  left: Evaluated | undefined,
  right: Evaluated | undefined,
  apply: (a: string, b: string) => Evaluated,
) {
  return typeof left === 'string' && typeof right === 'string' ? apply(left, right) : undefined
}

function joined(separator: string, list: readonly Evaluated[]): string | undefined {
  const texts = list.map(scalarText)
  return texts.every((text) => text !== undefined) ? texts.join(separator) : undefined
}

function sortedValues(map: EvaluatedObject): Evaluated[] {
  return Object.entries(map)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, value]) => value)
}

// Terraform orders keys and escapes <, > and & as Go's encoder does.
function jsonText(value: Evaluated): string {
  const text = JSON.stringify(value, (_, inner: Evaluated) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  )
  return text.replaceAll(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)
}

function parsedJson(text: string): Known | undefined {
  try {
    return JSON.parse(text) as Known
  } catch {
    // Not JSON: the caller turns undefined into an unknown with the function's name.
    return undefined
  }
}

function formatted(pattern: string, values: readonly Evaluated[]): string | undefined {
  const texts = values.map(scalarText)
  if (texts.includes(undefined) || /%(?![sdv%])/.test(pattern)) return undefined
  let next = 0
  const text = pattern.replaceAll(/%[sdv%]/g, (verb) => (verb === '%%' ? '%' : (texts[next++] ?? '')))
  return next === texts.length ? text : undefined
}
