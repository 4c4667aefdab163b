import type { Gateway } from '@nimbus/host'
import {
  type Ask,
  type CatalogEntry,
  type Decision,
  type Envelope,
  exitOf,
  failureEnvelope,
  type Principal,
  type RunEvent,
  toErrorData,
} from '@nimbus/kernel'
import { visible } from '@nimbus/view'
import { type ChunkPrinter, createChunkPrinter } from './chunk-printer.ts'
import type { Matched } from './commands.ts'
import { widthFor } from './fold.ts'
import { type Interruption, listenForInterruption } from './interruption.ts'
import { type Parsed, parseCommand, saysJson } from './parse.ts'
import { createProgress, type Terminal } from './progress.ts'
import { renderData, renderError, renderFindings, renderPreview, renderUndo } from './render.ts'
import { realSources } from './sources.ts'
import { exitAfterOutput, goOnUnread, isTerminal, terminalSize, write } from './standard-streams.ts'
import { canDraw, type Style, styleFor } from './style.ts'

/** What the command line needs of the process it runs in. */
export interface CommandHost {
  gateway: Gateway & { principal: Principal }
  close(): Promise<void>
}

/** Opens the host for a workspace, late: help and bad flags need none. `only` is the one operation it is opened for. */
export type OpenHost = (directory: string | undefined, insisted: AbortSignal, only?: string) => Promise<CommandHost>

const out = (text: string) => {
  if (text) write(1, text.endsWith('\n') ? text : `${text}\n`)
}
const note = (text: string) => {
  if (text) write(2, text.endsWith('\n') ? text : `${text}\n`)
}

/** Whether a person is there who can be asked. */
const isAtTerminal = (): boolean => isTerminal(0) && isTerminal(2)

/** Programs that read errors get them unfolded. */
const errorWidth = (): number | undefined => {
  const size = terminalSize(2)
  return size && widthFor(size.columns)
}

/** How wide a result may be drawn; nothing where it has to be plain, or there is too little room for a frame. */
const drawnWidth = (): number | undefined => {
  const columns = canDraw(isTerminal(1), process.env) ? (terminalSize(1)?.columns ?? 0) : 0
  return columns < 40 ? undefined : columns
}

/** Prints an error outside any run: as an envelope with `--json`. Gives the exit code. */
export const reportError = (thrown: unknown, json: boolean, style: Style): number => {
  const error = toErrorData(thrown)
  if (json) out(JSON.stringify(failureEnvelope('', error)))
  else note(renderError(error, style, errorWidth()))
  return error.exit
}

const printText = async (
  envelope: Envelope,
  entry: CatalogEntry,
  gateway: Gateway,
  { input, chunks, quiet }: { input: unknown; chunks: ChunkPrinter; quiet: boolean },
  style: Style,
): Promise<void> => {
  if (envelope.error) {
    note(renderError(envelope.error, style, errorWidth()))
    return
  }
  if (envelope.preview) {
    out(renderPreview(envelope.preview, style))
    const decision = envelope.data as Decision
    if (!quiet)
      note(style.dim(`${decision.decide === 'allow' ? 'would run' : `would ${decision.decide}`} — ${decision.rule}`))
    return
  }
  const operation = await gateway.catalog.load(entry.id)
  // Its words are written for an input with its defaults, as it ran.
  const asked = operation.input.safeParse(input).data ?? input
  const text = operation.text ? operation.text(envelope.data, asked, drawnWidth()) : renderData(envelope.data, style)
  // A file's own control characters belong in a pipe, not in somebody's terminal.
  if (!chunks.hasSaid(text)) out(operation.text && isTerminal(1) ? visible(text) : text)
  if (!quiet && operation.note) note(style.dim(visible(operation.note(envelope.data, asked))))
  if (envelope.findings) note(renderFindings(envelope.findings, style))
  if (!quiet && entry.effect !== 'read') note(renderUndo(envelope, style))
}

/** Standard error, where progress is shown. */
const errorTerminal = (): Terminal => ({
  write: (text) => write(2, text),
  live: canDraw(isTerminal(2), process.env),
  get columns() {
    return terminalSize(2)?.columns ?? 80
  },
  get rows() {
    return terminalSize(2)?.rows ?? 24
  },
})

/** Whether a run begins now that changes something; the calls of one that may delete may do more than it foresaw. */
const mayChange = ({ effect }: CatalogEntry, { type, data }: RunEvent): boolean =>
  type === 'started' && (effect === 'delete' || (data !== null && typeof data === 'object' && 'changes' in data))

/** What a command is called with, beside its words. */
interface Calling {
  cwd: string
  signal: AbortSignal
  style: Style
}

/** Calls an operation, and shows what it does and says meanwhile; whoever is at the terminal may be asked. */
const callShown = async (
  entry: CatalogEntry,
  { input, options }: Parsed,
  gateway: CommandHost['gateway'],
  { cwd, signal, style }: Calling,
): Promise<{ envelope: Envelope; chunks: ChunkPrinter }> => {
  const progress = createProgress(errorTerminal(), style, {
    progress: !options.quiet && !options.json,
    commands: options.showCommands,
  })
  const chunks = createChunkPrinter({ write: (text) => write(1, text), isTerminal: isTerminal(1) }, options)
  const envelope = await gateway.invoke({
    operation: entry.id,
    input,
    principal: gateway.principal,
    surface: 'cli',
    base: cwd,
    signal,
    dryRun: options.dryRun,
    consent: { yes: options.yes, confirm: options.confirm },
    ...(isAtTerminal() && !options.json
      ? { ask: async (ask: Ask) => (await import('./ask.ts')).createAsk(progress, style)(ask) }
      : {}),
    onProgram: progress.program,
    onEvent(event) {
      if (mayChange(entry, event)) goOnUnread()
      if (event.type === 'chunk') progress.clear()
      progress.event(event)
      chunks.event(event)
      progress.hold(chunks.midLine && isTerminal(1))
    },
  })
  chunks.end()
  progress.hold(false)
  progress.stop(envelope.error ? 'failed' : 'done')
  return { envelope, chunks }
}

/** Runs one matched command from its remaining words to its exit code. */
export const runCommand = async (matched: Matched<CatalogEntry>, open: OpenHost, cwd: string): Promise<number> => {
  const { entry, rest, leading = [] } = matched
  const style = styleFor(isTerminal(1), process.env)
  const errorStyle = styleFor(isTerminal(2), process.env)
  let host: CommandHost | undefined
  let interruption: Interruption | undefined
  try {
    // Standard input may be read here, and until it has been, Ctrl-C means what it always means.
    const parsed = parseCommand(entry, rest, realSources(cwd), leading)
    const { input, options } = parsed
    if (options.help) {
      const { commandHelp } = await import('./help.ts')
      out(commandHelp(entry, style, widthFor(terminalSize(1)?.columns)))
      return 0
    }
    interruption = listenForInterruption(isAtTerminal(), note)
    host = await open(options.directory, interruption.insisted, entry.id)
    const { gateway } = host
    const calling = { cwd, signal: interruption.cancelled, style: errorStyle }
    const { envelope, chunks } = await callShown(entry, parsed, gateway, calling)
    if (options.json) out(JSON.stringify(envelope))
    else await printText(envelope, entry, gateway, { input, chunks, quiet: options.quiet }, style)
    return exitAfterOutput(exitOf(envelope))
  } catch (thrown) {
    return reportError(thrown, saysJson(leading) || saysJson(rest), errorStyle)
  } finally {
    interruption?.stop()
    await host?.close()
  }
}
