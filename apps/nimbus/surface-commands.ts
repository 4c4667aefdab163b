import type { SurfaceCommand } from '@nimbus/surfaces/cli'

/** The commands that start a surface and are no operations. */
export const surfaceCommands: readonly SurfaceCommand[] = [
  {
    name: 'serve',
    summary: 'answer over HTTP: REST, events, sockets, OpenAPI, MCP',
    usage: '[service…] [flags]',
    note: 'Requests need the bearer token that `nimbus serve` names at start (NIMBUS_TOKEN, else a file in the home).',
    flags: [
      ['--port <n>', 'the port; default 3000, or with --split each service on its own'],
      ['--stream-port <n>', 'the port of the first stream; default each service its own, 3100 and up'],
      ['--hostname <address>', 'the address to bind; default 127.0.0.1'],
      ['--split', 'every service in a process of its own'],
      ['--allow <effects>', 'what /mcp may do beside reading: create,update,delete'],
      ['--directory <path>', 'the workspace root'],
    ],
    examples: ['nimbus serve', 'nimbus serve fs state --port 4000'],
  },
  {
    name: 'mcp',
    summary: 'answer a model over MCP on standard input and output',
    usage: '[flags]',
    flags: [
      ['--allow <effects>', 'what it may do beside reading: create,update,delete; each call still passes policy'],
      ['--directory <path>', 'the workspace root'],
    ],
    examples: ['nimbus mcp --allow create,update'],
  },
]
