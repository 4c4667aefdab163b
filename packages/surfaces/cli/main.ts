import { type Catalog, type ServiceEntry, unknownOperation } from '@nimbus/kernel'
import { groupOf, matchCommand, unknownCommand } from './commands.ts'
import { currentFolder } from './current-folder.ts'
import { globalFlags } from './flags.ts'
import { widthFor } from './fold.ts'
import type { SurfaceCommand } from './help.ts'
import { parseGlobals, saysJson } from './parse.ts'
import { type OpenHost, reportError, runCommand } from './run.ts'
import { isTerminal, terminalSize, write } from './standard-streams.ts'
import { styleFor } from './style.ts'
import { type LoadView, viewKind } from './view-opening.ts'

export type { SurfaceCommand } from './help.ts'
export { watchOutput } from './standard-streams.ts'

/** What the command line is derived from. */
export interface CommandLine {
  catalog: Pick<Catalog, 'index' | 'get'>
  services: readonly ServiceEntry[]
  version: string
  /** Commands that start another surface: `serve`, `mcp`. */
  surfaces: readonly (SurfaceCommand & { start: (argv: readonly string[]) => Promise<number> })[]
  open: OpenHost
  /** Loads the view of an operation that has one. */
  view: LoadView
}

const print = (text: string): number => {
  write(1, text.endsWith('\n') ? text : `${text}\n`)
  return 0
}

/** The flags before the command, with their values, and the rest. They are always those that every command has. */
const commandFirst = (argv: readonly string[]): { leading: string[]; words: string[] } => {
  const leading: string[] = []
  let i = 0
  for (let word = argv[i]; word?.startsWith('-') && word !== '--'; word = argv[++i]) {
    leading.push(word)
    const flag = globalFlags.find(({ name }) => word === `--${name}`)
    const value = flag?.takes ? argv[i + 1] : undefined
    if (value !== undefined) {
      leading.push(value)
      i += 1
    }
  }
  return { leading, words: argv.slice(i) }
}

/** What help is drawn with. */
const look = () => ({ style: styleFor(isTerminal(1), process.env), width: widthFor(terminalSize(1)?.columns) })

/** The commands that are no operation: those that start a surface, and `completion`, which completes all of them. */
const surfacesOf = ({ catalog, surfaces }: CommandLine): CommandLine['surfaces'] => {
  const all: CommandLine['surfaces'] = [
    ...surfaces,
    {
      name: 'completion',
      summary: 'print the completion script of bash, zsh or fish',
      usage: '<bash|zsh|fish>',
      examples: [
        'source <(nimbus completion bash)',
        'source <(nimbus completion zsh)',
        'nimbus completion fish | source',
      ],
      async start([shell = '', ...rest]) {
        const { complete, completionScript } = await import('./completion.ts')
        if (shell !== 'words') return print(completionScript(shell))
        return print(complete(catalog, all, rest[0] === '--' ? rest.slice(1) : rest).join('\n'))
      },
    },
  ]
  return all
}

/** Runs the operation that words name, or opens its view; undefined when they name none. */
const runOperation = async (
  words: readonly string[],
  leading: readonly string[],
  line: CommandLine,
): Promise<number | undefined> => {
  const matched = matchCommand(line.catalog.index(), words)
  if (!matched) return undefined
  const { id } = matched.entry
  const entry = line.catalog.get(id)
  if (!entry) throw unknownOperation(id, [])
  const command = { ...matched, entry, leading }
  const kind = viewKind(command, process.env)
  if (kind) return (await import('./view.ts')).openView(command, kind, line, currentFolder())
  return runCommand(command, line.open, currentFolder())
}

/** Shows the commands that begin with words; undefined when none does. */
const showGroup = async (words: readonly string[], { catalog, services }: CommandLine): Promise<number | undefined> => {
  const named = words.filter((word) => !word.startsWith('-'))
  const group = groupOf(catalog.index(), named)
  if (group.length === 0) return undefined
  const name = named.join(' ')
  const service = services.find((each) => each.name === name)
  const { groupHelp } = await import('./help.ts')
  const { style, width } = look()
  return print(groupHelp(`nimbus ${name}${service ? ` — ${service.summary}` : ''}`, group, style, width))
}

/** Whether words ask for help; what follows `--` is data. */
const asksHelp = (words: readonly string[]): boolean => {
  const end = words.indexOf('--')
  return words.slice(0, end >= 0 ? end : undefined).some((word) => word === '--help' || word === '-h')
}

const answer = async (words: readonly string[], leading: readonly string[], line: CommandLine): Promise<number> => {
  const [first = '', ...rest] = words
  const surfaces = surfacesOf(line)
  if (first === 'help') {
    const topic = rest.filter((word) => !word.startsWith('-'))
    if (topic.length > 0) return answer([...topic, '--help'], [], line)
  }
  if (first === '' || first === 'help' || first === '--') {
    const { style, width } = look()
    const { mainHelp } = await import('./help.ts')
    return print(mainHelp(line.catalog.index(), line.services, surfaces, style, width))
  }
  if (first === 'version') return print(line.version)
  const surface = surfaces.find(({ name }) => name === first)
  if (surface && asksHelp([...leading, ...words])) {
    const { style, width } = look()
    return print((await import('./help.ts')).surfaceHelp(surface, style, width))
  }
  if (surface) return surface.start(rest)
  const exit = (await runOperation(words, leading, line)) ?? (await showGroup(words, line))
  if (exit !== undefined) return exit
  throw unknownCommand(line.catalog.index(), words, ['help', 'version', ...surfaces.map(({ name }) => name)])
}

/** Runs a command line to its exit code. */
export const main = async (argv: readonly string[], line: CommandLine): Promise<number> => {
  const { leading, words } = commandFirst(argv)
  try {
    parseGlobals(leading)
    return await answer(words, leading, line)
  } catch (thrown) {
    return reportError(thrown, saysJson(argv), styleFor(isTerminal(2), process.env))
  }
}
