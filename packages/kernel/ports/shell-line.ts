/** A command line of another tool that an operation answers, for the planner; plain data, beside the operation's phrases. */
export interface ShellLine {
  /**
   * How it is typed, arguments in braces: `git checkout -b {name} {at?}`. `{paths*}` takes several, `{until}..{from}` is
   * one word, and `{pattern~regex}` switches `regex` on where the word is a regular expression.
   */
  line: string
  /**
   * What its flags do, names of one flag apart by blanks, `-#` being a number: switch a field on or give it the next
   * word, set fields, or `null` where they change nothing that a plan would say.
   */
  flags?: Readonly<Record<string, string | Readonly<Record<string, unknown>> | null>>
  /** What it says by itself. */
  sets?: Readonly<Record<string, unknown>>
  /** Operations that follow, each of its fields with the one here that it is. */
  next?: Readonly<Record<string, Readonly<Record<string, string>>>>
}
