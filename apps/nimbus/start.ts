import { main, watchOutput } from '@nimbus/surfaces/cli'
import { builtIn, loadView, services } from './catalog.ts'
import { openNimbus } from './open.ts'
import { surfaceCommands } from './surface-commands.ts'

const starters: Record<string, (argv: readonly string[], version: string) => Promise<number>> = {
  serve: async (argv, version) => (await import('./serve.ts')).startServe(argv, version),
  mcp: async (argv, version) => (await import('./mcp.ts')).startMcp(argv, version),
}

/** Parses a command line and ends the process with its exit code. */
export const start = async (argv: readonly string[], version: string): Promise<void> => {
  process.exitCode = await main(argv, {
    catalog: builtIn,
    view: loadView,
    version,
    services,
    surfaces: surfaceCommands.map((command) => ({
      ...command,
      async start(rest) {
        watchOutput()
        return (await starters[command.name]?.(rest, version)) ?? 1
      },
    })),
    async open(directory, insisted, only) {
      const host = await openNimbus({ version, directory, insisted, only })
      return { gateway: host, close: () => host.close() }
    },
  })
}
