/** A place in a text: lines and columns count from 1, offsets from 0, all in UTF-16 units. */
export type Position = { readonly line: number; readonly column: number; readonly offset: number }
/** From the first character to just after the last. */
export type Range = { readonly start: Position; readonly end: Position }

/** Something wrong with a file, where it is, and what would be right. */
export type Diagnostic = { readonly file: string; readonly message: string; readonly range: Range }

/** A file, or what stands between a block's braces; in source order within each list. */
export type Body = {
  readonly attributes: readonly AttributeNode[]
  readonly blocks: readonly BlockNode[]
  readonly range: Range
}
/** `name = expression`. */
export type AttributeNode = {
  readonly name: string
  readonly nameRange: Range
  readonly expression: Expression
  readonly range: Range
}
/** `type "label" { … }`; `heading` is the part before the brace. */
export type BlockNode = {
  readonly type: string
  readonly labels: readonly string[]
  readonly body: Body
  readonly heading: Range
  readonly range: Range
}
/** A `#`, `//` or block comment, with its marker. */
export type CommentNode = { readonly text: string; readonly range: Range }

/** What every expression has: its source as written, and where it is. */
type Source = { readonly text: string; readonly range: Range }

/** A string without interpolation (escapes resolved), a number, a boolean or null. */
export type Literal = Source & { readonly kind: 'literal'; readonly value: string | number | boolean | null }
/** A string or heredoc with sequences in it. */
export type TemplateNode = Source & { readonly kind: 'template'; readonly parts: readonly TemplatePart[] }
/** Text with escapes resolved, a `${…}`, or a whole `%{ if }` / `%{ for }` with the expressions it mentions. */
export type TemplatePart = string | Expression | DirectiveNode
/** A template directive, kept as text. */
export type DirectiveNode = Source & { readonly kind: 'directive'; readonly expressions: readonly Expression[] }
/** `[a, b]`. */
export type Tuple = Source & { readonly kind: 'tuple'; readonly items: readonly Expression[] }
/** `{ key = value }`; a bare identifier as key is a literal string. */
export type ObjectNode = Source & { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
/** One entry of an object. */
export type ObjectEntry = { readonly key: Expression; readonly value: Expression }
/** `var.a["b"][*].c`: a name and the steps from it. */
export type Traversal = Source & { readonly kind: 'traversal'; readonly root: string; readonly steps: readonly Step[] }
/** Steps from anything that is not a name: `f(x)[0].y`. */
export type Access = Source & { readonly kind: 'access'; readonly target: Expression; readonly steps: readonly Step[] }
/** `.name`, `[key]`, or `[*]` / `.*`, which applies the steps after it to each element. */
export type Step =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'index'; readonly key: Expression }
  | { readonly kind: 'splat' }
/** `name(a, b...)`; `expand` says that the last argument is spread. */
export type CallNode = Source & {
  readonly kind: 'call'
  readonly name: string
  readonly arguments: readonly Expression[]
  readonly expand: boolean
}
/** `condition ? whenTrue : whenFalse`. */
export type Conditional = Source & {
  readonly kind: 'conditional'
  readonly condition: Expression
  readonly whenTrue: Expression
  readonly whenFalse: Expression
}
/** `[for k, v in collection : value if condition]`, or with `{` and a key. */
export type ForNode = Source & {
  readonly kind: 'for'
  readonly names: readonly string[]
  readonly collection: Expression
  readonly key?: Expression
  readonly value: Expression
  readonly condition?: Expression
  readonly grouped: boolean
}
/** `-a` or `!a`. */
export type Unary = Source & { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
/** `a && b`. */
export type Binary = Source & {
  readonly kind: 'binary'
  readonly operator: string
  readonly left: Expression
  readonly right: Expression
}
/** Text that could not be understood; a diagnostic says why. */
export type Unparsed = Source & { readonly kind: 'unparsed' }

/** Anything right of `=`. Parentheses leave no trace but in `text`. */
export type Expression =
  | Literal
  | TemplateNode
  | Tuple
  | ObjectNode
  | Traversal
  | Access
  | CallNode
  | Conditional
  | ForNode
  | Unary
  | Binary
  | Unparsed

/** What a file holds. With diagnostics the body is what could still be understood. */
export type ParsedFile = {
  readonly file: string
  readonly text: string
  readonly body: Body
  readonly comments: readonly CommentNode[]
  readonly diagnostics: readonly Diagnostic[]
}
