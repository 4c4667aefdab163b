import { main } from '@nimbus/surfaces/cli'
import { entries, services } from './catalog.ts'
import { open } from './open.ts'

/** Parses a command line and ends the process with its exit code. */
export const start = async (argv: readonly string[], version: string): Promise<void> => {
  // A reader that went away, such as `head`, is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  process.exitCode = await main(argv, {
    entries,
    services,
    surfaces: [],
    open: (directory) => open(directory, version),
  })
}
