import type { FieldWords } from './field-words.ts'
import type { ShellLine } from './shell-line.ts'

/** How requests speak of an operation, for the planner; plain data, beside the operation. */
export interface Spoken {
  /** How people ask for it; `{field}` marks an argument. */
  phrases: readonly string[]
  /** How people speak of its arguments, by field. */
  words: Readonly<Record<string, FieldWords>>
  /** Command lines of other tools that it answers. */
  lines: readonly ShellLine[]
}
