import { type CatalogEntry, invalid, type JsonSchema, mainName } from '@nimbus/kernel'
import { type Flag, flagsOf } from './flags.ts'
import { sortWords } from './sort-words.ts'
import { type Sources, toValue } from './values.ts'

/** How a command was asked to behave, whatever it does. */
export interface GlobalOptions {
  json: boolean
  quiet: boolean
  yes: boolean
  confirm: readonly string[]
  dryRun: boolean
  showCommands: boolean
  help: boolean
  directory?: string
}

/** A parsed command line. */
export interface Parsed {
  input: Record<string, unknown>
  options: GlobalOptions
}

/** Whether these words ask for JSON, said before they are understood: an error about them must know. */
export const saysJson = (words: readonly string[]): boolean => {
  const stop = words.indexOf('--')
  return (stop >= 0 ? words.slice(0, stop) : words).includes('--json')
}

const wholeInput = (texts: readonly string[], sources: Sources): Record<string, unknown> => {
  const last = texts.at(-1)
  if (last === undefined) return {}
  const text = last === '-' ? sources.readStdin() : last.startsWith('@') ? sources.readFile(last.slice(1)) : last
  const next = 'give one such as {"file":"README.md"}, or @file or - for one that is elsewhere'
  try {
    const value: unknown = JSON.parse(text)
    if (value && typeof value === 'object' && !Array.isArray(value)) return { ...value }
  } catch (cause) {
    throw invalid('invalid-flag', '--input: takes a JSON object', { at: '--input', why: String(cause), next, cause })
  }
  throw invalid('invalid-flag', '--input: takes a JSON object', { at: '--input', next })
}

/** Arguments by position, in the order the operation names; the last field may take all the rest. */
const byPosition = (entry: CatalogEntry, flags: readonly Flag[], words: readonly string[]): Map<Flag, string[]> => {
  const given = new Map<Flag, string[]>()
  const left = [...words]
  for (const field of entry.positional) {
    const flag = flags.find((each) => each.field === field)
    if (!flag || left.length === 0) continue
    given.set(flag, flag.kind === 'list' ? left.splice(0) : left.splice(0, 1))
  }
  const [extra] = left
  if (extra !== undefined)
    throw invalid('unexpected-argument', `${extra} is one argument too many`, {
      at: extra,
      why:
        entry.positional.length > 0
          ? `it takes ${entry.positional.map((field) => `<${field}>`).join(' ')}`
          : 'it takes flags only',
      next: `see how it is called: nimbus ${mainName(entry)} --help`,
    })
  return given
}

const optionsOf = (globals: ReadonlyMap<string, readonly string[]>): GlobalOptions => {
  const directory = globals.get('directory')?.at(-1)
  return {
    json: globals.has('json'),
    quiet: globals.has('quiet'),
    yes: globals.has('yes'),
    confirm: globals.get('confirm') ?? [],
    dryRun: globals.has('dry-run'),
    showCommands: globals.has('show-commands'),
    help: globals.has('help'),
    ...(directory ? { directory } : {}),
  }
}

/** The flags that stand before a command. Raises errors with exit 2. */
export const parseGlobals = (leading: readonly string[]): GlobalOptions => optionsOf(sortWords(leading, []).globals)

/** What lists the records of a kind, by the letter that their ids begin with. */
const lists: Readonly<Record<string, string>> = {
  a: 'nimbus artifact list',
  g: 'nimbus grant list',
  p: 'nimbus plan list',
  r: 'nimbus history',
  t: 'nimbus task list',
}

/** How to come to a value of a flag that takes an id; nothing for any other. */
const whereListed = ({ pattern }: JsonSchema): string => {
  const list = lists[/^\^([a-z])_\[/.exec(String(pattern))?.[1] ?? '']
  return list ? `list them with: ${list}; ` : ''
}

const missingArgument = (entry: CatalogEntry, flag: Flag) =>
  invalid(
    'missing-argument',
    `${entry.positional.includes(flag.field) ? `<${flag.name}>` : `--${flag.name}`} is needed`,
    {
      at: `--${flag.name}`,
      ...(flag.schema.description ? { why: flag.schema.description } : {}),
      next: `${whereListed(flag.schema)}see an example: nimbus ${mainName(entry)} --help`,
    },
  )

/**
 * Turns the words after a command's name, and the flags before it, into its input. Raises errors with exit 2.
 *
 * A flag before the command is always the one that every command has, even where the command has one of that name.
 */
export const parseCommand = (
  entry: CatalogEntry,
  rest: readonly string[],
  sources: Sources,
  leading: readonly string[] = [],
): Parsed => {
  const flags = flagsOf(entry)
  const stop = rest.indexOf('--')
  const own = stop >= 0 && entry.passthrough ? rest.slice(0, stop) : rest
  const before = sortWords(leading, [])
  const { positional, given, globals } = sortWords(own, flags)
  const options = optionsOf(new Map([...before.globals, ...globals]))
  if (options.help) return { input: {}, options }

  const input = wholeInput(globals.get('input') ?? before.globals.get('input') ?? [], sources)
  const all = new Map([...byPosition(entry, flags, positional), ...given])
  for (const [flag, texts] of all) input[flag.field] = toValue(flag, texts, sources)
  if (entry.passthrough && stop >= 0) input[entry.passthrough] = rest.slice(stop + 1)
  const missing = flags.find((flag) => flag.required && input[flag.field] === undefined)
  if (missing) throw missingArgument(entry, missing)
  return { input, options }
}
