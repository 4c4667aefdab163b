import { parseArgs } from 'node:util'
import { type CatalogEntry, invalid } from '@nimbus/kernel'
import { refuseSwallowedFlag, truth, unknownFlag } from './flag-faults.ts'
import { type Flag, flagsOf, globalFlags } from './flags.ts'
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

const optionsFor = (flags: readonly Flag[]) => {
  const options: Record<string, { type: 'string' | 'boolean'; multiple: boolean; short?: string }> = {}
  for (const flag of globalFlags)
    options[flag.name] = { type: flag.takes ? 'string' : 'boolean', multiple: flag.takes !== undefined }
  options.help = { type: 'boolean', multiple: false, short: 'h' }
  options.yes = { type: 'boolean', multiple: false, short: 'y' }
  for (const flag of flags) {
    options[flag.name] = { type: flag.kind === 'boolean' ? 'boolean' : 'string', multiple: true }
    if (flag.kind === 'boolean') options[`no-${flag.name}`] = { type: 'boolean', multiple: true }
  }
  return options
}

const wholeInput = (texts: readonly string[], sources: Sources): Record<string, unknown> => {
  const last = texts.at(-1)
  if (last === undefined) return {}
  const text = last === '-' ? sources.readStdin() : last.startsWith('@') ? sources.readFile(last.slice(1)) : last
  try {
    const value: unknown = JSON.parse(text)
    if (value && typeof value === 'object' && !Array.isArray(value)) return { ...value }
  } catch (cause) {
    throw invalid('invalid-flag', '--input: takes a JSON object', { at: '--input', why: String(cause), cause })
  }
  throw invalid('invalid-flag', '--input: takes a JSON object', { at: '--input' })
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
      next: 'see --help',
    })
  return given
}

/** Turns the words after a command's name into its input. Raises errors with exit 2. */
export const parseCommand = (entry: CatalogEntry, rest: readonly string[], sources: Sources): Parsed => {
  const flags = flagsOf(entry)
  const stop = rest.indexOf('--')
  const own = stop >= 0 && entry.passthrough ? rest.slice(0, stop) : rest
  const { tokens } = parseArgs({
    args: [...own],
    options: optionsFor(flags),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })

  const words: string[] = []
  const given = new Map<Flag, string[]>()
  const globals = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option') continue
    refuseSwallowedFlag(token, flags)
    const flag = flags.find(({ name }) => name === token.name)
    const negated = flags.find(({ name, kind }) => kind === 'boolean' && `no-${name}` === token.name)
    const common = globalFlags.find(({ name }) => name === token.name)
    if (negated && !flag) given.set(negated, [String(truth(token) === false)])
    else if (flag?.kind === 'boolean') given.set(flag, [token.value ?? 'true'])
    else if (flag || common?.takes) {
      if (token.value === undefined)
        throw invalid('invalid-flag', `--${token.name} needs a value`, { at: `--${token.name}` })
      if (flag) given.set(flag, [...(given.get(flag) ?? []), token.value])
      else globals.set(token.name, [...(globals.get(token.name) ?? []), token.value])
    } else if (common && truth(token)) globals.set(token.name, ['true'])
    else if (common) globals.delete(token.name)
    else throw unknownFlag(token.rawName, flags)
  }

  const has = (name: string) => globals.has(name)
  const directory = globals.get('directory')?.at(-1)
  const options: GlobalOptions = {
    json: has('json'),
    quiet: has('quiet'),
    yes: has('yes'),
    confirm: globals.get('confirm') ?? [],
    dryRun: has('dry-run'),
    showCommands: has('show-commands'),
    help: has('help'),
    ...(directory ? { directory } : {}),
  }
  if (options.help) return { input: {}, options }
  const input = wholeInput(globals.get('input') ?? [], sources)
  const all = new Map([...byPosition(entry, flags, words), ...given])
  for (const [flag, texts] of all) input[flag.field] = toValue(flag, texts, sources)
  if (entry.passthrough && stop >= 0) input[entry.passthrough] = rest.slice(stop + 1)
  const missing = flags.find((flag) => flag.required && input[flag.field] === undefined)
  if (missing) {
    const position = entry.positional.includes(missing.field)
    throw invalid('missing-argument', `${position ? `<${missing.name}>` : `--${missing.name}`} is needed`, {
      at: `--${missing.name}`,
      ...(missing.schema.description ? { why: missing.schema.description } : {}),
      next: 'see --help for an example',
    })
  }
  return { input, options }
}
