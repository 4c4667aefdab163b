import type { CatalogEntry, JsonSchema, ServiceEntry } from '@nimbus/kernel'
import { commandNames, mainName } from './commands.ts'
import { exampleCommand } from './example-command.ts'
import { type Flag, flagsOf, globalFlags, kebab } from './flags.ts'
import type { Style } from './style.ts'

/** A command that starts a surface and is no operation. */
export interface SurfaceCommand {
  name: string
  summary: string
  usage: string
  details: readonly string[]
}

const columns = (rows: readonly (readonly [string, string])[], style: Style): string[] => {
  const width = Math.max(0, ...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${style.cyan(left)}${' '.repeat(width - left.length)}  ${right}`)
}

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

/** The help of one command. */
export const commandHelp = (entry: CatalogEntry, style: Style): string => {
  const flags = flagsOf(entry)
  const positional = entry.positional.map((field) => {
    const flag = flags.find((each) => each.field === field)
    const name = `${kebab(field)}${flag?.kind === 'list' ? '…' : ''}`
    return flag?.required ? `<${name}>` : `[${name}]`
  })
  const others = commandNames(entry).filter((name) => name !== mainName(entry))
  const schemaOf = (flag: Flag): JsonSchema => flag.schema
  const rows = flags
    .filter(({ field }) => field !== entry.passthrough)
    .map((flag): [string, string] => {
      const takes = placeholder(flag)
      return [`--${flag.name}${takes ? ` <${takes}>` : ''}`, describe({ ...flag, schema: schemaOf(flag) })]
    })
  const common = globalFlags.map((flag): [string, string] => {
    const own = flags.some(({ name }) => name === flag.name)
    return [
      `--${flag.name}${flag.takes ? ` <${flag.takes}>` : ''}`,
      `${flag.summary}${own ? '; before the command, because it has a flag of this name' : ''}`,
    ]
  })
  return [
    `${style.bold(`nimbus ${mainName(entry)}`)} — ${entry.summary}`,
    '',
    `usage  nimbus ${[mainName(entry), ...positional, ...(rows.length > 0 ? ['[flags]'] : []), ...(entry.passthrough ? ['[-- arguments]'] : [])].join(' ')}`,
    `effect ${[entry.effect, ...(entry.openWorld ? ['talks to systems outside'] : []), ...needsOf(entry)].join(' · ')}`,
    ...(others.length > 0 ? [`also   ${others.map((name) => `nimbus ${name}`).join(', ')}`] : []),
    ...(entry.description ? ['', entry.description] : []),
    ...(rows.length > 0 ? ['', style.bold('Flags'), ...columns(rows, style)] : []),
    '',
    style.bold('Examples'),
    ...examplesOf(entry, style),
    '',
    style.bold('Every command takes'),
    ...columns(common, style),
  ].join('\n')
}

/** A list of commands: those of a service, or those that share a first word. */
export const groupHelp = (title: string, entries: readonly CatalogEntry[], style: Style): string =>
  [
    style.bold(title),
    '',
    ...columns(
      entries.map((entry) => [mainName(entry), entry.summary] as const),
      style,
    ),
    '',
    style.dim('nimbus <command> --help shows flags and examples'),
  ].join('\n')

/** The first page: what to do with an empty screen. */
export const mainHelp = (
  entries: readonly CatalogEntry[],
  services: readonly ServiceEntry[],
  surfaces: readonly SurfaceCommand[],
  style: Style,
): string => {
  // Services are listed by port, and what people come for has the lower ones.
  const place = (entry: CatalogEntry) => services.findIndex(({ name }) => name === entry.service)
  const shortcuts = entries.filter(({ aliases }) => aliases.length > 0).sort((a, b) => place(a) - place(b))
  return [
    `${style.bold('nimbus')} — from an empty folder to a healed production service`,
    '',
    'usage  nimbus <command> [arguments] [flags]',
    '',
    style.bold('Main commands'),
    ...columns(
      shortcuts.map((entry) => [mainName(entry), entry.summary] as const),
      style,
    ),
    '',
    style.bold('Services'),
    ...columns(
      services.map(({ name, summary }) => [name, summary] as const),
      style,
    ),
    '',
    style.bold('Surfaces'),
    ...columns(
      surfaces.map(({ name, summary }) => [name, summary] as const),
      style,
    ),
    '',
    style.bold('Start here'),
    '  nimbus doctor',
    '  nimbus generate terraform examples/shop.yaml --out demo',
    '',
    style.dim('nimbus <service> lists its commands; nimbus <command> --help shows flags and examples'),
  ].join('\n')
}
