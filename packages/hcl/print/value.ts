import { type Heredoc, type Raw, syntax, type Value } from './document.ts'
import { type Line, unit } from './lines.ts'
import { isIdentifier, quoted, quotedTemplate } from './string.ts'

/** A value's first line, and the further lines with the indent of where they stand. */
type Printed = { readonly first: string; readonly rest: readonly Line[] }

/** Longer lists go one element to a line. A choice of ours: `terraform fmt` accepts either. */
const inlineWidth = 80

/**
 * Gives the lines of `name = value` at this indent.
 *
 * @throws TypeError for what HCL cannot write: NaN, Infinity, a template sequence that is never closed.
 */
export function assignment(name: string, value: Value, indent: number): Line[] {
  const { first, rest } = printed(value, indent)
  if (rest.length === 0) return [{ indent, lead: name, value: first }]
  return [{ indent, lead: `${name} = ${first}` }, ...rest]
}

function printed(value: Value, indent: number): Printed {
  if (value === null) return inline('null')
  if (typeof value === 'string') return inline(quoted(value))
  if (typeof value === 'boolean') return inline(String(value))
  if (typeof value === 'number') return inline(numberText(value))
  if (isList(value)) return list(value, indent)
  if (!isSyntax(value)) return object(Object.entries(value), indent)
  switch (value[syntax]) {
    case 'raw':
      return rawLines(value, indent)
    case 'template':
      return inline(quotedTemplate(value.text))
    case 'heredoc':
      return inline(heredocText(value, indent))
    case 'call':
      return call(value.name, value.arguments, indent)
    case 'entries':
      return object(value.entries, indent)
  }
}

function inline(first: string): Printed {
  return { first, rest: [] }
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`HCL has no number ${value}`)
  return String(value)
}

function rawLines({ text }: Raw, indent: number): Printed {
  const [first = '', ...rest] = text.trim().split('\n')
  return { first, rest: rest.map((line) => ({ indent: line.trim() === '' ? 0 : indent, lead: line.trimEnd() })) }
}

function list(values: readonly Value[], indent: number): Printed {
  const elements = values.map((value) => printed(value, indent))
  const text = `[${elements.map((element) => element.first).join(', ')}]`
  if (elements.every(isInline) && text.length <= inlineWidth) return inline(text)
  const rows = values.flatMap((value) => element(printed(value, indent + 1), indent + 1))
  return { first: '[', rest: [...rows, { indent, lead: ']' }] }
}

// A comma cannot follow a heredoc's marker on its line.
function element({ first, rest }: Printed, indent: number): Line[] {
  if (first.includes('\n'))
    return [
      { indent, lead: first },
      { indent, lead: ',' },
    ]
  const lines = [{ indent, lead: first }, ...rest]
  return lines.map((line, index) => (index === lines.length - 1 ? { ...line, lead: `${line.lead},` } : line))
}

function object(pairs: readonly (readonly [string | Raw, Value])[], indent: number): Printed {
  if (pairs.length === 0) return inline('{}')
  const rows = pairs.flatMap(([key, value]) => assignment(keyText(key), value, indent + 1))
  return { first: '{', rest: [...rows, { indent, lead: '}' }] }
}

function keyText(key: string | Raw): string {
  if (typeof key !== 'string') return key.text
  return isIdentifier(key) && !isReserved(key) ? key : quoted(key)
}

// As a bare object key these would read as a keyword: `{ for = 1 }` starts a `for` expression.
function isReserved(key: string): boolean {
  return ['for', 'true', 'false', 'null', 'if', 'in'].includes(key)
}

function call(name: string, values: readonly Value[], indent: number): Printed {
  const before = values.slice(0, -1).map((value) => printed(value, indent))
  const last = values.slice(-1).map((value) => printed(value, indent))
  if (before.every(isInline) && last.every(({ first }) => !first.includes('\n'))) {
    const head = [...before, ...last].map(({ first }) => first).join(', ')
    const rest = last.flatMap((argument) => argument.rest)
    if (rest.length === 0) return inline(`${name}(${head})`)
    return { first: `${name}(${head}`, rest: closed(rest, ')') }
  }
  const rows = values.flatMap((value) => element(printed(value, indent + 1), indent + 1))
  return { first: `${name}(`, rest: [...rows, { indent, lead: ')' }] }
}

function closed(lines: readonly Line[], closer: string): Line[] {
  return lines.map((line, index) => (index === lines.length - 1 ? { ...line, lead: line.lead + closer } : line))
}

/**
 * Indents the text under its attribute with `<<-`, which takes the shared indent away again. Text that itself starts
 * every line with spaces would lose them, so that is written with `<<` from the first column.
 */
function heredocText({ text }: Heredoc, indent: number): string {
  const lines = text.replace(/\n$/, '').split('\n')
  const marker = heredocMarker(lines)
  const filled = lines.filter((line) => line !== '')
  if (filled.every((line) => line.startsWith(' ') || line.startsWith('\t'))) {
    return [`<<${marker}`, ...lines, marker].join('\n')
  }
  const padded = lines.map((line) => (line === '' ? '' : unit.repeat(indent + 1) + line))
  return [`<<-${marker}`, ...padded, unit.repeat(indent) + marker].join('\n')
}

function heredocMarker(lines: readonly string[]): string {
  let marker = 'EOT'
  while (lines.some((line) => line.trim() === marker)) marker += '_'
  return marker
}

function isInline({ first, rest }: Printed): boolean {
  return rest.length === 0 && !first.includes('\n')
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

function isSyntax<T extends object>(value: T): value is Extract<T, { readonly [syntax]: string }> {
  return syntax in value
}
