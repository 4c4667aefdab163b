/** How requests speak of one argument of an operation, for the planner; plain data, beside the operation's phrases. */
export interface FieldWords {
  /** What kind of thing it takes, such as `commit`; without it, what its schema says. */
  kind?: string
  /** Words around a value, `{}` being the value, or words that switch it on. */
  words?: readonly string[]
  /** Values with other names that people have for them. */
  values?: Readonly<Record<string, readonly string[]>>
  /** Values that bring others of the list with them, so that those cannot be left out. */
  brings?: Readonly<Record<string, readonly string[]>>
  /** It is switched on where something is asked and not ordered. */
  asked?: true
  /** The field that may be given in its place; one of them is needed. */
  unless?: string
  /** The field with a text that may name such things: those that are there go along with it. */
  inside?: string
  /** Of a folder that is made: where the roots in it are, fields in braces. */
  roots?: string
  /** Where such a value comes from when a request names only what it is for. */
  from?: { operation: string; pointer: string }
  /** The operation that a thing needs first when an earlier step has only just made it. */
  prepared?: string
}
