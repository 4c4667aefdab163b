import type { CatalogEntry, View, ViewPort } from '@nimbus/kernel'
import { flagsOf } from './flags.ts'
import { parseGlobals } from './parse.ts'
import { sortWords } from './sort-words.ts'

/** Loads the view of an operation. */
export type LoadView = (id: string) => Promise<View>

/** What of a process decides where a view may open. */
export interface Terminals {
  stdin: { isTTY?: boolean }
  stdout: { isTTY?: boolean }
  env: Readonly<Record<string, string | undefined>>
}

/** A command, and the flags before it. */
export interface ViewCommand {
  entry: CatalogEntry
  rest: readonly string[]
  leading: readonly string[]
}

/** Flags that ask for one result, which a view has not. */
const forOneResult = ['json', 'quiet', 'dry-run', 'help', 'input']

/**
 * How the view of a command opens, or undefined when it runs like any other: it has none, it was given what it would ask
 * for, it was told to print one result, or nobody is there to look. A dumb terminal gets lines, like a pipe.
 */
export const viewKind = ({ entry, rest, leading }: ViewCommand, terminals: Terminals): ViewPort['kind'] | undefined => {
  const { view } = entry
  if (!view) return undefined
  const { positional, given, globals } = sortWords(rest, flagsOf(entry))
  const before = parseGlobals(leading)
  if (forOneResult.some((name) => globals.has(name)) || before.json || before.quiet || before.dryRun || before.help)
    return undefined
  const { without } = view
  const place = without === undefined ? -1 : entry.positional.indexOf(without)
  const isGiven = [...given.keys()].some(({ field }) => field === without) || (place >= 0 && positional.length > place)
  if (isGiven) return undefined
  const { stdin, stdout, env } = terminals
  if (stdin.isTTY && stdout.isTTY && env.TERM !== 'dumb' && !env.CI) return 'screen'
  return view.lines ? 'lines' : undefined
}
