/** Marks values that are HCL syntax, so that a plain record stays a plain record whatever its keys. */
export const syntax: unique symbol = Symbol('nimbus.hcl.syntax')

/** HCL text printed as it stands, for example `var.name` or a `for` expression; several lines keep their relative indent. */
export type Raw = { readonly [syntax]: 'raw'; readonly text: string }
/** A quoted string in which `${…}` and `%{…}` stay live. */
export type Template = { readonly [syntax]: 'template'; readonly text: string }
/** A heredoc in which `${…}` and `%{…}` stay live. */
export type Heredoc = { readonly [syntax]: 'heredoc'; readonly text: string }
/** A function call. */
export type Call = { readonly [syntax]: 'call'; readonly name: string; readonly arguments: readonly Value[] }
/** An object whose keys may be expressions, in the order given. */
export type Entries = { readonly [syntax]: 'entries'; readonly entries: readonly (readonly [string | Raw, Value])[] }

/** Anything that can stand on the right of `=`. Plain strings are literal: a `${` in them is escaped. */
export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | { readonly [key: string]: Value }
  | Raw
  | Template
  | Heredoc
  | Call
  | Entries

/** `name = value`. */
export type Attribute = { readonly kind: 'attribute'; readonly name: string; readonly value: Value }
/** `type "label" { … }`. */
export type Block = {
  readonly kind: 'block'
  readonly type: string
  readonly labels: readonly string[]
  readonly body: readonly Item[]
}
/** An empty line; several in a row print as one, and none prints at the edges of a body. */
export type Blank = { readonly kind: 'blank' }
/** One or more `#` lines. */
export type Comment = { readonly kind: 'comment'; readonly text: string }
/** What a file or a block holds. */
export type Item = Attribute | Block | Blank | Comment

/** Gives HCL text that the printer copies without quoting: `raw('var.name')`. */
export function raw(text: string): Raw {
  return { [syntax]: 'raw', text }
}

/** Gives a quoted string whose `${…}` sequences stay live: `template('${var.name}-assets')`. */
export function template(text: string): Template {
  return { [syntax]: 'template', text }
}

/** Gives a heredoc; its value always ends with a newline, as every heredoc's does. */
export function heredoc(text: string): Heredoc {
  return { [syntax]: 'heredoc', text }
}

/** Gives a function call: `call('jsonencode', { Version: '2012-10-17' })`. */
export function call(name: string, ...values: readonly Value[]): Call {
  return { [syntax]: 'call', name, arguments: values }
}

/** Gives an object whose keys may be expressions: `entries([[raw('(var.key)'), 1]])`. */
export function entries(pairs: readonly (readonly [string | Raw, Value])[]): Entries {
  return { [syntax]: 'entries', entries: pairs }
}

/** Gives one attribute of a block or file. */
export function attribute(name: string, value: Value): Attribute {
  return { kind: 'attribute', name, value }
}

/** Gives a block: `block('resource', ['aws_vpc', 'main'], [attribute('cidr_block', '10.0.0.0/16')])`. */
export function block(type: string, labels: readonly string[] = [], body: readonly Item[] = []): Block {
  return { kind: 'block', type, labels, body }
}

/** Gives a comment, one `#` per line of text. A comment belongs to what follows it. */
export function comment(text: string): Comment {
  return { kind: 'comment', text }
}

/** An empty line. */
export const blank: Blank = { kind: 'blank' }
