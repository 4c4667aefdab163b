// A process that serves the built-in and the sample operations over HTTP until its stdin ends. Its argument is JSON;
// it prints its URL when it is ready.
import { servingStaleMs } from '@nimbus/host'
import { serve } from '@nimbus/surfaces/http'
import { createMcpEndpoint } from '@nimbus/surfaces/mcp'
import { createRemote, type PeerProcess } from '@nimbus/surfaces/remote'
import { openSampleHost } from './open-sample-host.ts'

/** What the process is told. */
export interface ServeArguments {
  workspace: string
  /** Only these services; all by default. */
  services?: readonly string[]
  /** Other processes, and what they serve. */
  peers?: readonly PeerProcess[]
}

const { workspace, services, peers } = JSON.parse(process.argv[2] ?? '{}') as ServeArguments
const host = await openSampleHost(workspace, process.env, {
  staleMs: servingStaleMs,
  ...(peers ? { remote: (key: Uint8Array) => createRemote(peers, key) } : {}),
})
const server = serve(host, {
  port: 0,
  peerKey: host.key,
  drainMs: 500,
  ...(services ? { services } : {}),
  mcp: (gateway) => createMcpEndpoint(gateway),
})
console.log(server.url)
for await (const _ of Bun.stdin.stream()) continue
await server.stop()
await host.close()
