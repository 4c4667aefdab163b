import type { CatalogEntry } from '@nimbus/kernel'
import type { View, ViewPort } from '@nimbus/view'
import { flagsOf } from './flags.ts'
import { parseGlobals } from './parse.ts'
import { sortWords } from './sort-words.ts'
import { isTerminal } from './standard-streams.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Loads the view of an operation. */
export type LoadView = (id: string) => Promise<View>

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
export const viewKind = ({ entry, rest, leading }: ViewCommand, env: Environment): ViewPort['kind'] | undefined => {
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
  if (isTerminal(0) && isTerminal(1) && env.TERM !== 'dumb' && !env.CI) return 'screen'
  return view.lines ? 'lines' : undefined
}
