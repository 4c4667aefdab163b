import type { SurfaceCommand } from '@nimbus/surfaces/cli'

/** The commands that start a surface and are no operations. */
export const surfaceCommands: readonly SurfaceCommand[] = [
  {
    name: 'serve',
    summary: 'answer over HTTP: REST, events, sockets, OpenAPI, MCP',
    usage: 'nimbus serve [service…] [--port n] [--stream-port n] [--hostname address] [--split] [--allow effects]',
    details: [
      '--port <n>            the port; default 3000, or with --split each service on its own',
      '--stream-port <n>     the port of the first stream; default each service its own, 3100 and up',
      '--hostname <address>  the address to bind; default 127.0.0.1',
      '--split               every service in a process of its own',
      '--allow <effects>     what /mcp may do beside reading: create,update,delete',
      '',
      'Requests need the bearer token that `nimbus serve` names at start (NIMBUS_TOKEN, else a file in the home).',
      '',
      '  nimbus serve',
      '  nimbus serve fs state --port 4000',
    ],
  },
  {
    name: 'mcp',
    summary: 'answer a model over MCP on standard input and output',
    usage: 'nimbus mcp [--allow effects] [--directory path]',
    details: [
      '--allow <effects>     what it may do beside reading: create,update,delete; each call still passes policy',
      '--directory <path>    the workspace root',
      '',
      '  nimbus mcp --allow create,update',
    ],
  },
]
