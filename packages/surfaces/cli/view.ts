import { type Call, type Envelope, failureEnvelope, toErrorData } from '@nimbus/kernel'
import { type ViewPort, visible } from '@nimbus/view'
import { questionFor } from './ask.ts'
import { widthFor } from './fold.ts'
import { listenForInterruption } from './interruption.ts'
import type { CommandLine } from './main.ts'
import { parseCommand } from './parse.ts'
import { renderData, renderError } from './render.ts'
import type { CommandHost } from './run.ts'
import { realSources } from './sources.ts'
import { isTerminal, terminalSize, watchTerminal, write } from './standard-streams.ts'
import { styleFor } from './style.ts'
import type { ViewCommand } from './view-opening.ts'

/** The command without the demand for what its view will ask for. */
const undemanding = ({ entry }: ViewCommand) => {
  const { required = [], ...input } = entry.input
  return { ...entry, input: { ...input, required: required.filter((field) => field !== entry.view?.without) } }
}

/**
 * Opens the view of a command, and gives its exit code.
 *
 * The view and the host are loaded side by side: a person sees the one before the first call needs the other.
 */
export const openView = async (
  command: ViewCommand,
  kind: ViewPort['kind'],
  line: Pick<CommandLine, 'open' | 'view' | 'catalog' | 'version'>,
  cwd: string,
): Promise<number> => {
  const style = styleFor(isTerminal(1), process.env)
  const { input, options } = parseCommand(undemanding(command), command.rest, realSources(cwd), command.leading)
  watchTerminal()
  // At a screen the view reads every key itself, Ctrl-C among them; only a signal from outside comes this way.
  const interruption = listenForInterruption(false, (text) => write(2, `${text}\n`))
  let opening: Promise<CommandHost> | undefined
  const host = (): Promise<CommandHost> => {
    opening ??= line.open(options.directory, interruption.insisted).catch((thrown: unknown) => {
      // What is in the way may be gone at the next call.
      opening = undefined
      throw thrown
    })
    return opening
  }
  const port: ViewPort = {
    kind,
    input,
    cwd,
    version: line.version,
    colour: style.bold('') !== '',
    catalog: line.catalog,
    signal: interruption.cancelled,
    async call(call, how = {}) {
      try {
        const { gateway } = await host()
        return await gateway.invoke({ ...how, ...call, principal: gateway.principal, surface: 'cli', base: cwd })
      } catch (thrown) {
        return failureEnvelope('', toErrorData(thrown))
      }
    },
    async text({ operation: id, input }: Call, { error, data }: Envelope) {
      if (error) return renderError(error, style, widthFor(terminalSize(1)?.columns))
      const operation = await (await host()).gateway.catalog.load(id)
      const asked = operation.input.safeParse(input).data ?? input
      return visible(operation.text ? operation.text(data, asked) : renderData(data, styleFor(false, {})))
    },
    question: (ask) => questionFor(ask, style),
  }
  try {
    const view = await line.view(command.entry.id)
    return await view(port)
  } finally {
    interruption.stop()
    await (await opening?.catch(() => undefined))?.close()
  }
}
