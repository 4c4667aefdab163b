import { type Catalog, type ServiceEntry, unknownOperation } from '@nimbus/kernel'
import { groupOf, matchCommand, unknownCommand } from './commands.ts'
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

const completion: SurfaceCommand = {
  name: 'completion',
  summary: 'print the completion script of bash, zsh or fish',
  usage: '<bash|zsh|fish>',
  examples: ['source <(nimbus completion bash)', 'source <(nimbus completion zsh)', 'nimbus completion fish | source'],
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

/** Runs a command line to its exit code. */
export const main = async (argv: readonly string[], line: CommandLine): Promise<number> => {
  const { catalog, services, surfaces } = line
  const index = catalog.index()
  const style = styleFor(isTerminal(1), process.env)
  const { leading, words } = commandFirst(argv)
  const [first = ''] = words
  const stop = words.indexOf('--')
  const own = stop >= 0 ? words.slice(0, stop) : words
  const asksHelp = ['--help', '-h'].some((word) => own.includes(word) || leading.includes(word))
  const listed = [...surfaces, completion]
  const width = widthFor(terminalSize(1)?.columns)

  try {
    parseGlobals(leading)
    if (first === '' || first === 'help' || first === '--') {
      const topic = words.slice(1).filter((word) => !word.startsWith('-'))
      if (first !== 'help' || topic.length === 0)
        return print((await import('./help.ts')).mainHelp(index, services, listed, style, width))
      return await main([...topic, '--help'], line)
    }
    const surface = listed.find(({ name }) => name === first)
    if (surface && asksHelp) return print((await import('./help.ts')).surfaceHelp(surface, style, width))
    if (first === completion.name) {
      if (words[1] === 'words') {
        const rest = words.slice(words[2] === '--' ? 3 : 2)
        const { complete } = await import('./completion.ts')
        return print(complete(catalog, listed, rest).join('\n'))
      }
      return print((await import('./completion.ts')).completionScript(words[1] ?? ''))
    }
    const started = surfaces.find(({ name }) => name === first)
    if (started) return await started.start(words.slice(1))

    const matched = matchCommand(index, words)
    if (matched) {
      const { id } = matched.entry
      const entry = catalog.get(id)
      if (!entry) throw unknownOperation(id, [])
      const command = { ...matched, entry, leading }
      const kind = viewKind(command, process.env)
      if (kind) return await (await import('./view.ts')).openView(command, kind, line, process.cwd())
      return await runCommand(command, line.open, process.cwd())
    }
    const named = words.filter((word) => !word.startsWith('-'))
    const group = groupOf(index, named)
    if (group.length > 0) {
      const service = services.find(({ name }) => name === named.join(' '))
      return print(
        (await import('./help.ts')).groupHelp(
          `nimbus ${named.join(' ')}${service ? ` — ${service.summary}` : ''}`,
          group,
          style,
          width,
        ),
      )
    }
    throw unknownCommand(index, words, ['help', ...listed.map(({ name }) => name)])
  } catch (thrown) {
    return reportError(thrown, saysJson([...leading, ...words]), styleFor(isTerminal(2), process.env))
  }
}
