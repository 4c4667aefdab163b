import { type CatalogEntry, type IndexEntry, mainName, type ServiceEntry } from '@nimbus/kernel'
import { commandNames } from './commands.ts'
import { exampleCommand } from './example-command.ts'
import { type Flag, flagsOf, globalFlags, kebab } from './flags.ts'
import { fold, readableWidth } from './fold.ts'
import type { Style } from './style.ts'

/** A command that starts a surface and is no operation. */
export interface SurfaceCommand {
  name: string
  summary: string
  /** The words that may follow its name. */
  usage: string
  /** Its flags with their values, and what they do; without any it takes none. */
  flags?: readonly (readonly [string, string])[]
  /** A paragraph that a reader of its help should know. */
  note?: string
  examples: readonly string[]
}

/** Two columns, the right one folded. A name that takes more than its share of the width has a line of its own. */
const columns = (rows: readonly (readonly [string, string])[], style: Style, width: number): string[] => {
  const share = Math.floor(width * 0.4)
  const left = Math.max(2, ...rows.map(([{ length }]) => (length > share ? 0 : length)))
  const indent = ' '.repeat(left + 4)
  return rows.map(([name, text]) => {
    const lines = fold(text, width - indent.length).replaceAll('\n', `\n${indent}`)
    const gap = name.length > left ? `\n${indent}` : `${' '.repeat(left - name.length)}  `
    return `  ${style.cyan(name)}${lines ? gap + lines : ''}`
  })
}

/** What stands behind a label, folded beside it. */
const labelled = (label: string, text: string, width: number): string =>
  `${label.padEnd(6)} ${fold(text, width - 7).replaceAll('\n', `\n${' '.repeat(7)}`)}`

const placeholder = (flag: Flag): string => {
  const { kind, schema } = flag
  const options = (schema.enum ?? schema.items?.enum)?.map(String)
  if (options) return options.length <= 6 ? options.join('|') : 'value'
  if (schema['x-nimbus-path']) return String(schema['x-nimbus-path'])
  return { boolean: '', string: 'text', number: 'n', list: 'value', record: 'name=value', json: 'json' }[kind]
}

const describe = (flag: Flag): string => {
  const { schema, kind, commas } = flag
  const notes = [
    ...(schema.default !== undefined && JSON.stringify(schema.default) !== '[]' && kind !== 'boolean'
      ? [`default ${typeof schema.default === 'string' ? schema.default : JSON.stringify(schema.default)}`]
      : []),
    ...(kind === 'boolean' && schema.default === true ? [`on by default; --no-${flag.name} turns it off`] : []),
    ...(kind === 'list' ? [commas ? 'several with commas' : 'repeatable'] : []),
    ...(flag.required ? ['required'] : []),
  ]
  return `${schema.description ?? ''}${notes.length > 0 ? `${schema.description ? ' ' : ''}(${notes.join('; ')})` : ''}`
}

const needsOf = (entry: CatalogEntry): string[] => {
  const { programs = [], credentials = [] } = entry.needs
  return programs.length + credentials.length > 0 ? [`needs ${[...programs, ...credentials].join(', ')}`] : []
}

const examplesOf = (entry: CatalogEntry, style: Style): string[] =>
  entry.examples.flatMap(({ title, input }) => [`  ${style.dim(`# ${title}`)}`, `  ${exampleCommand(entry, input)}`])

/** A docstring folded paragraph by paragraph; lists and indented lines stay as they were written. */
const folded = (text: string, width: number): string =>
  text
    .split('\n\n')
    .map((paragraph) => (/^( {2}|[-*|]|\d+\.)/m.test(paragraph) ? paragraph : fold(paragraph, width)))
    .join('\n\n')

/** The help of one command, folded to a width. */
export const commandHelp = (entry: CatalogEntry, style: Style, width = readableWidth): string => {
  const flags = flagsOf(entry)
  const positional = entry.positional.map((field) => {
    const flag = flags.find((each) => each.field === field)
    const name = `${kebab(field)}${flag?.kind === 'list' ? '…' : ''}`
    return flag?.required ? `<${name}>` : `[${name}]`
  })
  const others = commandNames(entry).filter((name) => name !== mainName(entry))
  const rows = flags
    .filter(({ field }) => field !== entry.passthrough)
    .map((flag): [string, string] => {
      const takes = placeholder(flag)
      return [`--${flag.name}${takes ? ` <${takes}>` : ''}`, describe(flag)]
    })
  const common = globalFlags.map((flag): [string, string] => {
    const own = flags.some(({ name }) => name === flag.name)
    return [
      `--${flag.name}${flag.takes ? ` <${flag.takes}>` : ''}`,
      `${flag.summary}${own ? '; before the command, because it has a flag of this name' : ''}`,
    ]
  })
  return [
    fold(`${style.bold(`nimbus ${mainName(entry)}`)} — ${entry.summary}`, width),
    '',
    labelled(
      'usage',
      `nimbus ${[mainName(entry), ...positional, ...(rows.length > 0 ? ['[flags]'] : []), ...(entry.passthrough ? ['[-- arguments]'] : [])].join(' ')}`,
      width,
    ),
    labelled(
      'effect',
      [entry.effect, ...(entry.openWorld ? ['talks to systems outside'] : []), ...needsOf(entry)].join(' · '),
      width,
    ),
    ...(others.length > 0 ? [labelled('also', others.map((name) => `nimbus ${name}`).join(', '), width)] : []),
    ...(entry.description ? ['', folded(entry.description, width)] : []),
    ...(rows.length > 0 ? ['', style.bold('Flags'), ...columns(rows, style, width)] : []),
    '',
    style.bold('Examples'),
    ...examplesOf(entry, style),
    '',
    style.bold('Every command takes'),
    ...columns(common, style, width),
  ].join('\n')
}

/** The help of a command that starts a surface, folded to a width. */
export const surfaceHelp = (surface: SurfaceCommand, style: Style, width = readableWidth): string => {
  const { name, summary, usage, flags = [], note, examples } = surface
  return [
    fold(`${style.bold(`nimbus ${name}`)} — ${summary}`, width),
    '',
    labelled('usage', `nimbus ${name} ${usage}`, width),
    ...(note ? ['', fold(note, width)] : []),
    ...(flags.length > 0 ? ['', style.bold('Flags'), ...columns(flags, style, width)] : []),
    '',
    style.bold('Examples'),
    ...examples.map((example) => `  ${example}`),
  ].join('\n')
}

/** A list of commands: those of a service, or those that share a first word. */
export const groupHelp = (title: string, entries: readonly IndexEntry[], style: Style, width = readableWidth): string =>
  [
    style.bold(fold(title, width)),
    '',
    ...columns(
      entries.map((entry) => [mainName(entry), entry.summary] as const),
      style,
      width,
    ),
    '',
    style.dim(fold('nimbus <command> --help shows flags and examples', width)),
  ].join('\n')

/** One row for each first word: its command, or the words that may follow it, so that the page fits a screen. */
const mainCommands = (entries: readonly IndexEntry[]): [string, string][] => {
  const groups = Map.groupBy(entries, (entry) => mainName(entry).split(' ')[0] ?? '')
  return [...groups].map(([first, group]) => {
    const plain = group.find((entry) => mainName(entry) === first)
    const others = group.filter((entry) => entry !== plain)
    const [only] = others
    if (!plain && only && others.length === 1) return [mainName(only), only.summary]
    const more = others.map((entry) => mainName(entry).slice(first.length + 1)).join(', ')
    if (!plain) return [first, more]
    return [first, `${plain.summary}${more ? ` · ${more}` : ''}`]
  })
}

/** The first page: what to do with an empty screen. */
export const mainHelp = (
  entries: readonly IndexEntry[],
  services: readonly ServiceEntry[],
  surfaces: readonly SurfaceCommand[],
  style: Style,
  width = readableWidth,
): string => {
  // Services are listed by port, and what people come for has the lower ones.
  const place = (entry: IndexEntry) => services.findIndex(({ name }) => name === entry.service)
  const shortcuts = entries.filter(({ aliases }) => aliases.length > 0).sort((a, b) => place(a) - place(b))
  return [
    fold(`${style.bold('nimbus')} — from an empty folder to a healed production service`, width),
    '',
    labelled('usage', 'nimbus <command> [arguments] [flags]', width),
    '',
    style.bold('Main commands'),
    ...columns(mainCommands(shortcuts), style, width),
    '',
    style.bold('Services'),
    ...columns(
      services.map(({ name, summary }) => [name, summary] as const),
      style,
      width,
    ),
    '',
    style.bold('Surfaces'),
    ...columns(
      surfaces.map(({ name, summary }) => [name, summary] as const),
      style,
      width,
    ),
    '',
    style.bold('Start here'),
    '  nimbus doctor',
    "  nimbus plan 'VPC with 3 zones in Oregon'",
    '',
    style.dim(fold('nimbus <service> lists its commands; nimbus <command> --help shows flags and examples', width)),
  ].join('\n')
}
